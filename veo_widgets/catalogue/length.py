"""How long a clip a request asks for, and of how many shots, as a price needs to know."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.roles import role_of
from veo_widgets.catalogue.units import Length, amount_of, length_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue.described import Described

Span = tuple[float, float]
"""The least and the most that something may be."""
SHOTS: Final = ("shots", "multi_prompt")


def seconds(model: Described, parameters: Mapping[str, Any]) -> Span | None:
    """Return the least and the most seconds of a clip; ``None`` where nobody can say.

    A clip of several shots is as long as they are together.

    Args:
        model: The model.
        parameters: The request, defaults filled in.
    """
    length, fps = model.length, model.fps(parameters)
    own = None if length is None else span_of(length, parameters.get(length.name), fps)
    spans = [span for _, span in shot_lengths(model, parameters)]
    if not spans:
        return own
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    return sum(low for low, _ in known), sum(high for _, high in known)


def shot_lengths(
    model: Described, parameters: Mapping[str, Any]
) -> list[tuple[Mapping[str, Any], Span | None]]:
    """Return the shots that a request lists, each with its least and most seconds."""
    length = model.length
    value = None if length is None else parameters.get(length.name)
    own = None if length is None else span_of(length, value, model.fps(parameters))
    return [(shot, _shot(model, shot, own)) for shot in shots(model, parameters)]


def shots(model: Described, parameters: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the shots that a request lists; none where it is one shot."""
    listed = parameters.get(_shots_name(model))
    return [shot for shot in listed if isinstance(shot, dict)] if isinstance(listed, list) else []


def _shots_name(model: Described) -> str:
    return next((name for role in SHOTS if (name := model.having(role))), "")


def _shot(model: Described, shot: Mapping[str, Any], own: Span | None) -> Span | None:
    """Return how long one shot is: it says so by the whole clip's name, or is as long as that."""
    inner = model.properties[_shots_name(model)].get("items", {}).get("properties", {})
    length = length_of(inner, {role_of(name, row).name: name for name, row in inner.items()})
    length = length or Length("duration", {}, "s")
    value = shot.get(length.name, length.row.get("default"))
    if value is None and length.name not in inner:
        return own
    return span_of(length, value, model.fps({}))


def span_of(length: Length, value: object, fps: float) -> Span | None:
    """Return the seconds that a value says, or that a length left open allows.

    Args:
        length: The parameter.
        value: As a request has it; ``None`` where it leaves it open.
        fps: Frames a second.
    """
    if value is None:
        low, high = length.bounds(fps)
        return None if low is None or high is None else (low, high)
    told = length.seconds(value, fps) if amount_of(value) is not None else None
    return (told, told) if told is not None and math.isfinite(told) and told >= 0 else None
