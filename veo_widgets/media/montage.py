"""Clips as one video: a grid with its axes, or two under a moving wipe."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from veo_widgets.errors import MediaError
from veo_widgets.media.lettering import LINE, PAPER, written
from veo_widgets.media.panes import Pictures, parts_of
from veo_widgets.media.reading import opened, sound_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    import av
    import numpy as np
    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]

T = TypeVar("T")
GAP: Final = 8
RATE: Final = 48_000
CARD_S: Final = 1.5
WIPE_S: Final = 4.0
HEARD: Final = (116, 184, 78)
"""Luma and chroma of the line under the pane that is heard."""
BAR: Final = 4
CODED: Final = {"crf": "20", "preset": "medium"}
MOST_WIDE: Final = 3840


class Pane(NamedTuple):
    """A clip and its place.

    Attributes:
        path: The file.
        label: What stands above it.
        row: From the top, from 0.
        column: From the left, from 0.
    """

    path: Path
    label: str
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Montage:
    """What is shown.

    Attributes:
        panes: The clips.
        title: What the card at the beginning says; no card when empty.
        lines: What the card says below.
        fps: Frames a second.
        seconds: How long the longest clip is.
        size: Width and height of a pane, even.
        sound: The pane that is heard; ``None`` for each in turn, -1 for silence.
        wipe: Whether the second pane is wiped over the first.
    """

    panes: Sequence[Pane]
    title: str
    lines: Sequence[str]
    fps: Fraction
    seconds: float
    size: tuple[int, int]
    sound: int | None = None
    wipe: bool = False
    heard: Mapping[int, bool] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        """How many frames the clips take."""
        return max(1, round(self.seconds * self.fps))

    @property
    def card(self) -> int:
        """How many frames the card takes."""
        return round(CARD_S * self.fps) if self.title else 0

    def voice(self, frame: int) -> int:
        """Return which pane is heard at a frame; -1 for none."""
        if self.sound is not None:
            return self.sound
        voiced = [number for number, sounds in self.heard.items() if sounds]
        return voiced[frame * len(voiced) // self.frames] if voiced else -1

    def place(self, pane: Pane) -> tuple[int, int]:
        """Return the left upper corner of a pane's picture."""
        width, height = self.size
        return GAP + pane.column * (width + GAP), LINE + pane.row * (height + LINE + GAP)

    @property
    def whole(self) -> tuple[int, int]:
        """Width and height of the video, even."""
        width, height = self.size
        if self.wipe:
            return width + 2 * GAP, height + LINE + GAP
        columns = 1 + max(pane.column for pane in self.panes)
        rows = 1 + max(pane.row for pane in self.panes)
        return GAP + columns * (width + GAP), rows * (height + LINE + GAP)


def write_montage(
    montage: Montage, target: Path, progress: Callable[[float], None] = lambda _: None
) -> Path:
    """Write the video, H.264 and AAC.

    Args:
        montage: What is shown.
        target: The MP4.
        progress: Called with how much is done, from 0 to 1.

    Raises:
        MediaError: A clip does not decode, or the file cannot be written.
    """
    import av

    width, height = montage.whole
    if width > MOST_WIDE or height > MOST_WIDE:
        raise MediaError(f"the video would have {width}×{height} pixels: choose fewer clips")
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        options = {"movflags": "+faststart"}
        with ExitStack() as stack:
            sounds = {n: _samples(montage, n) for n in _voiced(montage)}
            out = stack.enter_context(av.open(str(part), "w", "mp4", options=options))
            video = out.add_stream("libx264", rate=montage.fps, options=CODED)
            video.width, video.height, video.pix_fmt = width, height, "yuv420p"
            audio = out.add_stream("aac", rate=RATE, layout="stereo") if sounds else None
            ahead = stack.enter_context(ThreadPoolExecutor(1))
            for number, planes in enumerate(early(composed(montage, stack), ahead)):
                frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
                frame.pts, frame.time_base = number, 1 / montage.fps
                out.mux(video.encode(frame))
                progress(number / (montage.card + montage.frames))
            out.mux(video.encode(None))
            if audio is not None:
                for block in _blocks(montage, sounds):
                    out.mux(audio.encode(block))
                out.mux(audio.encode(None))
        part.replace(target)
    except (av.FFmpegError, OSError) as error:
        raise MediaError(f"{target} cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)
    return target


# --- pictures


def early(frames: Iterator[T], pool: Executor) -> Iterator[T]:
    """Yield frames, each next one composed while the one before is encoded."""
    coming = pool.submit(next, frames, None)
    while (planes := coming.result()) is not None:
        coming = pool.submit(next, frames, None)
        yield planes


def composed(montage: Montage, stack: ExitStack) -> Iterator[Plane]:
    """Yield the planes of each frame, the card's first."""
    for _ in range(montage.card):
        yield _card(montage)
    base = _paper(montage)
    streams = [Pictures(pane.path, montage.size, stack) for pane in montage.panes]
    for number in range(montage.frames):
        now = number / float(montage.fps)
        canvas = base.copy()
        for index, (pane, pictures) in enumerate(zip(montage.panes, streams, strict=True)):
            x, y = montage.place(pane._replace(row=0, column=0) if montage.wipe else pane)
            _put(canvas, montage, pictures.at(now), (x, y), _cut(montage, index, now))
            if montage.voice(number) == index and not montage.wipe:
                _underline(canvas, montage, x, y + montage.size[1])
        yield canvas


def _cut(montage: Montage, index: int, now: float) -> int:
    """Return from which column of its picture a pane shows."""
    if not (montage.wipe and index):
        return 0
    share = 0.5 - 0.5 * math.cos(2 * math.pi * now / WIPE_S)
    return round(montage.size[0] * share / 2) * 2


def _paper(montage: Montage) -> Plane:
    """Return the ground: the labels on paper, and black where pictures will be."""
    import cv2
    import numpy as np

    width, height = montage.whole
    ground = np.full((height, width, 3), PAPER, np.uint8)
    wide, high = montage.size
    for pane in montage.panes:
        x, y = montage.place(pane._replace(row=0, column=0) if montage.wipe else pane)
        half = wide // 2 if montage.wipe else wide
        start = x + (half if montage.wipe and pane is not montage.panes[0] else 0)
        ground[y - LINE : y, start : start + half] = written(pane.label, half)
        ground[y : y + high, x : x + wide] = 0
    return np.asarray(cv2.cvtColor(ground, cv2.COLOR_BGR2YUV_I420), np.uint8)


def _card(montage: Montage) -> Plane:
    import cv2
    import numpy as np

    width, height = montage.whole
    ground = np.full((height, width, 3), PAPER, np.uint8)
    lines = [montage.title, *montage.lines][: max(1, height // LINE - 1)]
    top = max(0, (height - LINE * len(lines)) // 2)
    for number, line in enumerate(lines):
        y = top + number * LINE
        ground[y : y + LINE, GAP:] = written(line, width - GAP)[: height - y]
    return np.asarray(cv2.cvtColor(ground, cv2.COLOR_BGR2YUV_I420), np.uint8)


def _put(
    canvas: Plane, montage: Montage, picture: Plane | None, at: tuple[int, int], cut: int
) -> None:
    if picture is None:
        return
    (x, y), (wide, high) = at, montage.size
    goals = parts_of(canvas, *montage.whole)
    for number, (goal, source) in enumerate(zip(goals, parts_of(picture, wide, high), strict=True)):
        step = 2 if number else 1
        rows = slice(y // step, (y + high) // step)
        goal[rows, (x + cut) // step : (x + wide) // step] = source[:, cut // step :]
    if cut:
        goals[0][y : y + high, x + cut : x + cut + 2] = 235


def _underline(canvas: Plane, montage: Montage, x: int, y: int) -> None:
    wide = montage.size[0]
    for number, plane in enumerate(parts_of(canvas, *montage.whole)):
        step = 2 if number else 1
        plane[y // step : (y + BAR) // step, x // step : (x + wide) // step] = HEARD[number]


# --- sound


def _voiced(montage: Montage) -> list[int]:
    wanted = montage.heard if montage.sound is None else {montage.sound: True}
    return [n for n, sounds in wanted.items() if sounds and montage.heard.get(n)]


def _samples(montage: Montage, index: int) -> NDArray[np.float32]:
    """Return a clip's sound as two rows, as long as the video's clips."""
    import av
    import numpy as np

    length = round(montage.frames / montage.fps * RATE)
    whole = np.zeros((2, length), np.float32)
    with opened(montage.panes[index].path) as clip:
        track = sound_of(clip)
        if track is None:
            return whole
        resampler, at = av.AudioResampler("fltp", "stereo", RATE), 0
        for frame in clip.decode(track):
            for block in resampler.resample(frame):
                part = block.to_ndarray()[:, : length - at]
                whole[:, at : at + part.shape[1]] = part
                at += part.shape[1]
    return whole


def _blocks(montage: Montage, sounds: Mapping[int, NDArray[np.float32]]) -> Iterator[av.AudioFrame]:
    """Yield the sound in the encoder's frames: silence for the card, then who is heard."""
    import av
    import numpy as np

    lead, step = round(montage.card / montage.fps * RATE), float(RATE / montage.fps)
    total = lead + round(montage.frames * step)
    mixed = np.zeros((2, total), np.float32)
    for number in range(montage.frames):
        voice = montage.voice(number)
        if voice in sounds:
            start, end = round(number * step), round((number + 1) * step)
            part = sounds[voice][:, start:end]
            mixed[:, lead + start : lead + start + part.shape[1]] = part
    for start in range(0, total, 1024):
        part = np.ascontiguousarray(mixed[:, start : start + 1024])
        block = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
        yield block
