"""Models as the service's public list tells them (protocol E8)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.terminal import plain
from veo_widgets.catalogue.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "list": "array",
}


def from_row(row: Mapping[str, Any]) -> Model | None:
    """Turn one row of the public list into a model.

    Args:
        row: ``slug`` and ``parameters_schema``, either JSON Schema or a mapping of
            names to descriptions with ``type``, ``enum``, ``default``, ``required``.

    Returns:
        The model, or ``None`` for a row that is retired or tells no parameters.

    Raises:
        ValueError: The row tells something that no model can be.
    """
    slug, schema = row.get("slug"), row.get("parameters_schema")
    if isinstance(schema, str):
        try:
            schema = json.loads(schema)
        except (ValueError, RecursionError):
            return None
    retired = row.get("is_depreciated")
    if not isinstance(slug, str) or not isinstance(schema, dict) or retired:
        return None
    if "properties" not in schema:
        schema = _from_names(schema)
    document = {
        "slug": slug,
        "title": _text(row.get("name")) or _text(row.get("title")) or slug,
        "summary": _text(row.get("description")),
        "parameters": schema,
    }
    try:
        return Model.from_json(document)
    except (TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError(f"its parameters cannot be read: {error}") from None


def _text(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""


def _from_names(names: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: dict(one) for name, one in names.items() if isinstance(one, dict)}
    required = [name for name, one in told.items() if one.pop("required", False) is True]
    for one in told.values():
        if isinstance(one.get("type"), str) and one["type"] in KINDS:
            one["type"] = KINDS[one["type"]]
    return {"type": "object", "required": required, "properties": told}
