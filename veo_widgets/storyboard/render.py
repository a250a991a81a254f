"""A scene in, its frames out."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.storyboard import pictures
from veo_widgets.storyboard.card import captions
from veo_widgets.storyboard.figures.cast import cast
from veo_widgets.storyboard.places import PLACES
from veo_widgets.storyboard.weather import weather
from veo_widgets.storyboard.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future, ThreadPoolExecutor

    from veo_widgets.storyboard.draw import Image
    from veo_widgets.storyboard.scene import Scene
    from veo_widgets.storyboard.shot import Shot

AHEAD: Final = 4


def frames(scene: Scene, pool: ThreadPoolExecutor) -> Iterator[Image]:
    """Yield the frames of a scene in order, as I420 planes.

    Args:
        scene: What to draw.
        pool: Draws the next frames while the caller works on this one.

    Raises:
        ValueError: An input image does not decode.
    """
    return _ahead(pool, planes(scene), drawn(scene.shot))


def painter(scene: Scene, told: Shot | None = None) -> Callable[[int], Image]:
    """Return what draws a frame, BGRA: the scene, or the pictures that were given.

    Args:
        scene: What to draw, and how large.
        told: What the card tells, when that is another size.
    """
    shot = scene.shot
    draw, finish = _drawer(scene), _finish(scene)
    caption, exact = captions(told or shot, shot.height), pictures.exact(shot)

    def frame(index: int) -> Image:
        if index in exact:
            return exact[index].copy()
        image = draw(index)
        finish(image)
        if not shot.clean:
            caption(image, index / shot.fps)
        return image

    return frame


def planes(scene: Scene) -> Callable[[int], Image]:
    """Return what draws a frame as the encoder takes it, I420.

    A draft is drawn at half the size; given pictures are met at their full size.
    """
    shot = scene.shot
    if not shot.draft:
        paint = painter(scene)
        return lambda index: cv2.cvtColor(paint(index), cv2.COLOR_BGRA2YUV_I420)
    exact, sketch = pictures.exact(shot), painter(_halved(scene), shot)
    size = (shot.width, shot.height)

    def frame(index: int) -> Image:
        if index in exact:
            return cv2.cvtColor(exact[index], cv2.COLOR_BGRA2YUV_I420)
        return _twice(cv2.cvtColor(sketch(index), cv2.COLOR_BGRA2YUV_I420), size)

    return frame


def drawn(shot: Shot) -> list[int]:
    """Return, for each frame, the number of the one that is drawn for it."""
    last = shot.frames - 1
    if not shot.draft:
        return list(range(shot.frames))
    return [index if index in {0, last} else index // 2 * 2 for index in range(last + 1)]


def _twice(small: Image, size: tuple[int, int]) -> Image:
    """Enlarge I420 planes to a size of twice theirs, or nearly."""
    width, height = size
    rows, columns = small.shape[0] * 2 // 3, small.shape[1]
    out = np.empty((height * 3 // 2, width), np.uint8)
    cv2.resize(small[:rows], size, dst=out[:height])
    colours = small[rows:].reshape(2, rows // 2, columns // 2)
    place = out[height:].reshape(2, height // 2, width // 2)
    for number in range(2):
        cv2.resize(colours[number], (width // 2, height // 2), dst=place[number])
    return out


def _halved(scene: Scene) -> Scene:
    width, height = (max(2, side // 4 * 2) for side in (scene.shot.width, scene.shot.height))
    return replace(scene, shot=replace(scene.shot, width=width, height=height))


def _drawer(scene: Scene) -> Callable[[int], Image]:
    start, last = scene.shot.start, scene.shot.last
    if start and last:
        return pictures.morph(scene, start, last)
    if start or last:
        return pictures.parallax(scene, start or last or b"", backwards=not start)
    return world(scene).frame


def world(scene: Scene) -> World:
    """Build the world of a scene."""
    made = World(scene)
    PLACES[scene.place](made)
    cast(made)
    for number, data in enumerate(scene.shot.references):
        x = 0.5 + (number - (len(scene.shot.references) - 1) / 2) * 0.26
        made.actors.append(pictures.Standee(data, x, 0.46))
    weather(made)
    return made


def _finish(scene: Scene) -> Callable[[Image], None]:
    """Return the model's grade and the lens's vignette, done in place."""
    shot = scene.shot
    look = World(scene).look
    yy, xx = np.mgrid[: shot.height, : shot.width].astype(np.float32)
    edge = ((xx / shot.width - 0.5) / 0.62) ** 2 + ((yy / shot.height - 0.5) / 0.62) ** 2
    dark = ((1 - 0.42 * np.clip(edge - 0.18, 0, 1) ** 1.2) * 255).astype(np.uint8)
    shade = cv2.cvtColor(dark, cv2.COLOR_GRAY2BGRA)
    bar = int(shot.height * look.bars)
    colourless = scene.says("black and white|monochrome|noir")
    amount = 0.0 if colourless else look.saturation
    luma = np.array([0.114, 0.587, 0.299, 0.0], np.float32)
    grade = np.eye(4, dtype=np.float32) * amount + (1 - amount) * np.tile(luma, (4, 1))
    grade[3] = (0, 0, 0, 1)
    soft = look.soft * shot.height / 1000

    def finish(image: Image) -> None:
        if soft:
            cv2.GaussianBlur(image, (0, 0), soft, dst=image)
        if amount != 1:
            cv2.transform(image, grade, dst=image)
        cv2.multiply(image, shade, dst=image, scale=1 / 255)
        if bar:
            image[:bar, :, :3] = 0
            image[-bar:, :, :3] = 0

    return finish


def _ahead(
    pool: ThreadPoolExecutor, draw: Callable[[int], Image], numbers: list[int]
) -> Iterator[Image]:
    """Yield frames in order while the next ones are being drawn."""
    waiting = deque(dict.fromkeys(numbers))
    coming: deque[Future[Image]] = deque()
    shown, frame = -1, None
    for number in numbers:
        if number != shown:
            while waiting and len(coming) < AHEAD:
                coming.append(pool.submit(draw, waiting.popleft()))
            shown, frame = number, coming.popleft().result()
        if frame is not None:
            yield frame
