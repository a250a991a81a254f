"""What a request says, by role: of a model that is known, or by the usual names alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue.roles import medium_of, role_of
from veo_widgets.catalogue.units import USUAL_FPS, amount_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue.described import Described


def by_role(
    parameters: Mapping[str, Any], model: Described | None = None, *, filled: bool = False
) -> dict[str, Any]:
    """Return a request's values by what they are for; what is unset is left out.

    Args:
        parameters: A request of any model, or values that are by role already.
        model: Whose request it is; without it the usual names tell.
        filled: Whether the model's defaults count.
    """
    asked = {**model.defaults(), **parameters} if model is not None and filled else parameters
    out: dict[str, Any] = {}
    for name, value in asked.items():
        if value is None:
            continue
        known = model is not None and name in model.properties
        role = model.roles[name].name if model is not None and known else guessed(name, value)
        out.setdefault(role, value)
    return out


def guessed(name: str, value: object) -> str:
    """Return the role that a name and the kind of its value tell, where no model is known."""
    row: dict[str, Any] = {"default": value}
    if isinstance(value, bool):
        row = {"type": "boolean"}
    elif isinstance(value, (int, float)):
        row = {"type": "integer", "default": value}
    elif isinstance(value, list):
        row = {"type": "array", "items": {"type": "string", "format": "uri"}}
        if not medium_of(name, {"type": "string"})[0]:
            row = {"type": "array"}
    elif isinstance(value, dict):
        row = {"type": "object"}
    elif isinstance(value, str):
        row = {"type": "string", "default": value}
    return role_of(str(name), row).name


def prompt_of(parameters: Mapping[str, Any], model: Described | None = None) -> str:
    """Return what a request says to show; empty where it says nothing."""
    value = said(parameters, "prompt", model)
    return "" if value is None else str(value)


def said(parameters: Mapping[str, Any], role: str, model: Described | None = None) -> Any:  # noqa: ANN401
    """Return the value that plays a role in a request; ``None`` where none does."""
    name = None if model is None else model.having(role)
    if name is not None:
        return parameters.get(name)
    return by_role(parameters, model).get(role)


def seconds_of(
    parameters: Mapping[str, Any], model: Described | None = None, *, filled: bool = False
) -> float | None:
    """Return how long a clip a request asks for; ``None`` where that is left open.

    Args:
        parameters: The request, or its values by role.
        model: Whose; without it, frames count 24 a second where no rate is told.
        filled: Whether the model's defaults count.
    """
    if model is not None:
        told = model.seconds(parameters, filled=filled)
        if told is not None or model.length is not None:
            return told
    asked = by_role(parameters, model, filled=filled)
    if "duration" in asked:
        return amount_of(asked["duration"])
    frames = amount_of(asked.get("frames"))
    return None if frames is None else frames / (amount_of(asked.get("fps")) or USUAL_FPS)
