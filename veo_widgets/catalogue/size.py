"""One picture shape for what models spell as aspect ratio, lines, size or two numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.choices import number
from veo_widgets.catalogue.reading import by_role
from veo_widgets.catalogue.roles import LEAST_PIXELS, NAMED_SHAPES, PIXELS, RATIO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.catalogue.described import Described

USUAL_LINES: Final = 720
USUAL_RATIO: Final = (16.0, 9.0)
WORDS: Final = {
    "sd": 480,
    "hd": 720,
    "fhd": 1080,
    "qhd": 1440,
    "uhd": 2160,
    "1k": 1024,
    "2k": 1440,
    "4k": 2160,
    "8k": 4320,
}
SHAPING: Final = ("size", "width", "height", "aspect_ratio", "resolution")
NEAR: Final = 0.06
LOW_LINES: Final = 480
SIDES: Final = (64, 8192)


def ratio_of(value: object) -> tuple[float, float] | None:
    """Return a shape such as ``16:9``, or that of a size; ``None`` for what is none."""
    text = str(value)
    match = RATIO.match(text) or PIXELS.match(text)
    if match and float(match[1]) and float(match[2]):
        return float(match[1]), float(match[2])
    return NAMED_SHAPES.get(text.strip().lower())


def lines_of(value: object) -> int | None:
    """Return the shorter side in pixels of ``720p``, ``720P``, ``560``, ``2k``."""
    text = str(value).strip().lower()
    match = re.match(r"^(\d{3,4})\s*[pi]?$", text)
    return int(match[1]) if match else WORDS.get(text)


def pixels_of(value: object) -> tuple[int, int] | None:
    """Return width and height of ``720x1280``, ``1280:720`` or ``1280*720``."""
    match = PIXELS.match(str(value))
    if match is None:
        return None
    width, height = int(match[1]), int(match[2])
    return (width, height) if min(width, height) >= LEAST_PIXELS else None


def frame_size(parameters: Mapping[str, Any], model: Described | None = None) -> tuple[int, int]:
    """Return the width and height in pixels that a request asks for.

    Args:
        parameters: The request, or its values by role.
        model: Whose; its defaults count where it is known.

    Returns:
        720 lines at 16:9 where nothing is told; what is told in another way adds to that.
    """
    asked = by_role(parameters, model, filled=True)
    return shape_of(asked)


def shape_of(asked: Mapping[str, Any]) -> tuple[int, int]:
    """Return width and height in pixels of values by role."""
    told = pixels_of(asked.get("size"))
    wide, high = number(asked.get("width")), number(asked.get("height"))
    if told is None and wide and high:
        told = int(wide), int(high)
    if told is not None:
        return _even(told[0]), _even(told[1])
    ratio = ratio_of(asked.get("aspect_ratio")) or ratio_of(asked.get("size")) or USUAL_RATIO
    lines = lines_of(asked.get("resolution")) or lines_of(asked.get("size")) or USUAL_LINES
    longer = number(asked.get("longer_side"))
    if longer:
        lines = round(longer * min(ratio) / max(ratio))
    return sized(ratio, lines)


def sized(ratio: tuple[float, float], lines: int) -> tuple[int, int]:
    """Return width and height with a shape and its shorter side in pixels."""
    width, height = ratio
    if width >= height:
        return _even(lines * width / height), _even(lines)
    return _even(lines), _even(lines * height / width)


def _even(side: float) -> int:
    return min(max(2 * round(side / 2), SIDES[0]), SIDES[1])


def fitting(
    asked: Mapping[str, Any], properties: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    """Return a picture shape as another model spells it; empty where it has none like it.

    A shape is met where the sides' relation is the same; a number of lines, where it is
    the only thing asked, where it is the very number.

    Args:
        asked: What is asked, by role.
        properties: The other model's descriptions, by name.
        names: Its names, by role.
    """
    wanted = shape_of(asked)
    shaped = any(role in asked for role in ("size", "width", "height", "aspect_ratio"))
    lined = any(role in asked for role in ("size", "width", "height", "resolution"))
    out: dict[str, Any] = {}
    size = names.get("size")
    if size:
        return _of_sizes(size, properties[size], wanted, shaped=shaped, lined=lined)
    if "width" in names and "height" in names:
        sides = ((names["width"], wanted[0]), (names["height"], wanted[1]))
        return {name: _side(properties[name], side) for name, side in sides}
    if shaped and "aspect_ratio" in names and "aspect_ratio" not in asked:
        listed = properties[names["aspect_ratio"]].get("enum", ())
        best = _nearest_ratio(listed, wanted) if listed else plain_ratio(wanted)
        out |= {names["aspect_ratio"]: best} if best is not None else {}
    if lined and "resolution" in names and "resolution" not in asked:
        listed = properties[names["resolution"]].get("enum", ())
        known = [(value, lines) for value in listed if (lines := lines_of(value))]
        if known:
            best = min(known, key=lambda pair: abs(pair[1] - min(wanted)))[0]
            out[names["resolution"]] = best
    return out


def lowest(
    asked: Mapping[str, Any], properties: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    """Return the lowest resolution a model has, as it spells it; empty where it has but one.

    Args:
        asked: What is asked, by role: of sizes, those of the same shape are looked at.
        properties: The model's descriptions, by name.
        names: Its names, by role.
    """
    if "resolution" in names:
        listed = properties[names["resolution"]].get("enum", ())
        known = [(value, lines) for value in listed if (lines := lines_of(value))]
        return {names["resolution"]: min(known, key=lambda pair: pair[1])[0]} if known else {}
    sides = [properties[names[role]] for role in ("width", "height") if role in names]
    shape = {role: asked[role] for role in ("aspect_ratio", "size") if role in asked}
    if "size" in names:
        row = properties[names["size"]]
        wanted = {"size": row.get("default"), **shape}
        told = shape_of({**wanted, "size": None} if "aspect_ratio" in shape else wanted)
        listed = [(value, size) for value in row.get("enum", ()) if (size := pixels_of(value))]
        near = [pair for pair in listed if _differs(pair[1], told) < NEAR]
        return {names["size"]: min(near, key=lambda p: p[1][0] * p[1][1])[0]} if near else {}
    if len(sides) < 2:
        return {}
    usual = {role: properties[names[role]].get("default") for role in ("width", "height")}
    ratio = shape_of(shape or usual)
    lines = max(LOW_LINES, *(int(number(row.get("minimum")) or 0) for row in sides))
    wanted_sides = zip(("width", "height"), sized(ratio, lines), strict=True)
    return {names[role]: _side(properties[names[role]], side) for role, side in wanted_sides}


def _of_sizes(
    name: str, row: Mapping[str, Any], wanted: tuple[int, int], *, shaped: bool, lined: bool
) -> dict[str, Any]:
    listed = [(value, size) for value in row.get("enum", ()) if (size := pixels_of(value))]
    if not listed:
        sample = str(row.get("default", ""))
        between = next((mark for mark in ":*x" if mark in sample), "x")
        return {name: f"{wanted[0]}{between}{wanted[1]}"}
    if not shaped:
        usual = pixels_of(row.get("default")) or listed[0][1]
        listed = [pair for pair in listed if _differs(pair[1], usual) < NEAR]
        exact = [value for value, size in listed if abs(min(size) - min(wanted)) <= 2]
        return {name: exact[0]} if exact else {}
    near = [pair for pair in listed if _differs(pair[1], wanted) < NEAR]
    if not near:
        return {}
    lines = min(pixels_of(row.get("default")) or near[0][1])
    goal = min(wanted) if lined else lines
    return {name: min(near, key=lambda pair: abs(min(pair[1]) - goal))[0]}


def _differs(one: Sequence[float], other: Sequence[float]) -> float:
    left, right = one[0] / one[1], other[0] / other[1]
    return max(left, right) / min(left, right) - 1


def _nearest_ratio(listed: Sequence[object], wanted: tuple[int, int]) -> object | None:
    known = [(value, ratio) for value in listed if (ratio := ratio_of(value))]
    near = [pair for pair in known if _differs(pair[1], wanted) < NEAR]
    return min(near, key=lambda pair: _differs(pair[1], wanted))[0] if near else None


def plain_ratio(size: tuple[int, int]) -> str:
    """Return the usual shape that a size has, such as ``16:9``."""
    usual = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21", "4:5", "5:4")
    best = _nearest_ratio(usual, size)
    return str(best) if best else f"{size[0]}:{size[1]}"


def _side(row: Mapping[str, Any], side: int) -> int:
    low, high = number(row.get("minimum")) or SIDES[0], number(row.get("maximum")) or SIDES[1]
    step = int(number(row.get("multipleOf")) or number(row.get("x-step")) or 1)
    held = min(max(side, int(low)), int(high))
    return max(int(low), held // step * step)
