"""Find every problem of a set of parameters at once."""

from __future__ import annotations

import difflib
import math
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeGuard

from veo_widgets._lib.values import is_text, named_values, plain_value, short
from veo_widgets.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jsonschema_rs import ValidationError

LIMITS = frozenset({"minimum", "maximum"})
MOST_DIGITS = 100
MOST_LETTERS = 100
PLAIN = frozenset({bool, int})
WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
NOUNS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
}


def normalise(
    properties: Mapping[str, Any], parameters: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Drop what is unset, and make numbers and truths of texts that spell one.

    The veo-2 page types ``duration`` as an integer and sends ``"5"``: both are
    taken (protocol, part 3.6).
    """
    return {
        name: _typed(properties.get(name), plain_value(value))
        for name, value in named_values(parameters).items()
        if value is not None
    }


def _typed(schema: object, value: object) -> object:
    kind = schema.get("type") if isinstance(schema, dict) else None
    if kind == "integer" and isinstance(value, (str, float)):
        return _whole(value)
    if kind == "boolean" and isinstance(value, str):
        return WORDS.get(value.strip().lower(), value)
    return value


def _whole(value: str | float) -> object:
    if isinstance(value, str) and len(value) < MOST_DIGITS:
        text = value.strip()
        if text.removeprefix("-").isdecimal():
            return int(text)
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


class Schema:
    """A JSON Schema of parameters, compiled once.

    Args:
        schema: JSON Schema (2020-12) of an object.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        from jsonschema_rs import Draft202012Validator

        self._properties: Mapping[str, Any] = schema["properties"]
        self._required: tuple[str, ...] = tuple(schema.get("required", ()))
        self._order = {name: index for index, name in enumerate(self._properties)}
        self._validator = Draft202012Validator(dict(schema))

    def problems(self, parameters: Mapping[str, Any]) -> list[Problem]:
        """List what is wrong, in the order of the model's page."""
        properties = self._properties
        plain = {
            str(name): value if type(value) in PLAIN else _plain(value)
            for name, value in parameters.items()
        }
        found: list[Problem] = []
        if not self._validator.is_valid(plain):
            found += [
                _problem(error, parameters, properties)
                for error in self._validator.iter_errors(plain)
                if error.kind.name != "additionalProperties"
            ]
        found += [
            unknown_name(name, parameters[name], properties)
            for name in parameters
            if name not in properties
        ]
        found += [
            Problem(name, parameters[name], f"{name} must not be empty.")
            for name in self._required
            if isinstance(parameters.get(name), str) and not parameters[name].strip()
        ]
        if not found:
            return found
        last = len(self._order)
        return sorted(found, key=lambda problem: self._order.get(problem.field, last))


def unknown_name(name: str, value: object, names: Iterable[str]) -> Problem:
    """Say that a parameter does not exist, with the one closest to it."""
    known = tuple(names)
    near = name if len(name) <= MOST_LETTERS else ""
    close = difflib.get_close_matches(near, known, 1, 0.6) or [
        other for other in known if near and (other in near or near in other)
    ]
    message = f"there is no parameter {short(name)}; there are {', '.join(known)}."
    return Problem(name, value, message, known, close[0] if close else None)


def _plain(value: object) -> object:
    """Return a value as JSON has it; what JSON lacks fits no type but an object's."""
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {}
    if isinstance(value, str):
        return value if is_text(value) else {}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return (
        {str(name): _plain(one) for name, one in value.items()} if isinstance(value, dict) else {}
    )


def _problem(
    error: ValidationError, given: Mapping[str, Any], properties: Mapping[str, Any]
) -> Problem:
    kind: Any = error.kind
    if kind.name == "required":
        return Problem(kind.property, None, f"{kind.property} is required.")
    path = error.instance_path
    name = str(path[0]) if path else ""
    value = given[name] if len(path) == 1 else error.instance
    if kind.name == "enum":
        options = tuple(kind.options)
        listed = ", ".join(map(str, options))
        message = f"{name} cannot be {short(value)}; it is one of {listed}."
        return Problem(name, value, message, options, _nearest(value, options))
    if kind.name == "type":
        wanted = properties.get(name, {}).get("type", " or ".join(kind.types))
        message = f"{name} must be {NOUNS.get(wanted, wanted)}, not {short(value)}."
        near = round(value) if _is_fraction(value) and wanted == "integer" else None
        return Problem(name, value, message, properties.get(name, {}).get("enum", ()), near)
    near = kind.limit if kind.name in LIMITS and len(path) == 1 else None
    return Problem(name, value, f"{name}: {error.message}.", nearest=near)


def _is_fraction(value: object) -> TypeGuard[float]:
    return isinstance(value, float) and math.isfinite(value)


def _nearest(value: object, options: tuple[object, ...]) -> object | None:
    numbers = [option for option in options if isinstance(option, Real)]
    if isinstance(value, Real) and numbers:
        return min(numbers, key=lambda option: abs(float(option) - float(value)))
    text = value if isinstance(value, str) else short(value)
    if len(text) > MOST_LETTERS:
        return None
    close = difflib.get_close_matches(text, list(map(str, options)), 1, 0.3)
    return next((option for option in options if str(option) in close), None)
