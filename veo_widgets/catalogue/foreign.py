"""Models as the service's public list tells them (protocol E8)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets._lib.terminal import plain
from veo_widgets.catalogue.encodings import opened
from veo_widgets.catalogue.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

YES: Final = frozenset({"true", "yes", "1", "deprecated", "retired"})
MARKS: Final = ("is_depreciated", "is_deprecated", "deprecated", "retired")
COMPARED: Final = ("type", "enum", "default", "minimum", "maximum", "x-kind", "x-role")


class Drift(NamedTuple):
    """One way in which a published model differs from our file of it.

    Attributes:
        slug: The model.
        parameter: Which parameter.
        what: ``only here``, ``only there``, ``required``, or which of its facts differs.
        ours: As our file has it.
        theirs: As the endpoint's list has it.
    """

    slug: str
    parameter: str
    what: str
    ours: object = None
    theirs: object = None


def from_row(row: Mapping[str, Any], status: str = "") -> Model | None:
    """Turn one row of the public list into a model.

    Args:
        row: ``slug`` and ``parameters_schema``, in any encoding that ``encodings.opened``
            takes.
        status: How the parameters are known, for people.

    Returns:
        The model, or ``None`` for a row that is retired or tells no parameters.

    Raises:
        ValueError: The row tells something that no model can be.
    """
    slug, schema = row.get("slug"), row.get("parameters_schema")
    if not isinstance(slug, str) or is_retired(row) or opened(schema) is None:
        return None
    document = {
        "slug": slug,
        "title": _text(row.get("name")) or _text(row.get("title")) or slug,
        "summary": _text(row.get("description")),
        "parameters": schema,
        "status": status,
    }
    try:
        return Model.from_json(document)
    except (TypeError, AttributeError, RecursionError, OverflowError, KeyError) as error:
        raise ValueError(f"its parameters cannot be read: {error}") from None


def is_retired(row: Mapping[str, Any]) -> bool:
    """Tell whether a row says that the model is no longer served, in any of its spellings."""
    told = next((row[mark] for mark in MARKS if mark in row), False)
    return told.strip().lower() in YES if isinstance(told, str) else bool(told)


def drift(ours: Model, theirs: Model) -> tuple[Drift, ...]:
    """Compare our file of a model with what the endpoint publishes, parameter by parameter."""
    out = []
    for name, row in ours.properties.items():
        other = theirs.properties.get(name)
        if other is None:
            out.append(Drift(ours.slug, name, "only here"))
            continue
        for what in COMPARED:
            mine, its = row.get(what), other.get(what)
            if _same(mine) != _same(its):
                out.append(Drift(ours.slug, name, what.removeprefix("x-"), mine, its))
        needed = (name in ours.required, name in theirs.required)
        if needed[0] is not needed[1]:
            out.append(Drift(ours.slug, name, "required", *needed))
    fresh = [name for name in theirs.properties if name not in ours.properties]
    return (*out, *(Drift(ours.slug, name, "only there") for name in fresh))


def _same(value: object) -> str:
    return json.dumps(sorted(map(str, value)) if isinstance(value, list) else value, default=str)


def _text(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""
