"""A model's form as data: its fields, what carries over to another model, what is wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.check import top
from veo_widgets.catalogue.kinds import marked
from veo_widgets.core.record import JobRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.client.session import Session
    from veo_widgets.errors import Problem
    from veo_widgets.view.wire.controls import Checked, FieldKind, FieldView, ModelForm, ProblemView

AUTO: Final = {"resolution": "720p", "aspect_ratio": "16:9", "duration": "8", "fps": "24"}
"""What is made when a parameter with choices is left to the service."""
DRAWN: Final[Mapping[str, FieldKind]] = {
    "prompt": "prompt",
    "text": "text",
    "choice": "choice",
    "boolean": "switch",
    "number": "number",
    "integer": "number",
    "frames": "number",
    "width_height": "number",
    "seed": "seed",
}
MISSING: Final = object()


def form_of(model: Model) -> ModelForm:
    """Return all that a form needs to know of a model, required parameters first."""
    required = frozenset(model.required)
    names = sorted(model.properties, key=lambda name: name not in required)
    example = model.examples[0]["parameters"] if model.examples else {}
    return {
        "slug": model.slug,
        "title": model.title,
        "summary": model.summary,
        "fields": [
            field_of(name, model.properties[name], required=name in required) for name in names
        ],
        "example": dict(model.check(example).parameters),
    }


def field_of(name: str, schema: Mapping[str, Any], *, required: bool) -> FieldView:
    """Return how a parameter is drawn.

    Args:
        name: The parameter.
        schema: Its JSON Schema.
        required: Whether a request must have it.
    """
    role = str(schema.get("x-role", name))
    schema = schema if "x-kind" in schema else marked(name, schema, role)
    values = list(schema.get("enum") or ())
    labels = schema.get("x-labels") or values
    default = schema.get("default")
    examples = schema.get("examples") or [""]
    return {
        "name": name,
        "role": role,
        "kind": _kind(schema),
        "title": str(schema.get("title") or name.replace("_", " ").capitalize()),
        "unit": str(schema.get("x-unit") or ""),
        "help": str(schema.get("description") or ""),
        "required": required,
        "default": default,
        "options": [
            {"value": value, "label": str(label)}
            for value, label in zip(values, labels, strict=False)
            if value is not None
        ],
        "whole": schema.get("type") == "integer",
        "least": schema.get("minimum"),
        "most": schema.get("maximum"),
        "auto": _auto(role, values),
        "example": str(examples[0]).strip()[:160],
        "random": schema.get("x-random"),
    }


def _auto(role: str, values: list[Any]) -> str:
    usual = AUTO.get(role, "")
    return usual if usual in map(str, values) else ""


def _kind(schema: Mapping[str, Any]) -> FieldKind:
    """Return how the form draws a kind; what it has no control for is text or JSON."""
    kind, items = schema.get("x-kind"), schema.get("items") or {}
    if kind == "size":
        return "choice" if schema.get("enum") else "text"
    if kind == "media":
        return "image" if schema["x-medium"] == "image" else "text"
    if kind == "list":
        return "images" if items.get("x-medium") == "image" else "json"
    return DRAWN.get(str(kind), "json")


def carry(
    old: Iterable[FieldView],
    new: Iterable[FieldView],
    values: Mapping[str, Any],
    kept: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Translate a form for another model; the browser has the same rule.

    Args:
        old: The fields of the model that is left.
        new: The fields of the next one.
        values: What the form holds, by name.
        kept: What earlier models had and the last one lacked, by role.

    Returns:
        The values of the next form by name, and what is kept by role: all that a
        person set and the next model does not take. What is kept goes before a default
        that nobody touched.
    """
    given, chosen = dict(kept), set(kept)
    for field in old:
        name, role = field["name"], field["role"]
        untouched = values.get(name) == field["default"]
        if name not in values or (untouched and role in kept):
            continue
        given[role] = values[name]
        if not untouched:
            chosen.add(role)
    fields = {field["role"]: field for field in reversed(list(new))}
    carried = {f["name"]: f["default"] for f in fields.values() if f["default"] is not None}
    rest: dict[str, Any] = {}
    for role, value in given.items():
        target = fields.get(role)
        fitted = MISSING if target is None else fit(target, value)
        if target is not None and fitted is not MISSING:
            carried[target["name"]] = fitted
        elif role in chosen:
            rest[role] = value
    return carried, rest


def fit(field: FieldView, value: Any) -> Any:  # noqa: ANN401
    """Return a value as a field takes it; ``MISSING`` when it does not."""
    kind = field["kind"]
    if kind == "choice":
        same = (o["value"] for o in field["options"] if _plain(o["value"]) == _plain(value))
        return next(same, MISSING)
    if kind == "switch":
        return value if isinstance(value, bool) else MISSING
    if kind in {"number", "seed"}:
        return _number(field, value)
    if kind == "images":
        return [value] if isinstance(value, str) else value if _is_texts(value) else MISSING
    if kind == "image":
        first = value[0] if _is_texts(value) and value else value
        return first if isinstance(first, str) else MISSING
    if kind == "json":
        return value if isinstance(value, (list, dict)) else MISSING
    return value if isinstance(value, str) else MISSING


def _plain(value: Any) -> str:  # noqa: ANN401
    return str(value).removesuffix("s") if not isinstance(value, bool) else str(value).lower()


def _is_texts(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _number(field: FieldView, value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return MISSING
    try:
        number = float(value)
    except ValueError:
        return MISSING
    low, high = field["least"], field["most"]
    outside = (low is not None and number < low) or (high is not None and number > high)
    if outside or not math.isfinite(number) or (field["whole"] and not number.is_integer()):
        return MISSING
    return int(number) if number.is_integer() else number


def fix_of(model: Model, problem: Problem) -> dict[str, object]:
    """Return the value that would be right for a field; nothing where nobody knows it.

    Args:
        model: The form's model.
        problem: What is wrong with it.
    """
    name, right = problem.field, problem.nearest
    if right is None or name not in model.properties:
        return {}
    refused = {other.field for other in model.check({name: right}).problems}
    return {} if name in refused else {name: right}


def check_view(
    session: Session, model: Model, values: Mapping[str, Any], by: str, revision: int
) -> Checked:
    """Return what is wrong with a form, what it may cost and how long it may take.

    Args:
        session: Whose endpoint and experience.
        model: The form's model.
        values: What the form holds.
        by: The view that wrote the form.
        revision: Which state of the form this is about.
    """
    report = model.check(values)
    price = model.price(report.parameters)
    alike = JobRecord("", session.endpoint.name, model.slug, report.parameters, session.clock())
    low, high = session.expected(alike).usual()
    problems: list[ProblemView] = [
        {
            "field": top(problem.field),
            "text": str(problem),
            "source": "",
            "fix": fix_of(model, problem),
        }
        for problem in report.problems
    ]
    return {
        "by": by,
        "revision": revision,
        "problems": problems,
        "warnings": [
            {
                "field": warned.field,
                "text": warned.message,
                "source": warned.source,
                "fix": dict(warned.cure),
            }
            for warned in report.warnings
        ],
        "price_low": price.low,
        "price_high": price.high,
        "price_note": price.note,
        "usual_low": round(low, 1),
        "usual_high": round(high, 1),
    }
