"""Models as tables: what each makes and takes, how it stands, what the endpoint's list says."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.view.html import raw_table, seconds
from veo_widgets.view.objects import price_range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Catalogue, Model

MOST_VALUES: Final = 8


def standing_html(model: Model) -> str:
    """Say what stands against a model: retired, or known from a page that nobody confirmed."""
    told = "retired" if model.retired else "" if model.verified else model.status
    return f"<br><small>{escape(told)}</small>" if told else ""


def published_html(catalogue: Catalogue) -> str:
    """Say of the endpoint's list its day, what was left out of it and how ours differs."""
    said = []
    if catalogue.published.date:
        said.append(f"The endpoint's list of {catalogue.published.date}")
    if catalogue.set_aside:
        listed = "".join(
            f"<li><code>{escape(name)}</code> {escape(why)}</li>"
            for name, why in list(catalogue.set_aside.items())[:MOST_VALUES]
        )
        count = len(catalogue.set_aside)
        said.append(f"<details><summary>{count} not taken</summary><ul>{listed}</ul></details>")
    drift = catalogue.drift()
    if drift:
        listed = "".join(
            f"<li><code>{escape(row.slug)}.{escape(row.parameter)}</code> {escape(row.what)}: "
            f"{escape(str(row.ours))} → {escape(str(row.theirs))}</li>"
            for row in drift[:MOST_VALUES]
        )
        said.append(f"<details><summary>{len(drift)} drifted</summary><ul>{listed}</ul></details>")
    return "".join(f"<small>{each}</small>" for each in said)


def catalogue_html(catalogue: Catalogue) -> str:
    """Return the models, each with what it makes, its time and its price."""
    rows = [
        (
            f'<b class="keep">{escape(model.title)}</b><br><code class="keep">{escape(model.slug)}</code>',
            f"{escape(model.summary)}<br>{_chips(model)}{standing_html(model)}",
            _usual(model),
            price_range(model.price()),
        )
        for model in catalogue.values()
    ]
    table = raw_table(("model", "makes", "#usually", "#a clip"), rows, "wide")
    return table + published_html(catalogue)


def _usual(model: Model) -> str:
    return "time unknown" if model.usual_s is None else f"~{seconds(model.usual_s)}"


def _chips(model: Model) -> str:
    shown = []
    for role in ("resolution", "aspect_ratio", "duration"):
        name = model.having(role)
        values = model.properties.get(name or "", {}).get("enum", ())
        unit = " s" if role == "duration" else ""
        if values:
            shown.append(" / ".join(map(str, values)) + unit)
    roles = (
        ("audio", "sound"),
        ("start_image", "start image"),
        ("last_frame", "last frame"),
        ("reference_images", "references"),
        ("negative_prompt", "negative prompt"),
    )
    shown += [word for role, word in roles if model.having(role)]
    return "".join(f'<span class="chip">{escape(text)}</span>' for text in shown)


def model_html(model: Model) -> str:
    """Return a model's parameters, what each allows and starts with."""
    required = model.parameters.get("required", ())
    rows = [
        (
            f'<b class="keep">{escape(name)}</b>'
            + ("<br><small>required</small>" if name in required else ""),
            _allowed(schema),
            _default(schema, required=name in required),
            f"<small>{escape(str(schema.get('description', '')))}</small>",
        )
        for name, schema in model.properties.items()
    ]
    about = f"{_usual(model)} · {price_range(model.price())} a clip"
    return (
        f"<h4>{escape(model.title)} <code>{escape(model.slug)}</code></h4>"
        f"<p>{escape(model.summary)}</p><p><small>{escape(about)}</small></p>"
        + raw_table(("parameter", "allowed", "default", ""), rows, "wide")
    )


def _allowed(schema: Mapping[str, Any]) -> str:
    values = schema.get("enum")
    if values:
        chips = [
            f'<span class="chip">{escape(str(value))}</span>' for value in values[:MOST_VALUES]
        ]
        return "".join(chips) + (" …" if len(values) > MOST_VALUES else "")
    inner = schema.get("items") or schema
    kinds = {"string": "text", "integer": "whole number", "boolean": "yes or no", "array": "list"}
    kind = kinds.get(str(schema.get("type")), str(schema.get("type", "")))
    medium = str(inner.get("x-medium") or "")
    return medium + "s" * ("items" in schema) if medium else kind


def _default(schema: Mapping[str, Any], *, required: bool) -> str:
    value = schema.get("default")
    if value is None:
        return "auto" if schema.get("enum") and not required else "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(str(value))
