"""Scores are measured once for each version, kept as they come, and hidden from the blind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tests.clips import coded_clip
from veo_widgets import errors
from veo_widgets.client import scoring
from veo_widgets.client.score_rows import flags_of, score_rows
from veo_widgets.client.scoring import Scoring, Subject, key_of, known_scores, scores_of, subject_of
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment.functions import open_sweep
from veo_widgets.experiment.scores import subjects
from veo_widgets.home.scores import Score
from veo_widgets.media import Clip, clip_of, unread
from veo_widgets.media.metrics import Outcome, Work, known, measure, metric
from veo_widgets.media.metrics.base import ENTERED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.client import Client

QUICK = ("cuts", "loudness", "brightness")


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[Client]:
    """Return a client that nothing is sent from."""
    client = veo.Client(api_key="SG_x", base_url="http://127.0.0.1:9/v1", home=tmp_path / "home")
    yield client
    client.close()


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Clip]:
    folder = tmp_path_factory.mktemp("three")
    return [
        Clip.open(coded_clip(folder / f"{hue}.mp4", 24, 320, 180, hue, sound=True))
        for hue in (10, 120, 230)
    ]


# --- measured once


def test_what_is_measured_of_a_sweep_is_the_clip_of_its_job(offline: Client) -> None:
    session = offline.session
    cells = open_sweep(offline, {"model": "veo-2", "prompt": "a lake", "duration": 5}).cells()
    facts = {"facts": unread(40).as_dict(), "cost": 0.6, "low": 0.4, "high": 0.8}
    record = JobRecord("made", "segmind", "veo-2", {"prompt": "a lake"}, 0.0)
    record = record.but(state="ready", sha256="a" * 64, **facts)
    ((subject, _),) = subjects(session, [(cell, record) for cell, _ in cells])

    assert subject.clip == clip_of(record, session.store.clip)
    assert subject.clip.estimate == (0.4, 0.8)


def test_a_clip_is_measured_once(offline: Client, clips: list[Clip], works: list[Work]) -> None:
    session = offline.session
    subjects = [subject_of(session, clip) for clip in [*clips, clips[0]]]
    first = scores_of(session, subjects, QUICK, quiet=True)
    assert len(works) == 3

    assert scores_of(session, subjects, QUICK, quiet=True) == first
    assert len(works) == 3
    scores_of(session, subjects[:1], [*QUICK, "blur"], quiet=True)
    assert [work.names for work in works[3:]] == [("blur",)]


@pytest.mark.usefixtures("entered")
def test_another_version_is_measured_anew_and_never_mixed(
    offline: Client, clips: list[Clip], works: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "travels", lambda _: True)
    subject = Subject(clips[0])
    for version in (1, 2):
        ENTERED.pop("weight", None)
        metric("weight", "kg", version)(lambda _, v=version: 10.0 * v)
        scores = scores_of(offline.session, [subject], ["weight"], quiet=True)
        assert scores[clips[0].sha256]["weight"].value == 10.0 * version
    assert len(works) == 2


def test_what_hangs_on_the_request_is_kept_by_it(clips: list[Clip]) -> None:
    each = known()["first_frame"]
    keys = {
        key_of(Subject(clips[0], {"start_image": image, "seed": seed}), each, {})
        for image in ("image:a.png", "image:b.png")
        for seed in (1, 2)
    }

    assert len(keys) == 2
    assert key_of(Subject(clips[0], {"seed": 1}), known()["blur"], {}).about == ""


@pytest.mark.usefixtures("entered")
def test_what_failed_is_tried_again(
    offline: Client, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    @metric("moody", "s", 1)
    def moody(_: object) -> float:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("no weights yet")
        return 3.0

    subject = Subject(clips[0])
    first = scores_of(offline.session, [subject], ["moody"], quiet=True)
    again = scores_of(offline.session, [subject], ["moody"], quiet=True)

    assert first[clips[0].sha256]["moody"] == Score(None, "OSError: no weights yet")
    assert again[clips[0].sha256]["moody"] == Score(3.0)
    assert scores_of(offline.session, [subject], ["moody"], quiet=True) == again
    assert len(tries) == 2


def test_an_interrupt_keeps_what_was_measured(
    offline: Client, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_then_stop(given: Iterator[Work], *_: object, **__: object) -> Iterator[Outcome]:
        yield Outcome(0, measure(next(given)))
        raise KeyboardInterrupt

    subjects = [Subject(clip) for clip in clips]
    monkeypatch.setattr(scoring, "measure_all", one_then_stop)
    with pytest.raises(errors.WaitInterrupted, match="1 of 3 are kept"):
        scores_of(offline.session, subjects, ["brightness"])

    there = known_scores(offline.session, subjects, [known()["brightness"]])
    assert list(there) == [clips[0].sha256]


def test_a_file_that_is_gone_is_told_and_the_others_go_on(
    offline: Client, clips: list[Clip], tmp_path: Path
) -> None:
    gone = Clip(tmp_path / "gone.mp4", "0" * 64, clips[0].facts)
    scores = scores_of(
        offline.session, [Subject(gone), Subject(clips[1])], ["brightness"], quiet=True
    )

    assert scores["0" * 64]["brightness"].value is None
    assert "gone.mp4" in scores["0" * 64]["brightness"].note
    assert scores[clips[1].sha256]["brightness"].value > 0


def test_progress_is_a_bar_with_figures() -> None:
    told = Scoring(4)
    told.done = 1

    assert told.line() == "█████░░░░░░░░░░░░░░░ 1 of 4 clips measured"


def test_models_and_names_are_checked(offline: Client, clips: list[Clip]) -> None:
    subjects = [Subject(clips[0])]
    with pytest.raises(errors.InvalidRequest, match="there is no metric 'total'"):
        scores_of(offline.session, subjects, ["total"])
    with pytest.raises(errors.InvalidRequest, match="models maps a metric"):
        scores_of(offline.session, subjects, models="folder")


# --- read


def test_rows_tell_value_unit_flag_and_place_within_a_prompt(clips: list[Clip]) -> None:
    prompts = ("a lake", "a lake", "a road")
    heads = [
        (Subject(clip, {"prompt": prompt}), {"cell": n})
        for n, (clip, prompt) in enumerate(zip(clips, prompts, strict=True))
    ]
    told = [(0.5, "frozen"), (0.02, None), (0.01, None)]
    scores = {
        clip.sha256: {"frozen": Score(value)} for clip, (value, _) in zip(clips, told, strict=True)
    }
    rows = score_rows(heads, scores)

    assert [row["flag"] for row in rows] == [flag for _, flag in told]
    assert [(row["place"], row["of"]) for row in rows] == [(1, 2), (2, 2), (1, 1)]
    assert {row["kind"] for row in rows} == {"flag"}
    assert {row["unit"] for row in rows} == {"0-1"}
    assert score_rows(heads, scores, blind=True) == []


def test_silence_is_a_defect_only_where_sound_was_asked_for(clips: list[Clip]) -> None:
    scores = {"silent": Score(1.0)}

    assert flags_of(Subject(clips[0], {"audio": True}), scores) == ["silent"]
    assert flags_of(Subject(clips[0], {"audio": False}), scores) == []
    assert flags_of(Subject(clips[0]), scores) == []


def test_a_request_is_read_by_role(offline: Client, clips: list[Clip]) -> None:
    clip = Clip(
        clips[0].path,
        clips[0].sha256,
        clips[0].facts,
        {"prompt": "a lake", "image_url": "image:abc.png", "generate_audio": True, "duration": 4},
        "veo-3-fast",
    )
    subject = subject_of(offline.session, clip)

    assert subject.images == {"start_image": "abc.png"}
    assert subject.asked["audio"] is True
    assert subject.asked["duration"] == 4


def test_a_grid_of_files_has_scores(
    clips: list[Clip], works: list[Work], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    grid = veo.compare(clips)
    frame = grid.scores(QUICK)

    assert len(frame) == 9
    assert sorted(frame[frame.metric == "brightness"].place) == [1, 2, 3]
    assert grid.scores(QUICK, blind=True).empty
    assert len(works) == 3
    grid.close()


def test_a_sweep_has_scores(client: Client, works: list[Work]) -> None:
    sweep = veo.sweep("a lake", model="veo-3-fast", seed=[3, 4], duration=4, client=client)
    assert sweep.scores().empty
    sweep.run().wait(90)
    frame = sweep.scores()

    assert set(frame.seed) == {3, 4}
    assert len(frame) == 2 * len([each for each in known().values() if not each.heavy])
    assert not frame.flag.dropna().any()
    assert sweep.scores(blind=True).empty
    assert sweep.scores(["motion"]).of.tolist() == [2, 2]


# --- many


def test_two_processes_give_the_same_figures_as_one(offline: Client, clips: list[Clip]) -> None:
    subjects = [Subject(clip) for clip in clips]
    scores = scores_of(offline.session, subjects, QUICK, quiet=True)

    for clip in clips:
        direct = measure(Work(clip.path, QUICK))
        assert {name: each.value for name, each in scores[clip.sha256].items()} == {
            name: each.value for name, each in direct.items()
        }
