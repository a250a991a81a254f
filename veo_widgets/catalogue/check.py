"""Find every problem of a set of parameters at once."""

from __future__ import annotations

import difflib
import math
import re
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import is_text, named_values, plain_value, short
from veo_widgets.catalogue.fitting import MOST_LETTERS, fitted, is_fraction, nearest, unset
from veo_widgets.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jsonschema_rs import ValidationError

PLAIN: Final = frozenset({bool, int})
NOUNS: Final = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "names with values",
}
MANY: Final = 20


def normalise(
    properties: Mapping[str, Any], parameters: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Drop what is unset or "auto", and make numbers and truths of texts that spell one.

    The veo-2 page types ``duration`` as an integer and sends ``"5"``: both are
    taken (protocol, part 3.6).
    """
    out = {}
    for name, value in named_values(parameters).items():
        row = properties.get(name, {})
        if not unset(row, value):
            out[name] = fitted(row, plain_value(value))
    return out


def completed(
    properties: Mapping[str, Any], required: Iterable[str], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a request with what must be there and has a default, or may be null; inside too."""
    out = {name: _inside(properties.get(name, {}), value) for name, value in parameters.items()}
    for name in required:
        row = properties.get(name, {})
        if out.get(name) is None and "default" in row:
            out[name] = row["default"]
        elif name not in out and row.get("x-nullable"):
            out[name] = None
    return out


def _inside(row: Mapping[str, Any], value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list) and isinstance(row.get("items"), dict):
        return [_inside(row["items"], item) for item in value]
    if isinstance(value, dict) and isinstance(row.get("properties"), dict):
        return completed(row["properties"], row.get("required", ()), value)
    return value


class Schema:
    """A JSON Schema of parameters, compiled once.

    Args:
        schema: The normal form of a model's parameters.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        from jsonschema_rs import Draft202012Validator

        self._properties: Mapping[str, Any] = schema["properties"]
        self._required: tuple[str, ...] = tuple(schema.get("required", ()))
        self._order = {name: index for index, name in enumerate(self._properties)}
        self._validator = Draft202012Validator(dict(schema))
        self._may_be_null = {
            name for name in self._required if self._properties[name].get("x-nullable")
        }

    def problems(self, parameters: Mapping[str, Any]) -> list[Problem]:
        """List what is wrong, in the order of the model's page."""
        properties = self._properties
        plain = {
            str(name): value if type(value) in PLAIN else _plain(value)
            for name, value in parameters.items()
        }
        nulls = {name for name in self._may_be_null if plain.get(name, "") is None}
        for name in nulls:
            plain.pop(name)
        found: list[Problem] = []
        if nulls or not self._validator.is_valid(plain):
            found += [
                _problem(error, plain, parameters, properties)
                for error in self._validator.iter_errors(plain)
                if error.kind.name != "additionalProperties"
                and not (error.kind.name == "required" and _missing(error) in nulls)
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
        return sorted(found, key=lambda problem: self._order.get(top(problem.field), last))


def top(field: str) -> str:
    """Return the parameter that a path such as ``elements[1].image`` lies in."""
    return re.split(r"[.\[]", field, maxsplit=1)[0]


def _missing(error: ValidationError) -> str:
    kind: Any = error.kind
    return "" if error.instance_path else str(kind.property)


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
    error: ValidationError,
    plain: Mapping[str, Any],
    given: Mapping[str, Any],
    properties: Mapping[str, Any],
) -> Problem:
    kind: Any = error.kind
    path = list(error.instance_path)
    name = path_of(path)
    if kind.name == "required":
        missing = f"{name}.{kind.property}" if name else str(kind.property)
        return Problem(missing, None, f"{missing} is required.")
    value = given[str(path[0])] if len(path) == 1 else error.instance
    row = _row_at(properties, path)
    if kind.name == "enum":
        options = tuple(kind.options)
        listed = ", ".join(map(str, options[:MANY]))
        more = f" and {len(options) - MANY} more" if len(options) > MANY else ""
        message = f"{name} cannot be {short(value)}; it is one of {listed}{more}."
        return Problem(name, value, message, options, nearest(value, options))
    if kind.name == "type":
        wanted = row.get("type", " or ".join(kind.types))
        message = f"{name} must be {NOUNS.get(wanted, wanted)}, not {short(value)}."
        near: object = round(value) if is_fraction(value) and wanted == "integer" else None
        return Problem(name, value, message, row.get("enum", ()), near)
    if not path:
        return _whole(kind.name, plain, error)
    return Problem(name, value, f"{name}: {error.message}.", nearest=_legal(kind, row, value))


def _whole(name: str, plain: Mapping[str, Any], error: ValidationError) -> Problem:
    """Say a rule between parameters; what it is about is told as far as it can be."""
    rule: Any = error.schema_path
    words = " ".join(map(str, rule))
    return Problem("", dict(plain), f"these parameters do not go together ({name} {words}).")


def path_of(path: Sequence[str | int]) -> str:
    """Write a path as people do: ``elements[1].image``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _row_at(properties: Mapping[str, Any], path: Sequence[str | int]) -> Mapping[str, Any]:
    """Return the description of what lies at a path."""
    row: Mapping[str, Any] = {"properties": properties}
    for part in path:
        inner = row.get("items") if isinstance(part, int) else row.get("properties", {}).get(part)
        row = inner if isinstance(inner, dict) else {}
    return row


def _legal(kind: Any, row: Mapping[str, Any], value: Any) -> Any:  # noqa: ANN401
    """Return the legal value nearest to one beyond a limit; ``None`` where only people know."""
    name, limit = kind.name, getattr(kind, "limit", 0)
    if name in {"minimum", "maximum"}:
        return _stepped(row, limit)
    if name in {"exclusiveMinimum", "exclusiveMaximum"} and row.get("type") == "integer":
        return int(limit) + (1 if name == "exclusiveMinimum" else -1)
    if name == "multipleOf":
        step = row["multipleOf"]
        return _stepped(row, round(value / step) * step)
    if name == "maxItems":
        return list(value[: int(limit)])
    if name == "uniqueItems":
        return [item for index, item in enumerate(value) if item not in value[:index]]
    return None


def _stepped(row: Mapping[str, Any], value: Any) -> Any:  # noqa: ANN401
    """Return a limit on the steps of a parameter, within its range."""
    step = row.get("multipleOf")
    if not step:
        return value
    least, most = row.get("minimum"), row.get("maximum")
    near = round(value / step) * step
    if most is not None and near > most:
        near = math.floor(most / step) * step
    if least is not None and near < least:
        near = math.ceil(least / step) * step
    return near
