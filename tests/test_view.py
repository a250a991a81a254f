"""What is drawn, as data: no widget, no browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from veo_widgets.catalogue import Catalogue
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment import open_sweep
from veo_widgets.media import Clip, clip_of, unread
from veo_widgets.view.asked import UNREAD, checks
from veo_widgets.view.clip import clip_view, described, fact_views
from veo_widgets.view.grid import GridState
from veo_widgets.view.job import actions, error_view, retry_kind
from veo_widgets.view.patches import FilesMade, Patches, SourceChanged
from veo_widgets.view.sheet import Drawn, Sheet, cost_of, idle
from veo_widgets.view.sources import ClipsSource, SweepSource
from veo_widgets.view.takes import take_view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.client import Client


def record(**changes: object) -> JobRecord:
    return JobRecord("a", "segmind", "veo-2", {"prompt": "x"}, 0.0).but(**changes)


def test_what_a_person_may_do_with_a_job() -> None:
    assert actions(record(state="waiting")) == ["cancel"]
    assert actions(record(state="unknown")) == ["resubmit"]
    assert actions(record(state="processing")) == ["unwatch"]
    assert actions(record(state="failed")) == ["retry"]
    assert actions(record(state="ready")) == []


def test_a_take_says_whether_to_take_it_up_again_is_free(own: Client) -> None:
    failed = record(state="failed", request_id="r", cost=0.4, low=0.4, high=0.4)
    ended = failed.but(cost=0.0, error={"kind": "InferenceFailed", "message": "no"})
    rows = (failed, ended, record(state="processing", watched=False))
    kinds = [take_view(own.session, row, {}, {})["retry"] for row in rows]
    assert kinds == [retry_kind(row) for row in rows] == ["fetch", "send", "watch"]


def test_an_error_says_its_next_step_and_whether_it_was_charged() -> None:
    told = {"kind": "ContentBlocked", "message": "blocked", "detail": "Support codes"}
    view = error_view(record(state="blocked", error=told))

    assert "Change the prompt" in view["next_step"]
    assert not view["charged"]
    assert not error_view(record(state="blocked", error=told, cost=0.0))["charged"]


def test_facts_show_what_differs(mp4: Path) -> None:
    clip = Clip.open(mp4)
    asked = Clip(
        clip.path, clip.sha256, clip.facts, {"duration": 4, "generate_audio": True}, "veo-3"
    )
    differs = {
        fact["name"]: fact["differs"] for fact in fact_views(asked, model=Catalogue()["veo-3"])
    }

    assert (differs["size"], differs["length"], differs["sound"]) == (True, True, False)
    assert not any(fact["differs"] for fact in fact_views(clip))


def test_a_clip_that_cannot_be_decoded_here_says_so_and_no_zeros(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(40))
    asked = {"prompt": "x", "duration": 4, "seed": 7, "resolution": "1080p"}
    clip = Clip(path, "a" * 64, unread(40), asked, "veo-3-fast", 0.4)
    view = clip_view(clip, "")

    assert (view["width"], view["height"]) == (1920, 1080)
    assert [(fact["name"], fact["got"]) for fact in view["facts"]] == [
        ("clip", UNREAD),
        ("seed", "7"),
        ("cost", "$0.40"),
    ]
    assert described(clip) == f"veo-3-fast · {UNREAD} · seed 7"
    assert [check["got"] for check in checks(asked, clip.facts)] == [UNREAD]
    assert clip.facts.time_of(3) == 0.0
    assert ClipsSource([clip]).sheet().cells[0]["shape"] == [1920, 1080]


def test_a_clip_knows_what_it_was_expected_to_cost(tmp_path: Path) -> None:
    ready = record(state="ready", sha256="a" * 64, facts=unread(40).as_dict(), cost=0.6)
    for low, high, asked in ((0.4, 0.8, "est. $0.40–0.80"), (0.5, 0.5, "est. $0.50")):
        clip = clip_of(ready.but(low=low, high=high), tmp_path.joinpath)
        assert clip is not None
        (cost,) = (fact for fact in fact_views(clip) if fact["name"] == "cost")
        assert (cost["asked"], cost["got"]) == (asked, "$0.60")
    unknown = clip_of(ready.but(low=None), tmp_path.joinpath)
    assert unknown is not None
    assert unknown.estimate is None


@pytest.mark.parametrize(
    ("places", "play", "sums"),
    [
        (("local", "local"), True, "$0.80"),
        (("local", "segmind"), False, "$0.40"),
        (("",), False, "$0.40"),
    ],
)
def test_clips_that_cost_play_money_are_summed_as_such_or_not_at_all(
    tmp_path: Path, places: tuple[str, ...], play: bool, sums: str
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(40))
    clips = [Clip(path, "a" * 64, unread(40), cost=0.4, endpoint=place) for place in places]

    sheet = ClipsSource(clips).sheet()
    assert sheet.play_money is play
    assert str(cost_of(sheet.cells)) == sums


def test_an_error_without_words_is_drawn_too() -> None:
    view = error_view(record(state="failed", error={"kind": "VeoError", "message": ""}))

    assert view["message"] == ""


class FakeSource(ClipsSource):
    """Clips of which one is a job's that is still running."""

    def __init__(self, clips: list[Clip]) -> None:
        super().__init__(clips)
        self.now = 100.0
        self.live = idle()
        self.clip: Clip | None = None
        self.fresh: Sheet | None = None

    def clock(self) -> float:
        return self.now

    def sheet(self) -> Sheet:
        sheet = super().sheet()
        sheet.cells[0]["clip"] = None
        return sheet

    def drawn(self, record: JobRecord | None = None) -> Iterator[tuple[int, Drawn]]:
        del record
        yield 0, Drawn(self.live, self.clip)

    def redrawn(self) -> Sheet | None:
        return self.fresh


@pytest.fixture
def source(mp4: Path) -> FakeSource:
    return FakeSource([Clip.open(mp4), Clip.open(mp4)])


def test_a_jobs_change_is_one_patch_with_the_kernels_clock(source: FakeSource) -> None:
    grid = GridState(source)
    source.live = {**idle("processing"), "job": "a", "began": 90.0}
    patches = grid.apply(record(state="processing"))

    assert patches.messages == ({"type": "live", "index": 0, "now": 100.0, "live": source.live},)
    assert (patches.traits, patches.moved) == ({}, None)
    assert grid.state()["cells"][0]["live"] == source.live
    assert grid.apply(record(state="processing")) == Patches()


def test_a_clip_comes_once_and_its_files_after_it(source: FakeSource) -> None:
    grid = GridState(source)
    source.live, source.clip = {**idle("ready"), "job": "a"}, source.clips[0]
    kinds = [message["type"] for message in grid.apply(record(state="ready")).messages]

    assert kinds == ["live", "clip"]
    assert grid.apply(record(state="ready")) == Patches()
    made = grid.apply(FilesMade(0, source.clips[0].sha256)).messages
    assert [message["type"] for message in made] == ["clip"]
    assert grid.apply(FilesMade(0, "0" * 64)) == Patches()
    assert grid.apply(FilesMade(7, "0" * 64)) == Patches()


def test_other_cells_are_drawn_as_a_whole(source: FakeSource) -> None:
    grid = GridState(source)
    grid.sheet.keys = {"a": [0], "b": [1]}
    source.fresh = ClipsSource(source.clips[:1]).sheet()
    source.fresh.keys = {"b": [0]}
    patches = grid.apply(SourceChanged())

    assert patches.messages == ()
    assert patches.moved == {1: 0}
    assert [cell["index"] for cell in patches.traits["cells"]] == [0]
    assert grid.sheet is source.fresh


def test_a_redraw_of_a_running_sweep_plans_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = open_sweep(client, {"prompt": "no plan", "model": "veo-2", "seed": [1, 2]})
    grid = GridState(SweepSource(sweep))
    monkeypatch.setattr(type(sweep), "running", property(lambda _: True))
    monkeypatch.setattr(type(sweep), "plan", lambda _: pytest.fail("planned anew"))
    patches = grid.apply(SourceChanged())

    assert patches.traits == {"pending": None, "stop_reason": ""}
    assert patches.messages == ()
