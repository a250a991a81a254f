"""What a player does with its clip: frames over the seek bar, a star, the call that made it."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import av
import pytest

from tests.clips import coded_clip
from tests.press import press, sent
from veo_widgets import errors
from veo_widgets.experiment import open_sweep
from veo_widgets.home.takes import NOTE, STAR, is_starred, mark, marks
from veo_widgets.media import Clip
from veo_widgets.view.sources.sweep import SweepSource
from veo_widgets.widgets import VideoPlayer
from veo_widgets.widgets.job import JobWidget

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client

pytestmark = pytest.mark.usefixtures("widgets")


def answered(player: VideoPlayer, message: dict[str, Any]) -> tuple[dict, list]:
    """Return a player's answer, which comes from another thread."""
    came, out = threading.Event(), []

    def take(content: dict, buffers: list | None = None) -> None:
        out.append((content, buffers or []))
        came.set()

    player.send = take
    press(player, message)
    assert came.wait(60)
    return out[0]


def test_the_frames_are_made_when_they_are_asked_for(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    sha256 = player.clip["sha256"]
    question = {"type": "read_strip", "id": "1", "sha256": sha256, "start": 0, "length": 4}
    answer, (part,) = answered(player, question)

    assert answer == {"type": "chunk", "id": "1", "error": None}
    assert part[:3] == b"\xff\xd8\xff"


def test_the_frames_of_a_broken_clip_are_refused_in_words(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    derived = player._derived(player._source)
    derived._run = _broken
    question = {"type": "read_strip", "id": "1", "start": 0, "length": 4}
    answer, parts = answered(player, {**question, "sha256": player.clip["sha256"]})

    assert (answer["error"], parts) == ("it does not decode", [])


def _broken(*_: object) -> None:
    raise errors.MediaError("it does not decode")


def test_where_no_aac_is_heard_the_clip_comes_with_mp3_and_its_own_pictures(
    tmp_path: Path,
) -> None:
    clip = coded_clip(tmp_path / "a.mp4", frames=24, sound=True)
    player = VideoPlayer(clip)
    question = {"type": "read_mp3", "id": "1", "start": 0, "length": 4_000_000}
    answer, (data,) = answered(player, {**question, "sha256": player.clip["sha256"]})
    with av.open(io.BytesIO(data)) as copy, av.open(clip) as original:
        names = [stream.codec_context.name for stream in copy.streams]
        seconds = float(copy.streams.audio[0].duration * copy.streams.audio[0].time_base)

        assert answer == {"type": "chunk", "id": "1", "error": None}
        assert names == ["h264", "mp3float"]
        assert seconds == pytest.approx(1, abs=0.05)
        assert pictures(copy) == pictures(original)


def pictures(container: av.container.InputContainer) -> list[tuple[int | None, bytes]]:
    packets = container.demux(container.streams.video[0])
    return [(packet.pts, bytes(packet)) for packet in packets if packet.size]


def test_a_silent_clip_has_no_copy_with_mp3(tmp_path: Path) -> None:
    clip = coded_clip(tmp_path / "a.mp4", frames=4)
    player = VideoPlayer(clip)
    question = {"type": "read_mp3", "id": "1", "start": 0, "length": 4}
    answer, parts = answered(player, {**question, "sha256": player.clip["sha256"]})

    assert "has no sound" in answer["error"]
    assert not parts


def test_a_retried_job_takes_its_player_along(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=5)
    job.wait(90)
    first = client.submit("veo-3-fast", prompt="a hill", duration=4, seed=6)
    shown = JobWidget(first)
    shown.follow(job)

    assert shown.job["id"] == job.id
    assert shown.clip["sha256"] == job.clip.sha256


def test_the_place_of_a_clip_has_the_shape_that_its_model_makes(client: Client) -> None:
    job = client.submit("veo-3.1-fast", prompt="a lake", duration=4)
    assert list(JobWidget(job).shape) == [1920, 1080]
    sweep = open_sweep(client, {"prompt": "a lake", "model": "veo-3.1-fast", "seed": [1, 2]})
    assert [cell["shape"] for cell in SweepSource(sweep).sheet().cells] == [[1920, 1080]] * 2


def test_a_star_is_the_jobs_and_leaves_its_note(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=3)
    job.wait(90)
    shown = JobWidget(job)
    ledger = client.session.ledger
    mark(ledger, [job.id], {STAR: None, NOTE: "calm"})
    press(shown, {"type": "star", "starred": True})

    assert shown.starred is True
    assert marks(ledger, [job.id]) == {f"{STAR}{job.id}": "1", f"note {job.id}": "calm"}
    assert JobWidget(job).starred is True
    press(shown, {"type": "star", "starred": False})
    assert not is_starred(ledger, job.id)


@pytest.mark.parametrize(
    ("given", "told"), [(None, "est. $0.40–0.80"), ("a dollar", "est. a dollar")]
)
def test_a_clips_own_estimate_is_shown_unless_another_is_given(
    mp4: Path, given: str | None, told: str
) -> None:
    clip = replace(Clip.open(mp4), estimate=(0.4, 0.8))
    player = VideoPlayer()
    player.show(clip, given)
    (cost,) = (fact for fact in player.clip["facts"] if fact["name"] == "cost")

    assert cost["asked"] == told
    assert told in player.still()


def test_a_clip_of_no_known_job_has_no_star(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    out = sent(player)
    press(player, {"type": "star", "starred": True})

    assert player.starred is None
    assert out[0][0]["error"] == "no job of this clip is known"


def test_the_call_that_made_a_clip_is_known(client: Client, mp4: Path) -> None:
    clip = client.run("veo-3-fast", prompt="a lake", duration=4, seed=3)

    assert "prompt='a lake'" in VideoPlayer(clip).clip["code"]
    assert VideoPlayer(mp4).clip["code"] == ""
