"""What a schema is written in, opened: JSON text, lists and mappings of names, words for types."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("str", "string", "text", "textarea", "char", "uuid"), "string"),
    **dict.fromkeys(("int", "integer", "long", "int32", "int64"), "integer"),
    **dict.fromkeys(("float", "number", "double", "decimal", "slider"), "number"),
    **dict.fromkeys(("bool", "boolean", "checkbox", "switch", "toggle"), "boolean"),
    **dict.fromkeys(("list", "array", "tuple", "set", "sequence"), "array"),
    **dict.fromkeys(("dict", "object", "map", "mapping"), "object"),
    "null": "null",
    "none": "null",
    "nonetype": "null",
}
MEDIA: Final[Mapping[str, str]] = {
    **dict.fromkeys(("image", "img", "picture", "photo"), "image"),
    **dict.fromkeys(("video", "movie", "clip"), "video"),
    **dict.fromkeys(("audio", "sound", "voice", "music"), "sound"),
}
ADDRESSES: Final = frozenset({"uri", "url", "uri-reference", "iri", "file", "binary", "upload"})
FREE: Final = frozenset({"any", "json", "mixed", "unknown", ""})
CHOICES: Final = frozenset({"enum", "select", "choice", "dropdown", "literal", "radio"})
ALIASES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("min", "min_value", "ge", "minValue"), "minimum"),
    **dict.fromkeys(("max", "max_value", "le", "maxValue"), "maximum"),
    **dict.fromkeys(("gt",), "exclusiveMinimum"),
    **dict.fromkeys(("lt",), "exclusiveMaximum"),
    **dict.fromkeys(("min_length",), "minLength"),
    **dict.fromkeys(("max_length",), "maxLength"),
    **dict.fromkeys(("min_items",), "minItems"),
    **dict.fromkeys(("max_items",), "maxItems"),
    **dict.fromkeys(("allowed_values", "allowedValues", "options", "choices", "values"), "enum"),
    **dict.fromkeys(("enumNames", "x-enumNames", "x-enum-varnames", "labels"), "x-labels"),
    **dict.fromkeys(("label", "display_name", "displayName"), "title"),
    **dict.fromkeys(("desc", "help", "helpText", "help_text", "tooltip"), "description"),
    **dict.fromkeys(("default_value", "defaultValue"), "default"),
    **dict.fromkeys(("example", "sample", "placeholder"), "examples"),
    **dict.fromkeys(("unit", "units"), "x-unit"),
    **dict.fromkeys(("step",), "x-step"),
}
MANY: Final = re.compile(
    r"^(?:list|array|sequence|set|tuple)\s*[\[<(:]\s*(.+?)\s*[\]>)]?$|^(.+)\[\]$"
)
MAYBE: Final = re.compile(r"^(?:optional|nullable)\s*[\[<(:]\s*(.+?)\s*[\]>)]?$|^(.+)\?$")
COMBINED: Final = ("$ref", "allOf", "anyOf", "oneOf")
DEEPEST: Final = 12


def opened(schema: object) -> dict[str, Any] | None:
    """Return any encoding of a parameter list as the JSON Schema of an object.

    Taken are JSON texts of all the others, JSON Schema, mappings of names to types or
    descriptions, and lists of descriptions that each hold a ``name``.

    Args:
        schema: As published, or as a file has it.

    Returns:
        ``None`` where it tells no parameters.
    """
    if isinstance(schema, (str, bytes)):
        try:
            schema = json.loads(schema)
        except (ValueError, RecursionError):
            return None
    if isinstance(schema, list):
        rows = [row for row in schema if isinstance(row, Mapping)]
        schema = {
            str(name): {key: value for key, value in row.items() if key not in {"name", "key"}}
            for row in rows
            if (name := row.get("name", row.get("key"))) is not None
        }
        return _of_names(schema) if schema else None
    if not isinstance(schema, Mapping):
        return None
    if _is_schema(schema):
        return dict(schema)
    names = {str(name): told for name, told in schema.items() if not _is_keyword(name, told)}
    return _of_names(names) if names or not schema else None


def _is_schema(schema: Mapping[Any, Any]) -> bool:
    inner = schema.get("properties")
    whole = isinstance(inner, Mapping) and all(
        isinstance(v, Mapping | bool) for v in inner.values()
    )
    kind = schema.get("type")
    if kind == "object" or (isinstance(kind, list) and "object" in kind):
        return True
    return whole or any(isinstance(schema.get(word), (str, list)) for word in COMBINED)


def _is_keyword(name: object, told: object) -> bool:
    """Tell what a mapping of names says of itself from what it says of a parameter."""
    return str(name).startswith("$") or not isinstance(told, (Mapping, str))


def _of_names(names: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: dict(row) if isinstance(row, Mapping) else row for name, row in names.items()}
    return {"type": "object", "required": [], "properties": told}


def spelled(told: object) -> dict[str, Any]:
    """Return one description with the words of JSON Schema for what others call otherwise.

    Args:
        told: A description, or the bare word for its type.

    Returns:
        The description; ``x-medium`` where the word for the type is a medium.
    """
    if isinstance(told, str):
        told = {"type": told}
    if not isinstance(told, Mapping):
        return {}
    row: dict[str, Any] = {}
    for key, value in told.items():
        name = ALIASES.get(str(key), str(key))
        if name not in row or name == key:
            row[name] = value
    if isinstance(row.get("type"), str):
        row = {**row, **_typed(row.pop("type"))}
    if str(row.get("format")).lower() in ADDRESSES:
        row["format"] = "uri"
    return row


def _typed(word: str, depth: int = 0) -> dict[str, Any]:
    """Return what a word for a type means."""
    text = word.strip()
    low = text.lower()
    if depth > DEEPEST or low in FREE:
        return {}
    if low in WORDS:
        return {"type": WORDS[low]}
    if low in MEDIA:
        return {"type": "string", "format": "uri", "x-medium": MEDIA[low]}
    if low in ADDRESSES:
        return {"type": "string", "format": "uri"}
    many, maybe = MANY.match(low), MAYBE.match(low)
    if many:
        return {"type": "array", "items": _typed(many[1] or many[2], depth + 1)}
    if maybe:
        return {**_typed(maybe[1] or maybe[2], depth + 1), "x-nullable": True}
    head, _, tail = low.partition(":")
    if head in CHOICES:
        return _typed(tail, depth + 1) if tail else {}
    return _typed(low.removesuffix("s"), depth + 1) if low.endswith("s") else {"x-odd": text[:40]}
