"""Files as people have them: each kind read, stilled and copied by presentation time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import av
import cv2
import numpy as np
import pytest

from tests.clips import KINDS, coded_clip, number_of
from tools import kinds as kinds_tool
from veo_widgets.media import Clip, VideoInfo, frame_png, poster, probe
from veo_widgets.media.derive import derive
from veo_widgets.media.facts import ROUNDING_S

if TYPE_CHECKING:
    from pathlib import Path


class Kind(NamedTuple):
    """What is true of a file; its first frame says ``first``."""

    name: str
    frames: int = 48
    size: tuple[int, int] = (240, 136)
    duration: float = 2.0
    length: float = 2.0
    start: float = 0.0
    codecs: tuple[str, str] = ("h264", "")
    first: int = 0
    turned: bool = False


KNOWN = [
    Kind("rot90.mp4", size=(136, 240), codecs=("h264", "aac"), turned=True),
    Kind("late_video.mp4", 50, length=2.8, start=0.8, codecs=("h264", "aac")),
    Kind("vfr.mp4", 80, duration=4.0, length=4.0, codecs=("h264", "aac")),
    Kind("trimmed.mp4", codecs=("h264", "aac"), first=72),
    Kind("sound_longer.mp4", length=3.5, codecs=("h264", "aac")),
    Kind("sound_longer.mkv", length=3.52, codecs=("h264", "aac")),
    Kind("sound_longer.webm", length=3.201, codecs=("vp8", "opus")),
    Kind("sound_shorter.mp4", codecs=("h264", "aac")),
    Kind("live.webm", codecs=("vp8", "")),
    Kind("hevc10.mp4", codecs=("hevc", "")),
    Kind("mpeg4.mp4", codecs=("mpeg4", "")),
    Kind("odd_444.mp4", size=(241, 137)),
    Kind("cp1251_title.mp4"),
    Kind("unknown_sound.mp4"),
    Kind("film.avi", 12, duration=0.5, length=0.5, codecs=("mpeg4", "")),
]
kinds = pytest.mark.parametrize("kind", KNOWN, ids=[kind.name for kind in KNOWN])


def numbered(image: Any, kind: Kind) -> int:
    """Read a frame's number from a picture of any colours that was turned upright."""
    gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return number_of(np.rot90(gray) if kind.turned else gray)


def decoded(data: bytes) -> Any:
    """Return a still's pixels."""
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


@kinds
def test_facts_are_of_what_is_presented(kind: Kind) -> None:
    facts = probe(KINDS / kind.name)

    assert (facts.width, facts.height, facts.frames) == (*kind.size, kind.frames)
    assert (facts.duration, facts.length) == pytest.approx((kind.duration, kind.length), abs=0.01)
    assert facts.start == kind.start
    assert (facts.video_codec, facts.audio_codec) == kind.codecs
    assert facts.has_audio == bool(kind.codecs[1])
    assert (bool(facts.times), facts.uneven) == (kind.name == "vfr.mp4",) * 2


@kinds
def test_frames_are_counted_as_they_decode(kind: Kind) -> None:
    facts = probe(KINDS / kind.name)
    with av.open(KINDS / kind.name, metadata_errors="replace") as container:
        times = [frame.time for frame in container.decode(video=0)]

    assert list(facts.starts()) == pytest.approx(times, abs=ROUNDING_S)
    assert [facts.frame_at(time) for time in times] == list(range(facts.frames))
    middles = [facts.time_of(number) for number in range(facts.frames)]
    assert [facts.frame_at(time) for time in middles] == list(range(facts.frames))


@kinds
def test_a_still_is_the_frame_on_the_screen(kind: Kind) -> None:
    path = KINDS / kind.name
    facts = probe(path)
    for number in {0, 1, facts.frames // 2, facts.frames - 2, facts.frames - 1}:
        image = decoded(frame_png(path, facts.time_of(number)))
        assert image.shape[:2] == (kind.size[1], kind.size[0])
        assert numbered(image, kind) == kind.first + number


@kinds
def test_the_poster_is_the_first_frame_upright(kind: Kind) -> None:
    image = decoded(poster(KINDS / kind.name))

    assert image.shape[:2] == (kind.size[1], kind.size[0])
    assert numbered(image, kind) == kind.first


@kinds
def test_a_proxy_keeps_moments_frames_and_sound(kind: Kind, tmp_path: Path) -> None:
    clip = Clip.open(KINDS / kind.name)
    derive(clip.path, tmp_path, clip.sha256)
    proxy = tmp_path / f"{clip.sha256}.proxy.mp4"
    facts = probe(proxy)
    with av.open(proxy) as container:
        frames = [(frame.time, frame) for frame in container.decode(video=0)]
        numbers = [numbered(frame.to_ndarray(format="gray"), kind) for _, frame in frames]

    assert numbers == list(range(kind.first, kind.first + kind.frames))
    assert [time for time, _ in frames] == pytest.approx(list(clip.facts.starts()), abs=ROUNDING_S)
    assert (facts.width, facts.height) == tuple(round(side / 2) * 2 for side in kind.size)
    assert heard(proxy) == pytest.approx(heard(clip.path), abs=0.03)
    strip = cv2.imread(str(tmp_path / f"{clip.sha256}.strip.jpg"))
    assert strip.shape[0] == pytest.approx(192 * kind.size[1] / kind.size[0], abs=2)


def heard(path: Path) -> list[float]:
    """Return when a file's sound begins and ends; nothing without one that decodes."""
    with av.open(path, metadata_errors="replace") as container:
        if not container.streams.audio or container.streams.audio[0].codec_context is None:
            return []
        parts = list(container.decode(audio=0))
    return [float(parts[0].time or 0), float(parts[-1].time or 0)]


@pytest.mark.parametrize("fps", ["24", "25", "30000/1001", "24000/1001", "60"])
def test_stills_are_true_at_every_rate(fps: str, tmp_path: Path) -> None:
    path = coded_clip(tmp_path / "a.mp4", 40, 240, 136, fps=fps)
    facts = probe(path)

    assert facts.times == ()
    for number in range(40):
        at = (number + 0.5) / facts.fps
        assert facts.frame_at(at) == number
        assert number_of(cv2.cvtColor(decoded(frame_png(path, at)), cv2.COLOR_BGR2GRAY)) == number


def test_facts_written_down_are_read_again() -> None:
    facts = probe(KINDS / "vfr.mp4")
    told = facts.as_dict()

    assert VideoInfo.from_dict(told) == facts
    older = {name: told[name] for name in told if name not in {"start", "length", "times"}}
    assert VideoInfo.from_dict({**older, "of_a_newer_version": 1}).frames == facts.frames


def test_the_page_is_tested_with_the_facts_of_today() -> None:
    written = json.loads(kinds_tool.FACTS.read_text("utf-8"))

    assert written == json.loads(kinds_tool.facts())
