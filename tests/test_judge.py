"""Blind pairs as a widget: nothing in its state, messages and bytes tells what a clip is."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.clips import coded_clip
from tests.press import press, said, sent
from veo_widgets import errors
from veo_widgets._lib.files import sha256_of
from veo_widgets.core.voting import standing
from veo_widgets.experiment import open_sweep
from veo_widgets.media import Clip, probe
from veo_widgets.media.download import unread
from veo_widgets.view.judge import gains
from veo_widgets.widgets.judge import Judge

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep

pytestmark = pytest.mark.usefixtures("widgets")
MODELS = ("veo-3.1-fast", "veo-3-fast")


@pytest.fixture
def sweep(client: Client) -> Sweep:
    """Return a sweep of two models, made by a local server."""
    sweep = open_sweep(
        client,
        {
            "name": "newt",
            "prompt": "a newt in a pond",
            "model": list(MODELS),
            "seed": 90017,
            "duration": 4,
        },
    )
    return sweep.run(budget=50).wait(timeout=120)


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return three loose clips; one is longer, one is silent."""
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    return [
        coded_clip(
            tmp_path / f"veo-{n}-secret.mp4", frames=24 + 12 * (n == 2), hue=hue, sound=n > 0
        )
        for n, hue in enumerate((40, 120, 200))
    ]


def shown(judge: Judge, *, seconds: float = 60.0) -> dict[str, Any]:
    """Return the pair that is shown, once its copies and the next pair's are made."""
    there = threading.Event()

    def look(_: object = None) -> None:
        if judge.pair is not None and judge.upcoming is not None:
            there.set()

    judge.observe(look, ["pair", "upcoming"])
    look()
    assert there.wait(seconds), judge.notice
    pair: dict[str, Any] = judge.pair
    return pair


def begin(judge: Judge, **remedies: str) -> dict[str, Any]:
    press(judge, {"type": "begin_judging", "remedies": remedies, "carded": False})
    return shown(judge)


def vote(judge: Judge, answer: str = "left", watched: float = 2.0) -> None:
    pair = shown(judge)
    message = {"type": "answer", "pair": pair["id"], "question": judge.question, "answer": answer}
    press(judge, {**message, "left": watched, "right": watched})


def read(judge: Judge, clip: str) -> bytes:
    out = sent(judge)
    press(judge, {"type": "read_blind", "id": "1", "clip": clip, "start": 0, "length": 8_000_000})
    del judge.send
    (answer, buffers) = out[-1]
    assert answer["error"] is None
    return bytes(buffers[0])


def test_nothing_of_a_judgement_tells_what_the_clips_are(sweep: Sweep) -> None:
    records = [record for _, record in sweep.cells()]
    telling = [*MODELS, "90017", "$", *(f" {record.cost}," for record in records)]
    telling += [str(text) for r in records for text in (r.sha256, r.request_id, r.id)]
    judge = Judge(sweep, by="model")
    begin(judge)
    out = sent(judge)
    states = []
    for answer in ("left", "tie", "both bad", "skip", "right"):
        vote(judge, answer)
        states.append(judge.get_state())
    del judge.send
    code = {"_esm", "_code", "_hash", "_css", "layout", "style"}
    text = json.dumps([{k: v for k, v in s.items() if k not in code} for s in states], default=str)
    text += json.dumps([message for message, _ in out]) + judge.still()

    assert not [word for word in telling if word in text.replace("IPY_MODEL_", "")]
    for pair in (judge.pair, judge.upcoming):
        for side in ("left", "right"):
            data = read(judge, pair[side]["id"])
            assert data[4:8] == b"ftyp"
            words = [*telling[:3], "newt", "pond", "STORYBOARD", "Lavf", "x264"]
            assert not [word for word in words if word.encode() in data]
    folder = next((sweep.client.home.blind).iterdir())
    assert not [path for path in folder.iterdir() if any(w in path.name for w in telling[:3])]
    judge.close()
    assert not list(sweep.client.home.blind.iterdir())


def test_votes_are_in_the_ledger_before_the_next_pair_shows(clips: list[Path]) -> None:
    judge = Judge(clips, by="clip", rater="ana", questions=["Sharper?", "Louder?"])
    begin(judge)
    shelf, name = judge._owner.ledger.votes, judge._sitting.comparison.id
    seen = []
    judge.observe(lambda _: seen.append(len(shelf.of(name))), ["pair", "question"])
    first = judge.pair
    vote(judge, "left")

    assert judge.pair == first
    assert judge.question == 1
    shown(judge)
    following = judge.upcoming
    vote(judge, "tie")
    assert judge.question == 0
    assert judge.pair == following
    assert seen[0] == 1
    given = shelf.of(name)
    assert [(v.answer, v.question, v.rater, v.blind) for v in given] == [
        ("left", "Sharper?", "ana", True),
        ("tie", "Louder?", "ana", True),
    ]
    assert given[0].watched == (2.0, 2.0)
    press(judge, {"type": "undo_answer"})
    assert judge.question == 1
    assert [v.answer for v in standing(shelf.of(name))] == ["left"]


def test_every_answer_shows_another_pair_if_only_by_its_id(clips: list[Path]) -> None:
    judge = Judge(clips)
    begin(judge)
    ids = []
    for _ in range(20):
        ids.append(shown(judge)["id"])
        vote(judge)

    assert len({*ids}) == len(ids)


def test_what_was_answered_or_not_watched_is_no_vote(clips: list[Path]) -> None:
    judge = Judge(clips)
    pair = begin(judge)
    vote(judge, watched=0.1)
    vote(judge)
    out = sent(judge)
    message = {"type": "answer", "pair": pair["id"], "question": 0, "answer": "left"}
    press(judge, {**message, "left": 2.0, "right": 2.0})
    press(judge, {**message, "pair": judge.pair["id"], "answer": "best", "left": 2.0, "right": 2})

    assert judge.progress["votes"] == 1
    assert said(out, "error")[0]["error"] == "this was answered already"
    assert "'left' or 'right'" in said(out, "error")[1]["error"]


def test_a_second_widget_goes_on_where_the_first_one_was(clips: list[Path]) -> None:
    judge = Judge(clips)
    begin(judge)
    for answer in ("left", "right", "tie"):
        vote(judge, answer)
    ask = [judge._sitting.clip(id_) for id_ in (judge._ask.left, judge._ask.right)]
    again = Judge(clips)
    begin(again)

    assert again.progress["votes"] == 3
    assert [again._sitting.clip(id_) for id_ in (again._ask.left, again._ask.right)] == ask


def test_what_differs_is_said_before_the_first_vote_and_evened_out(clips: list[Path]) -> None:
    judge = Judge(clips)
    rows = {row["about"]: row for row in judge.fair["rows"]}

    assert rows["Sound"]["text"] == "In 2 of 3 pairs one clip is silent."
    assert rows["Length"]["text"] == "In 2 of 3 pairs one clip is longer."
    assert (judge.pair, judge.fair["telling"]) == (None, 0)
    begin(judge, Sound="mend", Length="mend")
    for side in ("left", "right"):
        path = judge._desk.file(judge.pair[side]["id"])
        facts = probe(path)
        assert (facts.has_audio, facts.frames) == (False, 24)


def test_of_a_clip_that_does_not_decode_nothing_is_said_to_differ(
    tmp_path: Path, clips: list[Path]
) -> None:
    odd = tmp_path / "odd.mp4"
    odd.write_bytes(b"\0\0\0\x10ftypisom" + bytes(99))
    alike = [Clip.open(coded_clip(tmp_path / f"{n}.mp4", hue=60 * n, sound=True)) for n in (1, 2)]
    judge = Judge([*alike, Clip(odd, sha256_of(odd), unread(115))])
    shorter = Judge([*map(Clip.open, clips), Clip(odd, sha256_of(odd), unread(115))])
    lengths = next(row for row in shorter.fair["rows"] if row["about"] == "Length")

    assert judge.fair["rows"] == []
    assert lengths["text"] == "In 2 of 3 pairs one clip is longer."


def test_clips_are_left_out_and_one_at_least_stays(clips: list[Path]) -> None:
    judge = Judge(clips)
    silent = sha256_of(clips[0])
    begin(judge, Sound="leave out")

    assert silent not in judge._sitting.comparison.clips
    other = Judge(clips[:2])
    out = sent(other)
    message = {"type": "begin_judging", "remedies": {"Sound": "leave out"}, "carded": False}
    press(other, message)
    assert "nothing to judge" in said(out, "error")[0]["error"]
    assert other.phase == "fairness"


def test_a_preview_that_cannot_be_cleaned_is_left_out_or_its_vote_is_not_blind(
    mp4: Path, clips: list[Path]
) -> None:
    judge = Judge([mp4, *clips])
    assert judge.fair["telling"] == 1
    begin(judge)
    assert sha256_of(mp4) not in judge._sitting.comparison.clips

    open_ = Judge([mp4, clips[0]])
    press(open_, {"type": "begin_judging", "remedies": {}, "carded": True})
    vote(open_)
    (cast,) = open_._owner.ledger.votes.of(open_._sitting.comparison.id)
    assert not cast.blind


def test_after_the_reveal_there_is_a_verdict_and_no_vote(clips: list[Path]) -> None:
    judge = Judge(clips)
    with pytest.raises(errors.InvalidRequest, match="vote first"):
        judge.reveal()
    begin(judge)
    vote(judge)
    press(judge, {"type": "reveal"})

    assert (judge.phase, judge.pair) == ("revealed", None)
    assert "Too early" in judge.verdict_page
    assert "veo-1-secret" in judge.verdict_page
    out = sent(judge)
    press(judge, {"type": "undo_answer"})
    assert said(out, "error")
    assert Judge(clips).phase == "revealed"


def test_votes_from_python_are_kept_and_are_not_blind(clips: list[Path]) -> None:
    judge = Judge(clips, rater="ben")
    for answer in ("left", "right", "skip"):
        judge.vote(answer)
    votes = judge._owner.ledger.votes.of(judge._sitting.comparison.id)

    assert [vote.blind for vote in votes] == [False] * 3
    assert judge.progress["votes"] == 2
    with pytest.raises(errors.InvalidRequest, match="an answer is"):
        judge.vote("up")


@pytest.mark.parametrize(
    ("levels", "factors"),
    [
        ((-23.0, -23.0), [1.0, 1.0]),
        ((-17.0, -29.0), [0.501, 1.995]),
        ((-23.0, -43.0), [0.398, 3.981]),
        ((None, -23.0), [1.0, 1.0]),
    ],
)
def test_both_sides_are_equally_loud(
    levels: tuple[float | None, ...], factors: list[float]
) -> None:
    assert gains(levels) == pytest.approx(factors, abs=1e-3)
