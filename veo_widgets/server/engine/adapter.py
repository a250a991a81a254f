"""The storyboard as an engine: a spec becomes its shot, its frames and sound an MP4."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets._lib.loudness import levelled
from veo_widgets.server.engine.base import Cancelled, Capabilities, Rendered
from veo_widgets.server.engine.encode import encode
from veo_widgets.storyboard import TAG, Scene, Shot, frames, read_scene, soundtrack

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
        scene = read_scene(shot_of(spec))
        with ThreadPoolExecutor(THREADS) as pool:
            sound = pool.submit(track, scene) if spec.sound else None
            planes = _watched(frames(scene, pool), spec.frames, progress, cancelled)
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
