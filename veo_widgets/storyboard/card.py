"""The honest words on the picture: a tag that stays and a card that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.storyboard.draw import Image, over

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.storyboard.shot import Shot

TAG: Final = "STORYBOARD PREVIEW · local renderer, not Veo"
LINES: Final = 3


def captions(shot: Shot, height: int | None = None) -> Callable[[Image, float], None]:
    """Return what draws tag, card and progress line into a frame.

    Args:
        shot: What the card tells.
        height: Of the frames drawn into, when they are smaller than the clip's.
    """
    unit = min(shot.height, shot.width * 1.1)
    margin = int(unit * 0.035)
    tag = _tag(unit, shot.width - 2 * margin)
    card = _card(shot, unit, margin)
    high = height or shot.height
    scale = high / shot.height
    if scale != 1:
        tag, card = (_shrunk(panel, scale) for panel in (tag, card))
        margin = int(margin * scale)
    card_top = high - margin - card.shape[0]
    until = min(3.4, shot.seconds * 0.6)
    thick = max(1, high // 270)

    def draw(out: Image, time: float) -> None:
        _put(out, tag, margin, margin)
        share = min(1.0, time / 0.45) if time < until else max(0.0, 1 - (time - until) / 0.45)
        share = share * share * (3 - 2 * share)
        if share > 0:
            top = card_top + int((1 - share) * high * 0.03)
            faded = cv2.convertScaleAbs(card, alpha=share) if share < 1 else card
            _put(out, faded, top, margin)
        out[-thick:, : int(out.shape[1] * time / shot.seconds), :3] = 235

    return draw


def _shrunk(panel: Image, scale: float) -> Image:
    size = [max(1, round(side * scale)) for side in panel.shape[1::-1]]
    return cv2.resize(panel, size, interpolation=cv2.INTER_AREA)


def _put(out: Image, panel: Image, top: int, left: int) -> None:
    """Blend a panel over a picture, cut where the picture ends."""
    part = out[top : top + panel.shape[0], left : left + panel.shape[1]]
    over(part, np.ascontiguousarray(panel[: part.shape[0], : part.shape[1]]))


def _text(size: tuple[int, int], lines: list[tuple[str, int, int, int, int, Image]]) -> Image:
    """Draw lines of text on black; each with x, baseline, size, weight and tint."""
    image = np.zeros((size[1], size[0], 3), np.uint8)
    for text, x, y, points, weight, tint in lines:
        face = cv2.FontFace("uni" if any(ord(c) > 0x24F for c in text) else "sans")
        cv2.putText(image, text, (x, y), tuple(map(int, tint)), face, points, weight)
    return image


def _length(text: str, points: int, weight: int) -> int:
    face = cv2.FontFace("uni" if any(ord(c) > 0x24F for c in text) else "sans")
    return int(cv2.getTextSize((4000, 400), text, (0, 0), face, points, weight)[2])


def _panel(width: int, height: int, radius: int, alpha: float) -> Image:
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - radius, height), 255, -1)
    cv2.rectangle(mask, (0, radius), (width, height - radius), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    out = np.zeros((height, width, 4), np.uint8)
    out[..., :3] = (mask[..., None] * (np.array([18, 14, 12]) / 255 * alpha)).astype(np.uint8)
    out[..., 3] = (mask * alpha).astype(np.uint8)
    return out


def _write(panel: Image, text: Image) -> Image:
    letters = np.zeros_like(panel)
    letters[..., :3] = text
    letters[..., 3] = text.max(2)
    over(panel, letters)
    return panel


def _tag(unit: float, width: int) -> Image:
    points = max(9, int(unit * 0.0195))
    while points > 4 and _length(TAG, points, 600) + points * 3.2 > width:
        points -= 1
    width = _length(TAG, points, 600) + int(points * 3.2)
    panel = _panel(width, points * 2, points // 3, 0.55)
    white = np.array([255, 255, 255], np.uint8)
    panel = _write(
        panel,
        _text(
            (width, points * 2), [(TAG, int(points * 1.9), int(points * 1.38), points, 600, white)]
        ),
    )
    cv2.circle(panel, (points, points), int(points * 0.36), (80, 90, 255, 255), -1, cv2.LINE_AA)
    return panel


def _card(shot: Shot, unit: float, margin: int) -> Image:
    points = max(11, int(unit * 0.03))
    width = min(shot.width - 2 * margin, int(unit * 1.02))
    text = shot.prompt.encode("utf-8", "replace").decode().strip()
    lines = _wrap(text.replace("\n", " "), points, width - int(1.6 * margin))
    step = int(points * 1.42)
    height = int(step * len(lines) + points * 1.25 + margin * 1.15)
    white, pale = (np.array([245, 245, 245], np.uint8), np.array([180, 205, 235], np.uint8))
    x, y = int(margin * 0.8), int(margin * 0.55) + int(points * 0.85)
    drawn = [(line, x, y + number * step, points, 420, white) for number, line in enumerate(lines)]
    facts = (
        f"{shot.model}   seed {shot.seed}   {shot.width}×{shot.height}   "
        f"{shot.seconds:g} s   {shot.fps} fps"
    )
    drawn.append(
        (facts, x, y + len(lines) * step + int(points * 0.15), int(points * 0.72), 500, pale)
    )
    return _write(_panel(width, height, int(unit * 0.014), 0.58), _text((width, height), drawn))


def _wrap(text: str, points: int, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if _length(joined, points, 420) > width and lines[-1]:
            if len(lines) == LINES:
                lines[-1] += "…"
                break
            lines.append(word)
        else:
            lines[-1] = joined
    while _length(lines[-1], points, 420) > width and len(lines[-1]) > 1:
        lines[-1] = lines[-1][:-2] + "…"
    return lines
