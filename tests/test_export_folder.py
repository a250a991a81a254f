"""A sweep as files that other tools read, and as YAML that comes back as it was."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import veo_widgets as veo
from tests.clips import coded_clip
from tests.conftest import picture
from tests.raters import made, opened, voted
from veo_widgets._lib.sheets import as_csv, as_jsonl, harmless
from veo_widgets.core.voting import Vote
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.experiment import open_sweep
from veo_widgets.judging.comparison import Comparison, Entry
from veo_widgets.judging.preferences import preferences

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def sweep(own: Client, tmp_path: Path) -> Sweep:
    """Return a sweep of six clips; all have the same pictures."""
    swept = made(own, prompt="=HYPERLINK(1) fox", model=["veo-3.1-fast", "veo-2"])
    clip = coded_clip(tmp_path / "clip.mp4", frames=6, width=96, height=48)
    for job in swept.jobs():
        shutil.copyfile(clip, own.session.store.clip(str(job.record.sha256)))
    return swept


def test_a_folder_is_what_videofolder_and_pandas_read(sweep: Sweep, tmp_path: Path) -> None:
    voted(sweep, 20)
    folder = sweep.export(tmp_path / "out")
    rows = [json.loads(line) for line in (folder / "metadata.jsonl").read_bytes().splitlines()]
    names = [row["file_name"] for row in rows]

    assert names == sorted(names)
    assert names[0] == "01_veo-3.1-fast_seed-1.mp4"
    assert all((folder / name).is_file() for name in names)
    assert len(list(folder.glob("*.mp4"))) == 6
    assert len({tuple(row) for row in rows}) == 1
    assert sum(row["wins"] for row in rows) == sum(row["losses"] for row in rows) > 0
    assert veo.Clip.open(folder / names[0]).parameters["seed"] == 1
    assert "cost" not in rows[0]
    assert veo.Sweep.from_yaml(folder / "sweep.yaml", client=sweep.client).spec == sweep.spec


def test_money_is_told_only_if_wanted_and_a_key_never(sweep: Sweep, tmp_path: Path) -> None:
    plain = sweep.export(tmp_path / "plain")
    told = sweep.export(tmp_path / "told", cost=True, sidecar=True)

    assert json.loads((told / "metadata.jsonl").read_text("utf-8").splitlines()[0])["cost"] == 0.4
    assert '"cost"' not in (plain / "metadata.jsonl").read_text("utf-8")
    assert not [*plain.glob("*.mp4.json")]
    beside = [json.loads(file.read_text("utf-8")) for file in sorted(told.glob("*.mp4.json"))]
    assert [row["file"] for row in beside] == sorted(file.name for file in told.glob("*.mp4"))
    assert {row["cost"] for row in beside} == {0.4, 1.2}
    assert not any(b"SG_x" in file.read_bytes() for file in told.rglob("*") if file.is_file())


def test_no_cell_of_a_table_is_a_formula(sweep: Sweep, tmp_path: Path) -> None:
    folder = sweep.export(tmp_path / "out")
    with (folder / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["prompt"] == "'=HYPERLINK(1) fox"


@given(st.one_of(st.text(), st.lists(st.text()), st.floats(), st.none()))
def test_whatever_a_cell_holds_no_spreadsheet_runs_it(value: Any) -> None:
    cell = harmless(value)
    assert not isinstance(cell, str) or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
    assert as_csv([{"a": value}], ["a"]).decode("utf-8-sig").startswith("a\r\n")


def test_a_folder_of_nothing_is_not_made(own: Client, tmp_path: Path) -> None:
    empty = open_sweep(own, {"prompt": "a fox", "model": "veo-2"})
    with pytest.raises(MediaError, match="no clip yet"):
        empty.export(tmp_path / "out")
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidRequest, match="needs a folder"):
        empty.export(tmp_path / "file")


def pair(number: int, answer: str, clips: tuple[str, str] = (A, B)) -> Vote:
    return Vote(id=f"{number:08d}", comparison="x", kind="pair", answer=answer, clips=clips)


def test_preferences_are_counted_over_both_orders_with_ties_and_margin() -> None:
    entries = (Entry(A, "a", prompt="a fox"), Entry(B, "b", prompt="a fox"), Entry(C, "c"))
    votes = [
        *(pair(1, "left"), pair(2, "right", (B, A)), pair(3, "tie"), pair(4, "left", (B, A))),
        *(pair(5, "skip"), pair(6, "left", (A, C))),
    ]
    rows = preferences(Comparison("x", entries, ()), votes, {A: "a.mp4", B: "b.mp4", C: "c.mp4"})

    assert [(row["chosen"], row["rejected"]) for row in rows] == [("a.mp4", "b.mp4")]
    assert (rows[0]["votes_chosen"], rows[0]["votes_rejected"], rows[0]["ties"]) == (2, 1, 1)
    assert (rows[0]["margin"], rows[0]["tie"], rows[0]["prompt"]) == (0.25, False, "a fox")


def test_a_sweep_moves_with_its_images(own: Client, tmp_path: Path) -> None:
    images = [picture(hue=20), picture(hue=120)]
    first = open_sweep(
        own, {"name": "moves", "prompt": "a fox", "model": "veo-3.1", "start_image": images}
    )
    (tmp_path / "there").mkdir()
    first.to_yaml(tmp_path / "there" / "moves.yaml")
    (tmp_path / "there").rename(tmp_path / "elsewhere")
    file = tmp_path / "elsewhere" / "moves.yaml"

    assert "moves_images/" in file.read_text("utf-8")
    with opened(tmp_path / "other") as client:
        assert veo.Sweep.from_yaml(file, client=client).spec == first.spec
        assert len(list(client.home.images.iterdir())) == 2


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(
    prompts=st.lists(TEXTS, min_size=1, max_size=3, unique=True),
    seeds=st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=3, unique=True),
    name=TEXTS,
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sweep_comes_back_from_its_file(
    own: Client, tmp_path: Path, prompts: list[str], seeds: list[int], name: str
) -> None:
    definition = {"name": name, "prompt": prompts, "model": ["veo-2", "veo-3"], "seed": seeds}
    try:
        sweep = open_sweep(own, definition)
    except veo.VeoError:
        return
    sweep.to_yaml(tmp_path / "any.yaml")
    assert veo.Sweep.from_yaml(tmp_path / "any.yaml", client=own).spec == sweep.spec


def test_a_row_is_one_line_whatever_ends_lines_for_a_reader() -> None:
    text = "one\u2028two\u2029three\x85four\x0bfive\nsix"
    lines = as_jsonl([{"prompt": text}, {"prompt": ""}]).decode().splitlines()
    assert [json.loads(line)["prompt"] for line in lines] == [text, ""]
