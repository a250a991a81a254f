"""How long a clip a request asks for."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

Span = tuple[float, float]
"""The least and the most that something may be."""
SECONDS: Final = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*s?\s*")
SHOTS: Final = ("shots", "multi_prompt")


class Described(Protocol):
    """What a length needs to know of a model."""

    @property
    def properties(self) -> Mapping[str, Any]:
        """The schema of each parameter, by name."""

    def having(self, role: str) -> str | None:
        """Return the parameter that plays a role."""


def seconds(model: Described, parameters: Mapping[str, Any]) -> Span | None:
    """Return the least and the most seconds of a clip; ``None`` where nobody can say.

    A clip of several shots is as long as they are together.

    Args:
        model: The model.
        parameters: The request, defaults filled in.
    """
    name = model.having("duration")
    own = span_of(model.properties[name], parameters.get(name)) if name else None
    told = shots(model, parameters)
    if not told:
        return own
    spans = [_shot(model, shot, name, own) for shot in told]
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    return sum(low for low, _ in known), sum(high for _, high in known)


def shots(model: Described, parameters: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the shots that a request lists; none where it is one shot."""
    told = parameters.get(_shots_name(model))
    return [shot for shot in told if isinstance(shot, dict)] if isinstance(told, list) else []


def _shots_name(model: Described) -> str:
    return next((name for role in SHOTS if (name := model.having(role))), "")


def _shot(
    model: Described, shot: Mapping[str, Any], name: str | None, own: Span | None
) -> Span | None:
    """Return how long one shot is: it says so by the whole clip's name, or is as long as that."""
    inner = model.properties[_shots_name(model)].get("items", {}).get("properties", {})
    named = name if name and name in inner else "duration"
    schema = inner.get(named, {})
    value = shot.get(named, schema.get("default"))
    return own if value is None and not schema else span_of(schema, value)


def span_of(schema: Mapping[str, Any], value: object) -> Span | None:
    """Return the seconds that a value says, or that a parameter left open allows."""
    if schema.get("x-unit") == "frames":
        return None
    if value is not None:
        number = _number(value)
        return None if number is None else (number, number)
    allowed = [option for option in schema.get("enum") or () if option is not None]
    if not allowed:
        allowed = [schema.get("minimum"), schema.get("maximum")]
    numbers = [_number(option) for option in allowed]
    known = [number for number in numbers if number is not None]
    return (min(known), max(known)) if known and len(known) == len(numbers) else None


def _number(value: object) -> float | None:
    if isinstance(value, str):
        matched = SECONDS.fullmatch(value)
        return float(matched[1]) if matched else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) and value >= 0 else None
