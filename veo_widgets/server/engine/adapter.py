"""The storyboard as an engine: a spec becomes its shot, its frames and sound an MP4."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import av
import cv2
import numpy as np

from veo_widgets._lib.loudness import levelled
from veo_widgets.server.containers import opened
from veo_widgets.server.engine.base import Cancelled, Capabilities, Rendered
from veo_widgets.server.engine.encode import encode
from veo_widgets.storyboard import RATE, TAG, Scene, Shot, frames, read_scene, soundtrack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from veo_widgets.server.engine.spec import RenderSpec

THREADS: Final = 2


class StoryboardEngine:
    """Draws what a prompt names as a moving storyboard; needs no weights."""

    name = "storyboard"

    def capabilities(self) -> Capabilities:
        """Return that it takes all that the Veo models take."""
        return Capabilities(
            sound=True, start=True, last=True, references=True, negative=True, repeats=True
        )

    def render(
        self,
        spec: RenderSpec,
        progress: Callable[[float], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Rendered:
        """Draw, sound and encode one clip.

        Raises:
            Cancelled: ``cancelled`` said so.
            ValueError: An input image does not decode.
        """
        cv2.setNumThreads(1)
        scenes = [read_scene(shot) for shot in shots_of(spec)]
        with ThreadPoolExecutor(THREADS) as pool:
            sound = pool.submit(heard, spec, scenes) if spec.sound else None
            drawn = chain.from_iterable(frames(scene, pool) for scene in scenes)
            planes = _watched(drawn, spec.frames, progress, cancelled)
            data = encode(spec, planes, sound.result if sound else None, metadata(spec))
        return Rendered(data, spec.frames)


def shot_of(spec: RenderSpec) -> Shot:
    """Return what the storyboard needs to know of a spec."""
    return Shot(
        model=spec.model,
        prompt=spec.prompt,
        seed=spec.seed,
        width=spec.width,
        height=spec.height,
        seconds=spec.seconds,
        fps=spec.fps,
        negative=spec.negative,
        start=spec.start,
        last=spec.last,
        references=spec.references,
        draft=spec.draft,
        clean=spec.clean,
    )


def shots_of(spec: RenderSpec) -> list[Shot]:
    """Return the shots of a spec, which together have its frames: one, unless it lists several."""
    whole = shot_of(spec)
    shots, begin, until = [], 0, 0.0
    for number, (prompt, seconds) in enumerate(spec.shots):
        until += seconds
        is_last = number == len(spec.shots) - 1
        end = spec.frames if is_last else min(round(until * spec.fps), spec.frames)
        if end > begin:
            start, last = whole.start if begin == 0 else None, whole.last if is_last else None
            length = (end - begin) / spec.fps
            shots.append(replace(whole, prompt=prompt, seconds=length, start=start, last=last))
        begin = max(begin, end)
    return shots or [whole]


def heard(spec: RenderSpec, scenes: list[Scene]) -> NDArray[np.float32]:
    """Return what a clip sounds like: what it was given, else its scenes one after the other."""
    if spec.heard is None:
        return np.concatenate([track(scene) for scene in scenes], axis=1)
    count = round(spec.seconds * RATE)
    given = samples(spec.heard, count)
    return np.pad(given, ((0, 0), (0, count - given.shape[1])))


def samples(data: bytes, count: int) -> NDArray[np.float32]:
    """Return the first samples of a sound file, two channels at 48 kHz.

    Raises:
        ValueError: It does not decode.
    """
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
    parts: list[NDArray[Any]] = [np.zeros((2, 0), np.float32)]
    left = count
    try:
        with opened(data) as file:
            for frame in file.decode(audio=0):
                fresh = [part.to_ndarray() for part in resampler.resample(frame)]
                parts += fresh
                left -= sum(part.shape[1] for part in fresh)
                if left <= 0:
                    break
    except (av.FFmpegError, IndexError) as error:
        raise ValueError(f"the sound does not decode: {error}") from None
    joined: NDArray[np.float32] = np.concatenate(parts, axis=1)[:, :count]
    return joined


def track(scene: Scene) -> NDArray[np.float32]:
    """Return a scene's sound, two channels of samples at 48 kHz, at -16 LUFS."""
    return levelled(soundtrack(scene)).astype(np.float32)


def metadata(spec: RenderSpec) -> dict[str, str]:
    """Return what the file says of itself: that it is no Veo clip, and its spec.

    A clean one says nothing.
    """
    if spec.clean:
        return {}
    return {"comment": TAG, "description": json.dumps(spec.as_json(), sort_keys=True)}


def _watched(
    planes: Iterator[NDArray[np.uint8]],
    count: int,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Iterator[NDArray[np.uint8]]:
    for number, frame in enumerate(planes):
        if cancelled():
            raise Cancelled
        progress(number / count)
        yield frame
