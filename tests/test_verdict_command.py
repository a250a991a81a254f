"""``veo-widgets verdict`` says what the votes on a sweep show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from tests.raters import made, opened, voted
from veo_widgets.cli import app

if TYPE_CHECKING:
    from pathlib import Path


def test_the_command_merges_says_and_gives_json(tmp_path: Path) -> None:
    with opened(tmp_path / "theirs") as client:
        theirs = made(client)
        voted(theirs, 12, rater="ana", seed=3)
        file = theirs.export_votes(tmp_path / "ana.json")
    environ = {"SEGMIND_API_KEY": "SG_x", "VEO_WIDGETS_BASE_URL": "http://127.0.0.1:9/v1"}
    with opened(tmp_path / "own") as client:
        voted(made(client), 30)
    run = CliRunner(env={**environ, "COLUMNS": "60"})
    home = ["--home", str(tmp_path / "own")]
    first = run.invoke(app, ["verdict", "panda", "--merge", str(file), *home])
    again = run.invoke(app, ["verdict", "panda", "--by", "model", "--json", *home])
    told = json.loads(again.stdout)

    assert first.exit_code == 0, first.output
    assert told["sentence"] in first.stdout
    assert any("42 votes" in note for note in told["notes"])
    assert {row["rater"] for row in told["rows"]} == {None, "", "ana"}
    assert run.invoke(app, ["verdict", "panda", "--by", "modl", *home]).exit_code != 0
