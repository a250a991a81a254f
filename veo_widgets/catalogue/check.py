"""Find every problem of a set of parameters at once."""

from __future__ import annotations

import difflib
from numbers import Real
from typing import TYPE_CHECKING, Any, cast

from veo_widgets.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jsonschema.exceptions import ValidationError

NOUNS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
}


def normalise(
    properties: Mapping[str, Any], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Drop what is unset, and make numbers of texts that spell one.

    The veo-2 page types ``duration`` as an integer and sends ``"5"``: both are
    taken (protocol, part 3.6).
    """
    return {
        name: _coerce(value, properties.get(name, {}).get("type"))
        for name, value in parameters.items()
        if value is not None
    }


def _coerce(value: object, kind: object) -> object:
    if kind == "integer" and isinstance(value, str):
        text = value.strip()
        if text.removeprefix("-").isdecimal():
            return int(text)
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if kind == "integer" and whole else value  # type: ignore[call-overload]


def problems(schema: Mapping[str, Any], parameters: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong, in the order of the model's page."""
    from jsonschema import Draft202012Validator

    properties = schema["properties"]
    order = {name: index for index, name in enumerate(properties)}
    found = [
        _problem(error, properties)
        for error in Draft202012Validator(schema).iter_errors(dict(parameters))
        if error.validator != "additionalProperties"
    ]
    found += [
        unknown_name(name, parameters[name], properties)
        for name in parameters
        if name not in properties
    ]
    found += [
        Problem(name, parameters[name], f"{name} must not be empty.")
        for name in schema.get("required", ())
        if isinstance(parameters.get(name), str) and not parameters[name].strip()
    ]
    return sorted(found, key=lambda problem: order.get(problem.field, len(order)))


def unknown_name(name: str, value: object, names: Iterable[str]) -> Problem:
    """Say that a parameter does not exist, with the one closest to it."""
    known = tuple(names)
    close = difflib.get_close_matches(name, known, 1, 0.6) or [
        other for other in known if other in name or name in other
    ]
    message = f"there is no parameter {name!r}; there are {', '.join(known)}."
    return Problem(name, value, message, known, close[0] if close else None)


def _problem(error: ValidationError, properties: Mapping[str, Any]) -> Problem:
    if error.validator == "required":
        missing = next(
            name
            for name in cast("list[str]", error.validator_value)
            if name not in cast("dict[str, object]", error.instance)
        )
        return Problem(missing, None, f"{missing} is required.")
    name = str(error.path[0]) if error.path else ""
    value = error.instance
    if error.validator == "enum":
        options = tuple(cast("list[object]", error.validator_value))
        listed = ", ".join(map(str, options))
        message = f"{name} cannot be {value!r}; it is one of {listed}."
        return Problem(name, value, message, options, _nearest(value, options))
    if error.validator == "type":
        kind = properties.get(name, {}).get("type", error.validator_value)
        message = f"{name} must be {NOUNS.get(kind, kind)}, not {value!r}."
        return Problem(name, value, message, properties.get(name, {}).get("enum", ()))
    return Problem(name, value, f"{name}: {error.message}.")


def _nearest(value: object, options: tuple[object, ...]) -> object | None:
    numbers = [option for option in options if isinstance(option, Real)]
    if isinstance(value, Real) and numbers:
        return min(numbers, key=lambda option: abs(float(option) - float(value)))
    close = difflib.get_close_matches(str(value), list(map(str, options)), 1, 0.3)
    return next((option for option in options if str(option) in close), None)
