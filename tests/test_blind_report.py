"""A blind report tells no name, and its votes find their way back to what they were about."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import veo_widgets as veo
from tests.clips import coded_clip
from tests.raters import opened
from tests.reported import COSTS, MODELS, SEEDS, planted
from veo_widgets import errors
from veo_widgets._lib.files import sha256_of
from veo_widgets.core.voting import is_blind, revealed
from veo_widgets.home.blind_votes import checksum, find_map
from veo_widgets.judging.functions import merge_votes
from veo_widgets.judging.sources import of_sweep
from veo_widgets.media.download import unread
from veo_widgets.report.blind import showings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.experiment import Sweep
    from veo_widgets.report import Report

TELLING = [
    *MODELS,
    *map(str, SEEDS),
    *map(str, COSTS.values()),
    "newts",
    "request-",
    "$0",
    "Lavf",
    "x264",
]


@pytest.fixture
def sweep(tmp_path: Path) -> Iterator[Sweep]:
    with opened(tmp_path / "home") as client:
        yield planted(client, tmp_path, prompt="a newt in a pond")


def view_of(report: Report) -> dict[str, Any]:
    text = report.path.read_text("utf-8")
    found = re.search(r'<script type="application/json" id="pairs-data">(.*?)</script>', text)
    assert found
    view: dict[str, Any] = json.loads(found[1])
    return view


def answers(view: dict[str, Any], rater: str = "ana", at: float = 1000.0, **change: Any) -> Any:
    """Return a rater's file: the left one is better, each time, and the last is taken back."""
    rows = [
        {
            "id": f"{rater}-vote-{number:04d}",
            "at": at + number,
            "left": showing["left"],
            "right": showing["right"],
            "question": 0,
            "answer": "left",
            "watched": [1.0, 2.0],
        }
        for number, showing in enumerate(view["showings"])
    ]
    undo = {"id": f"{rater}-undo-0000", "at": at + 99, "left": rows[-1]["id"], "right": ""}
    rows.append({**undo, "question": 0, "answer": "undo", "watched": []})
    body = {"format": "veo-widgets blind votes", "version": 1, "report": view["report"]}
    body |= {"rater": rater, "votes": rows, **change}
    return {**body, "checksum": checksum(view["report"], body["rater"], body["votes"])}


def saved(path: Path, body: Any) -> Path:
    path.write_text(json.dumps(body), "utf-8")
    return path


def test_neither_page_nor_clips_tell_what_they_are(sweep: Sweep, tmp_path: Path) -> None:
    report = sweep.report(tmp_path / "which.html", blind=True)
    page = report.path.read_text("utf-8")
    script = page.rindex("<script>")
    told = page[:script] + page[page.index("</script>", script) :]
    clips = re.findall(r'<script type="text/plain" id="f\d+">(.*?)</script>', page)
    bytes_ = [base64.b64decode(clip) for clip in clips]
    records = [record for _, record in sweep.cells()]
    secret = TELLING + [str(name) for r in records for name in (r.id, r.sha256, r.request_id)]

    assert len(clips) == 4
    assert all(data[4:8] == b"ftyp" for data in bytes_)
    assert not [word for word in secret if word in re.sub(r'id="f\d+">[^<]*', "", told)]
    assert not [
        word for word in secret for data in bytes_ if word != "$0" and word.encode() in data
    ]
    assert not [model for model in MODELS if model in page]
    assert not list(sweep.client.home.blind.iterdir())
    assert report.leaves == ("4 clips without names", "their prompts")
    hidden = sweep.report(tmp_path / "hidden.html", blind=True, prompts=False)
    assert "newt" not in hidden.path.read_text("utf-8")


def test_votes_come_back_once_and_then_the_names_are_told(sweep: Sweep, tmp_path: Path) -> None:
    report = sweep.report(tmp_path / "which.html", blind=True, questions=["Sharper?"])
    view = view_of(report)
    with pytest.raises(errors.InvalidRequest, match="merge votes first"):
        report.reveal()
    file = saved(tmp_path / "ana.json", answers(view))
    new = merge_votes(file, client=sweep.client)
    shelf = sweep.client.session.ledger.votes
    votes = [vote for vote in shelf.of("newts") if vote.kind == "pair"]

    assert new == len(view["showings"]) + 1
    assert merge_votes(file, client=sweep.client) == 0
    assert {(vote.rater, vote.question, vote.blind) for vote in votes} == {
        ("ana", "Sharper?", True)
    }
    assert {clip for vote in votes for clip in vote.clips} == of_sweep(sweep).clips
    assert sweep.verdict().together[0].votes == len(votes) - 1
    opened_ = report.reveal()
    assert opened_.path.name == "which-open.html"
    assert MODELS[0] in opened_.path.read_text("utf-8")
    told = revealed(shelf.of("newts"))
    assert ("newts", "ana") in told
    assert all(is_blind(vote, told) for vote in votes)
    late = saved(tmp_path / "late.json", answers(view, "ana", at=4e9))
    with pytest.raises(errors.InvalidRequest, match="changed by hand"):
        merge_votes(late, client=sweep.client)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"version": 2}, "version 2"),
        ({"rater": " "}, "who voted"),
        ({"votes": {}}, "no list of votes"),
        ({"report": "0" * 32}, "did not write"),
        ({"report": "../../x"}, "did not write"),
        (
            {"votes": [{"id": "1" * 8, "at": 1, "left": "x", "right": "y", "answer": "left"}]},
            "vote 1 of 1",
        ),
    ],
)
def test_what_is_no_answer_to_this_report_is_refused(
    sweep: Sweep, tmp_path: Path, change: dict[str, Any], word: str
) -> None:
    view = view_of(sweep.report(tmp_path / "which.html", blind=True))
    file = saved(tmp_path / "bad.json", answers(view, **change))
    with pytest.raises(errors.InvalidRequest, match=word):
        merge_votes(file, client=sweep.client)
    body = answers(view)
    body["votes"][0]["answer"] = "right"
    with pytest.raises(errors.InvalidRequest, match="did not come whole"):
        merge_votes(saved(tmp_path / "changed.json", body), client=sweep.client)

    assert not sweep.client.session.ledger.votes.of("newts")
    assert find_map(sweep.client.home, view["report"])


def test_what_differs_is_evened_out_and_said(
    tmp_path: Path, widgets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    files = [
        coded_clip(tmp_path / f"veo-{n}.mp4", 12 + 12 * n, 320, 180, 60 * n, sound=n > 0)
        for n in range(3)
    ]
    report = veo.compare(files).report(f"{tmp_path}/pairs/", blind=True)
    page = (report.path / "index.html").read_text("utf-8")
    media = sorted((report.path / "media").iterdir())

    assert "Clips end with the shortest" in page
    assert "All clips are silent" in page
    assert "veo-1" not in page
    assert all(re.fullmatch(r"[0-9a-f]{16}\.mp4", path.name) for path in media)
    assert not any(veo.Clip.open(path).has_audio for path in media)
    assert {round(veo.Clip.open(path).duration, 2) for path in media} == {0.5}


def test_a_frame_more_tells_nothing_and_what_cannot_be_hidden_is_said(
    tmp_path: Path, widgets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    sizes = {"short": (24, 24, 320), "long": (25, 24, 320), "quick": (30, 30, 640)}
    short, long, quick = (
        coded_clip(tmp_path / f"{name}.mp4", frames, wide, 180, fps=fps)
        for name, (frames, fps, wide) in sizes.items()
    )
    even = veo.compare([short, long]).report(f"{tmp_path}/even/", blind=True)
    odd = veo.compare([short, quick]).report(tmp_path / "odd.html", blind=True)

    frames = [veo.Clip.open(path).facts.frames for path in (even.path / "media").iterdir()]
    assert frames == [24, 24]
    assert even.warnings == ()
    assert odd.warnings == (
        "clips of a pair differ in size and frames a second: who knows models may tell by it",
    )


def test_a_clip_that_does_not_decode_is_left_out_alone(
    tmp_path: Path, widgets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    paths = [coded_clip(tmp_path / f"{n}.mp4", 24, 320, 180, 60 * n, sound=True) for n in range(2)]
    odd = tmp_path / "odd.mp4"
    odd.write_bytes(b"\0\0\0\x10ftypisom" + bytes(99))
    clips = [*map(veo.Clip.open, paths), veo.Clip(odd, sha256_of(odd), unread(115))]
    report = veo.compare(clips).report(f"{tmp_path}/pairs/", blind=True)
    copies = [veo.Clip.open(path) for path in (report.path / "media").iterdir()]

    assert report.warnings == ("1 clip cannot be shown blind and is left out",)
    assert [(clip.facts.frames, clip.has_audio) for clip in copies] == [(24, True)] * 2


def test_lengths_that_cannot_be_evened_out_are_said(
    tmp_path: Path, widgets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    paths = [
        coded_clip(tmp_path / f"{fps}.mp4", frames, 320, 180, fps=fps)
        for fps, frames in ((24, 22), (25, 50))
    ]
    report = veo.compare(paths).report(tmp_path / "odd.html", blind=True)

    (warning,) = report.warnings
    assert warning.startswith(
        "clips of a pair differ in frames a second and length, by up to 0.04 s: who knows"
    )


def test_each_pair_is_shown_once_and_sides_are_in_balance(sweep: Sweep) -> None:
    comparison = of_sweep(sweep)
    order = showings(comparison, ["model"], 0)
    once = {frozenset((shown.left, shown.right)) for shown in order if not shown.repeat}

    assert len(once) == len(comparison.pairs(["model"]))
    assert order == showings(comparison, ["model"], 0)


def test_whoever_knows_the_kit_cannot_count_out_which_pair_is_which(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[int] = []

    def watched(comparison: Any, axes: Any, seed: int) -> Any:
        seeds.append(seed)
        return showings(comparison, axes, seed)

    monkeypatch.setattr("veo_widgets.report.blind.showings", watched)
    for number in range(2):
        sweep.report(tmp_path / f"{number}.html", blind=True)
    assert seeds[0] != seeds[1]
    assert min(seeds) > 2**32
    orders = {
        tuple((shown.left, shown.right) for shown in showings(of_sweep(sweep), ["model"], seed))
        for seed in range(40)
    }
    assert len(orders) == 8
