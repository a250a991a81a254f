"""Totals, models, prices and sweeps as a cell's last line shows them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.money import NOT_TOLD, spent
from veo_widgets.core.record import ENDED_BADLY, LIVE
from veo_widgets.view.html import raw_table, seconds, when
from veo_widgets.view.job import thumb_of
from veo_widgets.view.progress import progress_bar
from veo_widgets.view.sheet import worded_values
from veo_widgets.view.wire.constants import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Catalogue, Model, Price
    from veo_widgets.client.job import History
    from veo_widgets.experiment import Fairness, Sweep, Sweeps

STILLS: Final = 4
MOST_VALUES: Final = 8


def sweeps_html(sweeps: Sweeps) -> str:
    """Return each sweep with its axes, pictures, how far it is, and its cost."""
    if not len(sweeps):
        return '<p>No sweeps here yet. <code>veo.sweep("…", model=[…], seed=[1, 2])</code> plans one.</p>'
    rows = [_sweep_row(name, sweep) for name, sweep in sweeps.items()]
    return raw_table(("sweep", "clips", "how far", "#cost"), rows, "wide")


def _sweep_row(name: str, sweep: Sweep) -> tuple[str, ...]:
    records, cells = sweep.progress().jobs()
    axes = " × ".join(f"{len(values)} {axis}" for axis, values in sweep.spec.axes.items())
    session = sweep.client.session
    ready = [record for record in records if record.state == "ready"][:STILLS]
    pictures = "".join(
        f'<img class="thumb" style="float:left;margin-right:4px" src="{thumb_of(session, record)}" '
        'alt="">'
        for record in ready
    )
    return (
        f"<b>{escape(name)}</b><br><small>{escape(axes or 'one cell')}</small>",
        pictures or '<small class="keep">none yet</small>',
        progress_bar(records, cells),
        escape(spent(records).said(NOT_TOLD)),
    )


def fairness_html(fair: Fairness) -> str:
    """Return what differs besides what is compared: what, its values, the odd cells."""
    subject = escape(fair.subject)
    if not fair:
        return f"<p>Fair: {fair.clips} clips, nothing differs besides {subject}.</p>"
    rows = [
        (
            f'<b class="keep">{escape(row.what)}</b>',
            "<br>".join(
                f"{escape(label)} <small>in {len(cells)}</small>"
                for label, cells in zip(worded_values(row), row.values.values(), strict=True)
            ),
            ", ".join(map(str, row.cells)) or "all",
        )
        for row in fair
    ]
    verb = "differs" if len(fair) == 1 else "differ"
    head = f'<p class="care">Besides {subject}, {len(fair)} {verb} between {fair.clips} clips.</p>'
    return head + raw_table(("differs", "values", "cells"), rows)


def price_html(price: Price) -> str:
    """Return a price with where it comes from."""
    if not price.known:
        return f"<p><b>Price unknown.</b> <small>{escape(price.source)}</small></p>"
    how = price.note or f"rate of {price.date}, published"
    parts = [f"US dollars, {how}", "" if price.source in how else price.source]
    parts.append(price.learnt.error if price.learnt else "")
    words = ". ".join(filter(None, parts))
    return f"<p><b>{_range(price)}</b> <small>{escape(words)}</small></p>"


def _range(price: Price) -> str:
    return escape(str(price).replace("-", "–"))


def history_html(history: History) -> str:
    """Return a job's story: when, how long after the start, what, why."""
    if not history:
        return "<p>Nothing happened to this job yet.</p>"
    first = history[0].at
    rows = [
        (
            f'<span class="keep">{when(event.at, first)}</span>',
            f"+{seconds(event.at - first)}",
            (
                f'<span class="keep {_kind(event.state)}"><i class="dot"></i>'
                f"{escape(STATE_LABELS[event.state])}</span>"
            ),
            escape(event.cause),
        )
        for event in history
    ]
    return raw_table(("when", "#after", "state", "why"), rows)


def _kind(state: Any) -> str:  # noqa: ANN401
    return "bad" if state in ENDED_BADLY else "live" if state in LIVE else "good"


def catalogue_html(catalogue: Catalogue) -> str:
    """Return the models, each with what it makes, its time and its price."""
    rows = [
        (
            f'<b class="keep">{escape(model.title)}</b><br><code class="keep">{escape(model.slug)}</code>',
            f"{escape(model.summary)}<br>{_chips(model)}",
            f"~{seconds(model.usual_s)}",
            _range(model.price()),
        )
        for model in catalogue.values()
    ]
    return raw_table(("model", "makes", "#usually", "#a clip"), rows, "wide")


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
    about = f"~{seconds(model.usual_s)} · {_range(model.price())} a clip"
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
    inner = schema.get("items", schema)
    kinds = {"string": "text", "integer": "whole number", "boolean": "yes or no", "array": "list"}
    kind = kinds.get(str(schema.get("type")), str(schema.get("type", "")))
    return "image" + ("s" if "items" in schema else "") if inner.get("format") == "uri" else kind


def _default(schema: Mapping[str, Any], *, required: bool) -> str:
    value = schema.get("default")
    if value is None:
        return "auto" if schema.get("enum") and not required else "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(str(value))
