"""Lists of values in the normal form: their types, their labels, numbers in texts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_S: Final = 1e6


def choose(out: dict[str, Any], note: Callable[[str], None]) -> None:
    """Bring a list of values and their labels into form, in place.

    Args:
        out: A description that has an ``enum``.
        note: Is told what was not understood.
    """
    told, labels = out["enum"], out.pop("x-labels", None)
    if isinstance(told, Mapping):
        labels, told = list(told), list(told.values())
    if not isinstance(told, list):
        out.pop("enum")
        return
    pairs = [pair(value, index, labels) for index, value in enumerate(told)]
    if any(value is None for value, _ in pairs):
        out["x-nullable"] = True
    kind = out.get("type")
    values = {
        json.dumps(fitted, default=str): (fitted, label)
        for value, label in pairs
        if value is not None and (fitted := as_type(value, kind)) is not None
    }
    if kind == "array" and values:
        inner = out.get("items")
        out["items"] = {**(inner if isinstance(inner, dict) else {}), "enum": told}
        out.pop("enum")
        return
    if not values:
        out.pop("enum")
        note("has a list of values that is empty")
        return
    out["enum"] = [value for value, _ in values.values()]
    if any(label for _, label in values.values()):
        out["x-labels"] = [label or str(value) for value, label in values.values()]
    kinds = {type(value) for value in out["enum"]}
    if "type" not in out and len(kinds) == 1:
        names = {str: "string", int: "integer", float: "number", bool: "boolean"}
        out |= {"type": names[kind]} if (kind := kinds.pop()) in names else {}
    elif kind is not None and any(as_type(value, kind) != value for value in out["enum"]):
        out.pop("type")


def pair(value: object, index: int, labels: object) -> tuple[Any, str]:
    """Return one value of a list, and its label; empty where it has none."""
    if isinstance(value, Mapping) and ("value" in value or "const" in value):
        label = value.get("label", value.get("title", value.get("name", "")))
        return value.get("value", value.get("const")), str(label or "")
    if isinstance(labels, Mapping):
        return value, str(labels.get(str(value), ""))
    if isinstance(labels, list) and index < len(labels):
        return value, str(labels[index])
    return value, ""


def listed(ways: list[dict[str, Any]]) -> dict[str, Any]:
    """Return several short lists of values as one, each value with its label."""
    values: list[Any] = []
    labels: list[str] = []
    for way in ways:
        own = way.get("x-labels") or ([way["title"]] if way.get("title") else [])
        for index, value in enumerate(way["enum"]):
            values.append(value)
            single = len(way["enum"]) == len(own)
            labels.append(str(own[index]) if single else str(value))
    kinds = {way.get("type") for way in ways}
    out: dict[str, Any] = {"enum": values}
    if len(kinds) == 1 and None not in kinds:
        out["type"] = kinds.pop()
    if labels != [str(value) for value in values]:
        out["x-labels"] = labels
    return out


def number(value: object) -> int | float | None:
    """Return a number, also of a text that spells one; whole ones as integers."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        amount = float(value) if isinstance(value, (str, float)) else value
    except (ValueError, OverflowError):
        return None
    if isinstance(amount, float):
        if not math.isfinite(amount):
            return None
        return int(amount) if amount.is_integer() else amount
    return amount


def some_seconds(value: object) -> float | None:
    """Return how long something takes; ``None`` for what is no time that a job may take."""
    amount = number(value)
    return amount if amount is not None and 0 < amount <= LONGEST_S else None


def as_type(value: object, kind: object) -> Any:  # noqa: ANN401
    """Return a value of a list as the parameter's type writes it, or as it is."""
    if kind in {"integer", "number"} and isinstance(value, str):
        amount = number(value)
        return value if amount is None else amount
    if kind == "string" and type(value) in {int, float}:
        return str(value)
    if kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return value
