"""Input images: decoded, brought to size, set moving, morphed, cut out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from veo_widgets.storyboard.draw import Image, paste

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.storyboard.draw import Floats
    from veo_widgets.storyboard.scene import Scene
    from veo_widgets.storyboard.shot import Shot
    from veo_widgets.storyboard.world import World


def decode(data: bytes) -> Image:
    """Return an image's pixels, height x width x 3 bytes, BGR.

    Raises:
        ValueError: The bytes are no image.
    """
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("the image does not decode")
    return image


def cover(image: Image, width: int, height: int) -> Image:
    """Crop an image about its middle to a shape, then scale it to a size."""
    tall, wide = image.shape[:2]
    kept = (
        min(wide, max(1, round(tall * width / height))),
        min(tall, max(1, round(wide * height / width))),
    )
    left, top = (wide - kept[0]) // 2, (tall - kept[1]) // 2
    part = np.ascontiguousarray(image[top : top + kept[1], left : left + kept[0]])
    how = cv2.INTER_AREA if width < kept[0] else cv2.INTER_CUBIC
    return cv2.resize(part, (width, height), interpolation=how)


def exact(shot: Shot) -> dict[int, Image]:
    """Return the frames that must be the given pictures themselves, by number."""
    given = {0: shot.start, shot.frames - 1: shot.last}
    return {
        index: _bgra(cover(decode(data), shot.width, shot.height))
        for index, data in given.items()
        if data
    }


def _bgra(image: Image) -> Image:
    return cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


def parallax(scene: Scene, data: bytes, *, backwards: bool = False) -> Callable[[int], Image]:
    """Return frames of a camera that moves through a still picture.

    The first frame is the picture itself (the last one, when ``backwards``).
    Nearness is guessed from place, sharpness and colour; no weights are needed.
    """
    shot = scene.shot
    width, height, count = shot.width, shot.height, shot.frames
    image = cover(decode(data), width, height)
    near = cv2.resize(_nearness(image), (max(2, width // 8), max(2, height // 8)))
    yy, xx = np.mgrid[: near.shape[0], : near.shape[1]].astype(np.float32)
    zoom = 0.09 if scene.camera in {"dolly", "handheld"} else 0.05
    side = {"panright": 1.0, "panleft": -1.0}.get(
        scene.camera, float(scene.rng("drift").choice([-0.6, 0.6]))
    )
    middle = (near.shape[1] / 2, near.shape[0] / 2)

    def frame(index: int) -> Image:
        at = count - 1 - index if backwards else index
        share = _eased(at / max(1, count - 1))
        scale = 1 - zoom * share * (0.35 + near)
        shift = side * share * 0.025 * (near - 0.2) * near.shape[1]
        x = ((xx - middle[0]) * scale + middle[0] + shift) * 8
        y = ((yy - middle[1]) * scale + middle[1]) * 8
        if at == 0:
            return _bgra(image)
        big = [cv2.resize(m.astype(np.float32), (width, height)) for m in (x, y)]
        return _bgra(
            cv2.remap(image, big[0], big[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        )

    return frame


def morph(scene: Scene, first: bytes, last: bytes) -> Callable[[int], Image]:
    """Return frames that flow from one picture to another, both met exactly."""
    shot = scene.shot
    width, height, count = shot.width, shot.height, shot.frames
    start, end = (cover(decode(data), width, height) for data in (first, last))
    small = (width // 4, height // 4)
    level = cv2.createCLAHE(2.0, (8, 8))

    def grey(image: Image) -> Image:
        little = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
        return cv2.GaussianBlur(level.apply(cv2.cvtColor(little, cv2.COLOR_BGR2GRAY)), (0, 0), 2)

    one, two = grey(start), grey(end)
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    there, back = flow.calc(one, two, None), flow.calc(two, one, None)
    yy, xx = np.mgrid[: small[1], : small[0]].astype(np.float32)
    returned = cv2.remap(back, xx + there[..., 0], yy + there[..., 1], cv2.INTER_LINEAR)
    related = float((np.linalg.norm(there + returned, axis=2) < 2).mean())
    edge = np.minimum(np.minimum(xx, small[0] - 1 - xx), np.minimum(yy, small[1] - 1 - yy))
    calm = np.clip(edge / (0.06 * small[1]), 0, 1)[..., None] * min(1.0, related * 2.2)

    def tamed(raw: Floats) -> Floats:
        return (
            cv2.GaussianBlur(np.clip(raw, -0.12 * small[0], 0.12 * small[0]), (0, 0), 3) * calm * 4
        )

    there, back = tamed(there), tamed(back)
    xx, yy = xx * 4 + 1.5, yy * 4 + 1.5

    def warped(image: Image, by: Floats, share: float) -> Image:
        push = 1 - 0.05 * share * (1 - min(1.0, related * 2))
        x = (xx - share * by[..., 0] - width / 2) * push + width / 2
        y = (yy - share * by[..., 1] - height / 2) * push + height / 2
        maps = [cv2.resize(m.astype(np.float32), (width, height)) for m in (x, y)]
        return cv2.remap(image, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def frame(index: int) -> Image:
        if index in {0, count - 1}:
            return _bgra(start if index == 0 else end)
        share = _eased(index / max(1, count - 1))
        blend = _eased(float(np.clip((share - 0.25) / 0.5, 0, 1)))
        both = (warped(start, there, share), warped(end, back, 1 - share))
        return _bgra(cv2.addWeighted(both[0], 1 - blend, both[1], blend, 0))

    return frame


def _nearness(image: Image) -> Floats:
    small = cv2.resize(
        image, (256, max(2, 256 * image.shape[0] // image.shape[1])), interpolation=cv2.INTER_AREA
    )
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    rows = np.linspace(0, 1, len(grey), dtype=np.float32)[:, None]
    sharp = cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), 9)
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32)
    sky = lab[: max(1, len(grey) // 4)].reshape(-1, 3).mean(0)
    other = cv2.GaussianBlur(np.linalg.norm(lab - sky, axis=2), (0, 0), 5)
    depth = (
        0.5 * rows**1.3 + 0.25 * sharp / (sharp.max() + 1e-6) + 0.25 * other / (other.max() + 1e-6)
    )
    for _ in range(3):
        depth = cv2.bilateralFilter(depth.astype(np.float32), 9, 0.12, 7)
    depth = (depth - depth.min()) / (np.ptp(depth) + 1e-6)
    return cv2.GaussianBlur(depth.astype(np.float32), (0, 0), 3)


class Standee:
    """A reference image, cut out and set into the scene.

    Args:
        data: The picture's bytes.
        x: Where it stands, as a share of the width.
        size: Its height, as a share of the picture.
    """

    def __init__(self, data: bytes, x: float, size: float) -> None:
        self.x, self.size = x, size
        self._sprite = _cut_out(decode(data))
        self._scaled: Image | None = None

    def draw(self, world: World, out: Image, time: float) -> None:
        """Draw it into a frame."""
        if self._scaled is None:
            tall = self.size * world.height
            wide = tall * self._sprite.shape[1] / self._sprite.shape[0]
            shape = (max(2, round(wide)), max(2, round(tall)))
            self._scaled = cv2.resize(self._sprite, shape, interpolation=cv2.INTER_AREA)
        x, y = world.place(self.x, world.ground + 0.01, world.actor_depth, time)
        sway = math.sin(time * 0.9) * 0.004 * world.height
        paste(out, self._scaled, x - self._scaled.shape[1] / 2 + sway, y - self._scaled.shape[0])


def _cut_out(image: Image) -> Image:
    tall, wide = image.shape[:2]
    scale = 320 / max(tall, wide)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    inside = _inside(small)
    alpha = cv2.GaussianBlur(
        cv2.resize(inside, (wide, tall), interpolation=cv2.INTER_CUBIC), (0, 0), 1.5
    )
    left, top, width, height = cv2.boundingRect((alpha > 8).astype(np.uint8))
    out = np.empty((height, width, 4), np.uint8)
    part = alpha[top : top + height, left : left + width]
    picture = image[top : top + height, left : left + width]
    out[..., :3] = picture * (part[..., None] / 255)
    out[..., 3] = part
    return out


def _inside(small: Image) -> Image:
    """Return a mask of the subject; all of a picture too thin or too flat to tell."""
    height, width = small.shape[:2]
    whole = np.full((height, width), 255, np.uint8)
    if min(height, width) < 16 or np.ptp(small.reshape(-1, 3), axis=0).max() < 8:
        return whole
    mask = np.zeros((height, width), np.uint8)
    models = (np.zeros((1, 65)), np.zeros((1, 65)))
    box = (int(width * 0.08), int(height * 0.06), int(width * 0.84), int(height * 0.9))
    cv2.setRNGSeed(1)
    cv2.grabCut(small, mask, box, *models, 4, cv2.GC_INIT_WITH_RECT)
    inside = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8) * 255
    inside = cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    if 0.03 < (inside > 0).mean() < 0.97:
        return inside
    whole[:] = 0
    middle, axes = (width // 2, height // 2), (width // 2 - 4, height // 2 - 4)
    cv2.ellipse(whole, middle, axes, 0, 0, 360, 255, -1)
    return whole
