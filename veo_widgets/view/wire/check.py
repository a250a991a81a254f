"""Whether what came over the wire is the message that its type says."""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, Literal, get_args, get_origin

Names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


@cache
def _parts(kind: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what a TypedDict holds; looked up once, for a message comes with every key."""
    return typing.get_type_hints(kind)


def message_type(kind: Any) -> str:  # noqa: ANN401
    """Return the ``type`` that a message of this kind carries."""
    name: str = get_args(_parts(kind)["type"])[0]
    return name


def problem(kind: Any, message: dict[str, Any]) -> str | None:  # noqa: ANN401
    """Say what is wrong with a message; ``None`` when nothing is.

    Args:
        kind: The TypedDict that it should be; names that it lacks are let through.
        message: What came.
    """
    for name, wanted in _parts(kind).items():
        if name not in message:
            return f"{name} is missing"
        if not _fits(message[name], wanted):
            return f"{name} is not {_spelled(wanted)}"
    return None


def _fits(value: object, wanted: Any) -> bool:  # noqa: ANN401
    origin = get_origin(wanted)
    if origin is Literal:
        return isinstance(value, str) and value in get_args(wanted)
    if origin in {typing.Union, types.UnionType}:
        return any(_fits(value, part) for part in get_args(wanted))
    if typing.is_typeddict(wanted):
        return isinstance(value, dict) and problem(wanted, value) is None
    if origin is list:
        return isinstance(value, list) and all(_fits(part, get_args(wanted)[0]) for part in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            _fits(part, get_args(wanted)[1]) for part in value.values()
        )
    if wanted is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, wanted)


def _spelled(wanted: Any) -> str:  # noqa: ANN401
    if get_origin(wanted) is Literal:
        return " or ".join(map(repr, get_args(wanted)))
    return Names.get(wanted, str(wanted))
