"""One axis of a sweep: its values, each once, and what can be kept of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, Final

from veo_widgets._lib.values import is_text
from veo_widgets.errors import InvalidRequest

RUN: Final = re.compile(r"(\d)\s*(?:-|…|\.{2,3})\s*(\d)", re.ASCII)
SERIES: Final = re.compile(r"\s*-?\d{1,18}(\s*,\s*(-?\d{1,18}|…|\.\.\.))+\s*(,\s*)?", re.ASCII)
LONGEST_SERIES: Final = 5000
SAMPLES: Final = frozenset({"seed", "take"})
"""Axes whose values are draws of the same thing."""


def axis_values(value: object, *, is_array: bool, whole: bool) -> tuple[Any, ...] | None:
    """Return an axis' values, or ``None`` for a fixed value."""
    if whole and isinstance(value, str) and SERIES.fullmatch(_written_out(value)):
        return series(value)
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        return None
    values = list(value)
    if is_array and not all(isinstance(item, (list, tuple)) for item in values):
        return None
    return once(values)


def once(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return values without those that are there already."""
    by_text: dict[str, Any] = {}
    for value in values:
        by_text.setdefault(json.dumps(value, sort_keys=True, default=repr), value)
    return tuple(by_text.values())


def series(text: str) -> tuple[int, ...]:
    """Read ``"1,2,…,8"``, ``"1, 5, 7"``, ``"1-8"`` or ``"1..8"``; ``series.ts`` does the same.

    The dots go on with the step of the two numbers before them (one up or down when
    there is one number), up to the number after them.
    """
    out: list[int] = []
    parts = [part for piece in _written_out(text).split(",") if (part := piece.strip())]
    for index, part in enumerate(parts):
        if part not in {"…", "..."}:
            out.append(int(part))
            continue
        if not out or parts[index + 1 :][:1] in ([], ["…"], ["..."]):
            raise InvalidRequest(f"{text!r}: dots stand between two numbers")
        end = int(parts[index + 1])
        step = out[-1] - out[-2] if len(out) > 1 else 1 if end >= out[-1] else -1
        if step == 0 or (end - out[-1]) / step < 0:
            raise InvalidRequest(f"{text!r} never reaches {end}")
        if abs(end - out[-1]) / abs(step) > LONGEST_SERIES:
            raise InvalidRequest(f"{text!r} has more than {LONGEST_SERIES} numbers")
        out += range(out[-1] + step, end + (1 if step > 0 else -1), step)
    return tuple(dict.fromkeys(out))


def _written_out(text: str) -> str:
    """Return a series with its runs, ``1-8`` and ``1..8``, as ``1,…,8``."""
    return RUN.sub(r"\1,…,\2", text)


def is_kept(value: object, images: bool = True) -> bool:  # noqa: FBT001, FBT002
    """Tell whether JSON can keep a value; images that are still to be stored may pass."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return is_text(value)
    if isinstance(value, (list, tuple)):
        return all(is_kept(item, images) for item in value)
    if isinstance(value, dict):
        return all(is_kept(item, images) for item in (*value, *value.values()))
    return value is None or isinstance(value, (int, bytes, PathLike) if images else int)
