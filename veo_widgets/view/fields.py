"""A model's form as data: how each parameter is drawn, however deep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.choices import number
from veo_widgets.catalogue.kinds import marked
from veo_widgets.catalogue.roles import is_prompt, snake
from veo_widgets.catalogue.units import Length
from veo_widgets.media.input_file import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.view.wire.controls import FieldKind, FieldView, ModelForm, OptionView

AUTO: Final = {"resolution": "720p", "aspect_ratio": "16:9", "duration": "8", "fps": "24"}
"""What is made when a parameter with choices is left to the service."""
DRAWN: Final[Mapping[str, FieldKind]] = {
    "prompt": "prompt",
    "text": "text",
    "choice": "choice",
    "choices": "choices",
    "boolean": "switch",
    "number": "number",
    "integer": "number",
    "frames": "number",
    "width_height": "number",
    "seed": "seed",
    "media": "file",
    "object": "object",
}
SNAKE: Final = re.compile(r"[a-z]+(_[a-z0-9]+)+")
"""Words that people read better with spaces."""
MS: Final = re.compile(r"[\s_(\[,]*\b(?:in )?(?:ms|msecs?|milliseconds)\b[)\]]*\s*$", re.IGNORECASE)
"""How a title ends whose value is said in seconds."""
SINGLE_LINE: Final = 160
"""A text that may be longer has a field of several lines."""


def form_of(model: Model) -> ModelForm:
    """Return all that a form needs to know of a model, required parameters first."""
    example = model.examples[0]["parameters"] if model.examples else {}
    return {
        "slug": model.slug,
        "title": model.title,
        "summary": model.summary,
        "status": "" if model.verified else model.status,
        "retired": model.retired,
        "priced": model.prices is not None or model.price().known,
        "fps": model.fps(),
        "fields": _fields(model.properties, model.required),
        "example": dict(model.check(example).parameters),
    }


def _fields(rows: Mapping[str, Any], required: Iterable[str]) -> list[FieldView]:
    needed = frozenset(required)
    names = sorted(rows, key=lambda name: name not in needed)
    return [field_of(name, rows[name], required=name in needed) for name in names]


def field_of(name: str, schema: Mapping[str, Any], *, required: bool) -> FieldView:
    """Return how a parameter is drawn.

    Args:
        name: The parameter.
        schema: Its JSON Schema.
        required: Whether a request must have it.
    """
    role = str(schema.get("x-role", name))
    schema = schema if "x-kind" in schema else marked(name, schema, role)
    kind = _kind(schema)
    items: Mapping[str, Any] = schema.get("items") or {}
    told = items if kind in {"choices", "files"} else schema
    least, most = _limits(schema)
    examples = schema.get("examples") or [""]
    medium = told.get("x-medium", "image")
    unit = unit_of(name, schema)
    options = _options(told, unit)
    if unit == "ms" and options:
        unit = "s"
    return {
        "name": name,
        "role": role,
        "kind": kind,
        "title": _title(name, schema, seconds=unit == "s"),
        "unit": unit,
        "help": str(schema.get("description") or ""),
        "required": required,
        "default": schema.get("default"),
        "options": options,
        "whole": schema.get("type") == "integer",
        "least": least,
        "most": most,
        "step": schema.get("multipleOf") or number(schema.get("x-step")),
        "auto": _auto(role, options),
        "example": str(examples[0]).strip()[:160],
        "random": schema.get("x-random"),
        "nullable": bool(schema.get("x-nullable")),
        "tall": is_prompt(name) or schema.get("maxLength", 0) > SINGLE_LINE,
        "fields": _inside(name, kind, schema),
        "most_items": schema.get("maxItems"),
        "medium": medium,
        "accept": list(told.get("x-accept") or ()),
        "most_bytes": min(told.get("x-max-bytes") or MOST_BYTES[medium], MOST_BYTES[medium]),
        "most_seconds": told.get("x-max-seconds"),
    }


def setting(name: str, schema: Mapping[str, Any], value: object) -> str:
    """Return a parameter with a value in a few words: ``Duration 8 s``.

    Args:
        name: The parameter.
        schema: Its JSON Schema.
        value: What it is set to.
    """
    unit = unit_of(name, schema)
    return f"{_title(name, schema, seconds=unit == 'ms')} {measured(value, unit)}"


def unit_of(name: str, schema: Mapping[str, Any]) -> str:
    """Return what a parameter counts: ``s``, ``frames``; empty where it is no measure."""
    counts = schema.get("x-role", name) == "frames"
    return "frames" if counts else str(schema.get("x-unit") or "")


def measured(value: object, unit: str) -> str:
    """Return a value with its unit, once: ``8 s``, also of ``8s``."""
    return f"{_bare(value, unit, snake=False)} {'s' if unit == 'ms' else unit}".strip()


def _title(name: str, schema: Mapping[str, Any], *, seconds: bool) -> str:
    """Return what a field is called; no field is called as the choice of the model is."""
    words = (
        snake(name).replace("_", " ").capitalize()
        if seconds
        else name.replace("_", " ").capitalize()
    )
    title = str(schema.get("title") or words)
    title = (MS.sub("", title) or title) if seconds else title
    return "Model version" if title.strip().lower() == "model" else title


def _inside(name: str, kind: FieldKind, schema: Mapping[str, Any]) -> list[FieldView]:
    if kind == "object":
        return _fields(schema["properties"], schema.get("required") or ())
    if kind == "list":
        return [field_of(name, schema["items"], required=False)]
    return []


def _options(row: Mapping[str, Any], unit: str) -> list[OptionView]:
    """Return the choices with what people call them; the unit stands beside them."""
    values = list(row.get("enum") or ())
    snake = any(isinstance(value, str) and SNAKE.fullmatch(value) for value in values)
    labels = row.get("x-labels") or [_bare(value, unit, snake=snake) for value in values]
    return [
        {"value": value, "label": str(label)}
        for value, label in zip(values, labels, strict=False)
        if value is not None
    ]


def _bare(value: object, unit: str, *, snake: bool) -> object:
    amount = Length("", {}, "ms" if unit == "ms" else "s").seconds(value)
    amount = amount if unit in {"s", "ms"} else None
    if amount is not None:
        return f"{amount:g}"
    if not isinstance(value, str):
        return value
    return value.replace("_", " ").capitalize() if snake and value.islower() else value


def _limits(schema: Mapping[str, Any]) -> tuple[float | None, float | None]:
    least, most = schema.get("minimum"), schema.get("maximum")
    step = 1 if schema.get("type") == "integer" else 0
    if least is None and "exclusiveMinimum" in schema:
        least = schema["exclusiveMinimum"] + step
    if most is None and "exclusiveMaximum" in schema:
        most = schema["exclusiveMaximum"] - step
    return least, most


def _auto(role: str, options: list[OptionView]) -> str:
    usual = AUTO.get(role, "")
    return usual if usual in (str(option["value"]) for option in options) else ""


def _kind(schema: Mapping[str, Any]) -> FieldKind:
    """Return how the form draws a kind; what it has no control for is JSON."""
    kind, items = schema.get("x-kind"), schema.get("items") or {}
    if kind == "size":
        return "choice" if schema.get("enum") else "text"
    if kind == "list":
        return "files" if items.get("x-kind") == "media" else _list(items)
    return DRAWN.get(str(kind), "json")


def _list(items: Mapping[str, Any]) -> FieldKind:
    return "json" if _kind(items) == "json" else "list"
