"""While clips are judged blind in a grid or a studio, neither tells the page anything else."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.clips import coded_clip
from tests.press import press, said, sent
from tests.raters import COSTS, made
from tests.test_judge import begin, read
from tests.test_judge import vote as judge_vote
from veo_widgets.view.patches import SourceChanged
from veo_widgets.widgets import ComparisonGrid
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep

pytestmark = pytest.mark.usefixtures("widgets")
MODELS = ("veo-3.1-fast", "veo-3-fast")
SEEDS = (90017, 90018)
CODE = {"_esm", "_code", "_hash", "_css", "layout", "style"}
FORM = {"forms", "form", "checked", "value", "model", "pictures", "presets", "axes"}
"""What a studio may be asked for next is the same whatever is judged."""


@pytest.fixture
def sweep(own: Client, tmp_path: Path) -> Sweep:
    """Return a sweep whose clips are there."""
    sweep = made(own, name="pond", prompt="a newt", model=list(MODELS), seed=list(SEEDS))
    for number, (_, record) in enumerate(sweep.cells()):
        assert record is not None
        clip = coded_clip(tmp_path / f"{number}.mp4", 24, 320, 180, 50 * number, sound=True)
        target = own.session.store.clip(record.sha256 or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(clip, target)
    return sweep


def telling(sweep: Sweep) -> list[str]:
    records = [record for _, record in sweep.cells() if record is not None]
    words = [*MODELS, "Veo 3", *map(str, SEEDS), *(f" {COSTS[model]}," for model in MODELS)]
    return [*words, *(str(text) for r in records for text in (r.sha256, r.request_id))]


def state(widget: Any, leave: set[str] = CODE) -> str:
    return json.dumps({k: v for k, v in widget.get_state().items() if k not in leave}, default=str)


def messages(out: list[tuple[dict, list]]) -> str:
    return json.dumps([[message, [bytes(part).hex() for part in parts]] for message, parts in out])


def leaks(words: list[str], text: str) -> list[str]:
    return [word for word in words if word in text]


def test_a_grid_that_is_judged_blind_tells_nothing_else(sweep: Sweep) -> None:
    grid = ComparisonGrid(sweep)
    words, before = telling(sweep), state(grid)
    assert len(leaks(words, before)) >= 6
    out = sent(grid)
    press(grid, {"type": "judge_blind"})
    judge = grid._judge
    begin(judge)
    judge_vote(judge)
    asked = {"id": "1", "index": 0, "time": 0.0, "start": 0, "length": 1000}
    sha256 = grid._state.sheet.clips[0].sha256
    press(grid, {"type": "read_file", "sha256": sha256, "kind": "clip", **asked})
    press(grid, {"type": "text_request", "about": "python", **asked})
    press(grid, {"type": "find_differences", "one": 0, "other": 1})
    press(grid, {"type": "vote_on", "index": 0, "kind": "keep", "answer": "drop", "moment": None})
    grid._happened(SourceChanged())
    grid.measure()
    grid._stop_measuring()

    assert grid.blind
    assert (grid.cells, grid.axes, grid.marks, grid.scores_known["cells"]) == ([], [], {}, {})
    assert leaks(words, state(grid) + state(judge) + messages(out) + grid.still()) == []
    assert len(said(out, "error")) == 4
    assert leaks(words, read(judge, judge.pair["left"]["id"]).decode("latin-1")) == []
    press(judge, {"type": "reveal"})
    assert not grid.blind
    assert state(grid, {*CODE, "blind_pairs", "marks"}) == json.dumps(
        {k: v for k, v in json.loads(before).items() if k not in {"blind_pairs", "marks"}}
    )
    press(grid, {"type": "judge_blind"})
    assert grid.blind_pairs == ""


def test_closed_unrevealed_pairs_give_the_cells_back(sweep: Sweep) -> None:
    grid = ComparisonGrid(sweep)
    cells = list(grid.cells)
    press(grid, {"type": "judge_blind"})
    grid.focused = 1
    press(grid, {"type": "judge_blind"})

    assert (grid.cells, grid.blind, grid.blind_pairs) == (cells, False, "")
    grid.vote(0, "keep", "drop")
    assert grid.marks["0"]["keep"] == "drop"


def test_a_studio_that_judges_takes_tells_nothing_else(own: Client, sweep: Sweep) -> None:
    studio = Studio(client=own)
    jobs = [record.id for _, record in sweep.cells() if record is not None]
    out = sent(studio)
    press(studio, {"type": "compare", "id": "1", "jobs": jobs, "sweep": "", "blind": True})
    judge = studio._grid._judge
    begin(judge)
    for message in (
        {"type": "open_take", "id": "2", "job": jobs[0], "poster": False},
        {
            "type": "ask_takes",
            "id": "3",
            "after": "",
            "count": 60,
            "since": 0.0,
            "filter": studio.filter,
        },
        {"type": "vote_on_take", "job": jobs[0], "kind": "keep", "answer": "drop", "moment": None},
    ):
        press(studio, message)
    studio._changed(own.session.record(jobs[0]))

    assert studio.blind
    assert studio.grid.endswith(studio._grid.model_id)
    told = state(studio, CODE | FORM) + state(studio._grid) + state(judge)
    assert leaks(telling(sweep), told + messages(out)) == []
    assert len(said(out, "error")) == 3
    press(studio._grid, {"type": "judge_blind"})
    assert not studio.blind
    press(studio, {"type": "open_take", "id": "4", "job": jobs[0], "poster": False})
    assert said(out, "take_opened")[0]["take"]["id"] == jobs[0]


def test_what_cannot_be_judged_opens_nothing(own: Client, sweep: Sweep) -> None:
    studio = Studio(client=own)
    job = next(record.id for _, record in sweep.cells() if record is not None)
    out = sent(studio)
    press(studio, {"type": "compare", "id": "1", "jobs": [job], "sweep": "", "blind": True})

    assert "nothing to judge" in said(out, "error")[0]["error"]
    assert (studio.grid, studio.blind) == ("", False)
