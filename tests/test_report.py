"""An open report: one page that says all that may be told, runs nothing foreign, loads nothing."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner

import veo_widgets as veo
from tests.clips import coded_clip
from tests.raters import opened, voted
from tests.reported import COSTS, MODELS, NASTY, SEEDS, planted
from veo_widgets import errors
from veo_widgets.cli import app
from veo_widgets.home.scores import Score, ScoreKey
from veo_widgets.judging.sources import of_sweep
from veo_widgets.report import Report, write_report
from veo_widgets.report import place as places
from veo_widgets.report.page import as_json, unbroken
from veo_widgets.report.place import place_of
from veo_widgets.report.rows import as_csv
from veo_widgets.report.serving import app_of
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.experiment import Sweep

KEY = "SG_x"


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    """Return a judged sweep with a comment."""
    folder = tmp_path_factory.mktemp("report")
    with opened(folder / "home") as client:
        sweep = planted(client, folder)
        voted(sweep, 24, blind=True, rater="ana")
        clip = next(record.sha256 for _, record in sweep.cells())
        client.session.ledger.votes.cast(
            comparison="newts", kind="comment", answer="=<b>tail</b>", clips=(clip,), moment=0.5
        )
        dark = Score(0.25, moments=(0.5, 0.75))
        measured = {"black": dark, "blur": Score(0.217)}
        client.session.ledger.scores.keep(
            [(ScoreKey(clip, name, 1), score) for name, score in measured.items()]
        )
        yield sweep


@pytest.fixture(scope="module")
def page(sweep: Sweep, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the one file."""
    written = sweep.report(tmp_path_factory.mktemp("out") / "newts.html")
    assert isinstance(written, Report)
    return str(written.path.read_text("utf-8"))


def data(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}-data">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def test_the_page_says_it_in_words_and_holds_what_it_draws(sweep: Sweep, page: str) -> None:
    grid = data(page, "grid")

    assert sweep.verdict().sentence in page
    assert page.count('<div class="whisker') == len(MODELS)
    sections = re.findall(r'<section id="(\w+)"><h2>', page)
    assert sections == ["verdict", "clips", "scores", "comments", "settings", "method", "data"]
    assert "<h3>Pair by pair</h3>" in page
    assert [cell["live"]["cost"] for cell in grid["cells"]] == [*COSTS.values()][:1] * 2 + [
        *COSTS.values()
    ][1:] * 2
    assert all(
        cell["live"]["job"] is None and not cell["live"]["actions"] for cell in grid["cells"]
    )
    assert all(cell["clip"]["derived"] for cell in grid["cells"])
    assert {place[0] for place in grid["files"].values()} == {"#"}
    assert all(f'id="{place[1:]}"' in page for place in grid["files"].values())
    assert len(grid["differences"]) == 6
    assert grid["marks"]["0"]["comments"][0]["text"] == "=<b>tail</b>"


def test_what_was_measured_stands_in_it_and_defects_before_all(page: str) -> None:
    section = page.partition('<section id="scores">')[2].partition("</section>")[0]
    defects, _, values = section.partition("<details>")

    assert '<span class="care">black</span>' in defects
    assert "0.5 s, 0.8 s" in defects
    assert "blur" not in defects
    assert "0.217" in values


def test_no_name_breaks_at_its_hyphens() -> None:
    assert unbroken("newts: veo-3-fast, <b> - veo-2.") == (
        'newts: <bdi class="name">veo-3-fast,</bdi> &lt;b&gt; - <bdi class="name">veo-2.</bdi>'
    )


def test_no_line_begins_with_a_dot_and_short_parts_stay_whole() -> None:
    long = "a fox that walks through the snow"
    assert unbroken(f"seed 1 · {long}") == f"seed\u00a01\u00a0· {long}"
    assert unbroken("a fox") == "a fox"


def test_nothing_foreign_is_markup_and_nothing_is_loaded(page: str) -> None:
    scripts = re.findall(r"<script[^>]*>", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)

    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1].split("script-src")[1].split(";")[0]
    assert len([tag for tag in scripts if "type=" not in tag]) == 2
    assert "alert(1)</script>" not in page
    assert "<b>tail</b>" not in page
    assert "\u2028" not in page.rsplit("<script>", maxsplit=1)[-1].split("</script>")[1]
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert as_json(NASTY).count("<") == 0
    assert json.loads(as_json({"a": float("inf"), "b": NASTY})) == {"a": None, "b": NASTY}


def test_what_may_not_be_told_is_not_in_it(sweep: Sweep, tmp_path: Path) -> None:
    quiet = sweep.report(tmp_path / "quiet.html", prompts=False, costs=False)
    text = quiet.path.read_text("utf-8")
    whole = json.dumps(data(text, "grid"))
    ids = [record.id for _, record in sweep.cells()] + ["request-0"]

    assert "a newt" not in text
    assert "0.43" not in text
    assert "0.4321" not in whole
    assert not [name for name in ids if name in text]
    assert KEY not in text
    assert str(sweep.client.home.root) not in text
    assert "prompts" not in quiet.leaves
    assert "costs" not in quiet.leaves
    assert "the raters ana" in repr(quiet)
    told = sweep.report(tmp_path / "told.html", evidence=True)
    assert "request-0" in told.path.read_text("utf-8")
    assert "ids of jobs and requests" in told.leaves


def test_a_folder_has_its_media_and_tables_beside_the_page(sweep: Sweep, tmp_path: Path) -> None:
    path = tmp_path / "newts"
    for _ in range(2):
        written = sweep.report(f"{path}/")
    grid = data((path / "index.html").read_text("utf-8"), "grid")
    rows = list(csv.reader(io.StringIO((path / "clips.csv").read_text("utf-8"))))
    votes = (path / "votes.csv").read_text("utf-8")

    assert written.path == path
    assert all((path / place).is_file() for place in grid["files"].values())
    assert [row[rows[0].index("seed")] for row in rows[1:]] == [*map(str, SEEDS)] * 2
    assert "'=<b>tail</b>" in votes
    assert {*MODELS} == {row[rows[0].index("model")] for row in rows[1:]}
    assert len(json.loads((path / "report.json").read_text("utf-8"))["votes"]) == 25
    assert sorted(each.name for each in tmp_path.iterdir()) == ["newts"]
    part = served(path, next(iter(grid["files"].values())), range="bytes=4-7")
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert served(path, "").status_code == 200
    assert served(path, "%2e%2e/%2e%2e/etc/passwd").status_code == 404
    assert served(path, "", host="evil.example").status_code == 400


def served(report: Path, name: str, **headers: str) -> httpx.Response:
    async def get() -> httpx.Response:
        way = httpx.ASGITransport(app=app_of(report))
        async with httpx.AsyncClient(transport=way, base_url="http://127.0.0.1") as client:
            return await client.get(f"/{name}", headers=headers)

    return asyncio.run(get())


def test_a_spreadsheet_runs_nothing() -> None:
    text = as_csv([{"a": "=1+1", "b": "-x", "c": -1.5, "d": ["@x"], "=e": None}])

    assert text.splitlines()[1].startswith("'=1+1,'-x,-1.5,")
    assert text.splitlines()[0].endswith("'=e")


def test_a_place_is_a_file_or_a_folder_by_name_and_size(tmp_path: Path) -> None:
    forms = {
        ("x.html", 1): "file",
        ("x", 1): "file",
        ("x", places.ONE_FILE + 1): "folder",
        ("x/", 1): "folder",
    }
    for (name, size), form in forms.items():
        assert place_of(f"{tmp_path}/{name}", size).form == form
    assert place_of(tmp_path / "x", 1).path.name == "x.html"
    big = places.MOST + 1
    with pytest.raises(errors.InvalidRequest, match=r"201? MB|200 MB"):
        place_of(tmp_path / "x.html", big)
    assert place_of(tmp_path / "x.html", big, force=True).form == "file"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(errors.InvalidRequest, match="other files"):
        place_of(tmp_path / "mine", 1)
    with pytest.raises(errors.InvalidRequest, match="no folder"):
        place_of(tmp_path / "none" / "x.html", 1)
    with pytest.raises(errors.InvalidRequest, match="no report"):
        app_of(tmp_path / "mine")


@pytest.mark.usefixtures("widgets")
def test_a_grid_s_report_is_arranged_as_the_grid(sweep: Sweep, tmp_path: Path) -> None:
    grid = ComparisonGrid(sweep, rows=["model"])
    view = data(grid.report(tmp_path / "x.html").path.read_text("utf-8"), "grid")
    grid.close()
    assert (view["rows"], view["columns"]) == (["model"], ["seed"])


def test_loose_files_are_reported_without_their_folder(
    tmp_path: Path, widgets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    files = [coded_clip(tmp_path / f"{n}.mp4", 12, 320, 180, hue) for n, hue in enumerate((9, 99))]
    grid = veo.compare(files, labels=["mine", "theirs"])
    written = grid.report(tmp_path / "loose.html")
    text = written.path.read_text("utf-8")

    assert "mine" in text
    assert "theirs" in text
    assert "Nobody has voted" in text
    assert str(tmp_path) not in text
    assert "file names" in written.leaves
    with pytest.raises(errors.InvalidRequest, match="open"):
        written.reveal()


def test_the_command_writes_it_and_says_what_leaves(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    monkeypatch.setenv("VEO_WIDGETS_BASE_URL", "http://127.0.0.1:9/v1")
    home = ["--home", str(sweep.client.home.root)]
    target = tmp_path / "newts.html"
    assert (places.HEAVY, places.MOST) == (50_000_000, 200_000_000)
    monkeypatch.setattr("veo_widgets.report.functions.HEAVY", 1000)
    monkeypatch.setattr(places, "MOST", 1000)
    for blind in (False, True):
        with pytest.raises(errors.InvalidRequest, match=r"write a folder with .*force=True"):
            sweep.report(target, blind=blind)
    command = ["report", "newts", str(target), "--no-costs", "--force", "--json", *home]
    done = CliRunner().invoke(app, command)
    told = json.loads(done.stdout)

    assert done.exit_code == 0
    assert "is slow to open and to send" in told["warnings"][0]
    assert told["path"] == str(target)
    assert "prompts" in told["leaves"]
    assert "costs" not in told["leaves"]
    assert isinstance(CliRunner().invoke(app, ["report", "newts"]).exception, errors.InvalidRequest)


def test_without_prompts_no_word_of_one_is_told_wherever_it_stands(tmp_path: Path) -> None:
    prompts = ["a newt dives into a pond", "an otter juggles at sea"]
    with opened(tmp_path / "home") as client:
        sweep = planted(client, tmp_path, prompt=prompts, model=MODELS[0], duration=4)
        votes = client.session.ledger.votes
        for pair in of_sweep(sweep).pairs(["prompt"]) * 6:
            clips = (pair.one, pair.other)
            votes.cast(comparison="newts", kind="pair", answer="left", clips=clips)
        quiet = sweep.report(tmp_path / "quiet.html", by="prompt", prompts=False)
        made = [job.clip for job in sweep.jobs()]
        loose = write_report(made, f"{tmp_path}/loose/", prompts=False)
        told = sweep.report(tmp_path / "told.html", by="prompt").path.read_text("utf-8")
    texts = [quiet.path.read_text("utf-8")]
    texts += [(loose.path / name).read_text("utf-8") for name in ("index.html", "clips.csv")]

    assert "otter juggles" in told
    assert "<dt>asked for</dt><dd>4 s</dd>" in told
    assert not [text for text in texts if "newt dives" in text or "otter" in text]
    assert "Prompt 1" in texts[0]
