"""Totals, models, prices and sweeps as a cell's last line shows them."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.record import ENDED_BADLY, LIVE
from veo_widgets.experiment.progress import word_of
from veo_widgets.view.html import money, raw_table, seconds, when
from veo_widgets.view.job import thumb_of
from veo_widgets.view.models import published_html, standing_html
from veo_widgets.view.sheet import worded_values
from veo_widgets.view.wire.constants import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from veo_widgets.catalogue import Catalogue, Model, Price
    from veo_widgets.client import Client
    from veo_widgets.client.job import History
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment import Fairness, Sweep, Sweeps
    from veo_widgets.experiment.progress import Progress
    from veo_widgets.home import Spend
    from veo_widgets.home.spend import SpendLine

STILLS: Final = 4
MOST_VALUES: Final = 8


def spend_html(spend: Spend) -> str:
    """Return the sums, a bar for each model, and the days folded away."""
    if not spend.lines and not spend.play:
        return (
            "<p>Nothing was spent here: $0.00. "
            "Clips of the local server are counted apart, as play money.</p>"
        )
    parts = []
    for title, lines in (("Real money", spend.lines), ("Play money", spend.play)):
        if lines:
            parts.append(_spent(title, lines))
    return "".join(parts)


def _spent(title: str, lines: Sequence[SpendLine]) -> str:
    total, clips = sum(line.cost for line in lines), sum(line.clips for line in lines)
    unknown, free = sum(line.unknown for line in lines), sum(line.free_failures for line in lines)
    sums = [(title, money(total)), ("clips", str(clips)), ("failed, not charged", str(free))]
    if unknown:
        sums.append(("clips of unknown cost", str(unknown)))
    by_model: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])
    for line in lines:
        by_model[line.model][0] += line.cost
        by_model[line.model][1] += line.clips
    most = max((cost for cost, _ in by_model.values()), default=0.0) or 1.0
    models = [
        (
            f"<b>{escape(model)}</b>",
            (
                '<span class="bar" style="width:min(240px,30vw)">'
                f'<i style="width:{100 * cost / most:.0f}%"></i></span>'
            ),
            money(cost),
            f"{count:.0f} clip{'' if count == 1 else 's'}",
        )
        for model, (cost, count) in sorted(by_model.items(), key=lambda item: -item[1][0])
    ]
    days = [
        (
            f'<span class="keep">{escape(line.day)}</span>',
            escape(line.endpoint),
            escape(line.model),
            str(line.clips),
            money(line.cost) + (f" + {line.unknown} unknown" if line.unknown else ""),
            money(line.estimate),
            str(line.free_failures),
        )
        for line in lines
    ]
    heads = ("day", "endpoint", "model", "#clips", "#cost", "#estimate", "#failed free")
    return (
        f"{_figures(sums)}{raw_table(('', '', '#', '#'), models)}"
        f"<details><summary>By day</summary>{raw_table(heads, days)}</details>"
    )


def _figures(sums: Iterable[tuple[str, str]]) -> str:
    parts = (
        f"<div><b>{escape(value)}</b><small>{escape(name)}</small></div>" for name, value in sums
    )
    return f'<div class="sums">{"".join(parts)}</div>'


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
        money(sum(record.cost or 0.0 for record in records)),
    )


def progress_html(progress: Progress) -> str:
    """Return a sweep that is waited for as one line with a bar."""
    records, cells = progress.jobs()
    return (
        f'<div class="line" style="padding-left:10px"><b class="keep">{escape(progress.name)}'
        f'</b><span style="flex:1">{progress_bar(records, cells)}</span>'
        f'<span class="num">{money(sum(record.cost or 0.0 for record in records))}</span></div>'
    )


def progress_bar(records: Sequence[JobRecord], cells: int) -> str:
    """Return a bar of ready and failed parts, with its words."""
    counts = Counter(word_of(record) for record in records)
    whole = max(len(records), 1)
    words = [f"{counts[word]} {word}" for word in ("ready", "running", "failed") if counts[word]]
    if not records:
        return f'<small class="keep">{cells} cells, nothing sent</small>'
    return (
        f'<span class="bar"><i class="ok" style="width:{100 * counts["ready"] / whole:.1f}%"></i>'
        f'<i class="no" style="width:{100 * counts["failed"] / whole:.1f}%"></i></span>'
        f'<small class="keep">{", ".join(words)}</small>'
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
    sure = "published" if price.certain else "not confirmed"
    return (
        f"<p><b>{_range(price)}</b> <small>US dollars, rate of {escape(price.date)}, {sure}. "
        f"{escape(price.source)}</small></p>"
    )


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
            f"{escape(model.summary)}<br>{_chips(model)}{standing_html(model)}",
            f"~{seconds(model.usual_s)}",
            _range(model.price()),
        )
        for model in catalogue.values()
    ]
    table = raw_table(("model", "makes", "#usually", "#a clip"), rows, "wide")
    return table + published_html(catalogue)


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


def client_html(client: Client) -> str:
    """Return where a client sends, what it holds and what it spent."""
    spent = client.spend()
    total = spent.total if client.endpoint.real_money else spent.play_total
    jobs = client.jobs(limit=None)
    running = len(jobs.running)
    unit = "spent" if client.endpoint.real_money else "play money"
    budget = client.budget
    sums = [(unit, money(total)), ("jobs", str(len(jobs))), ("running", str(running))]
    if budget is not None:
        sums.append(("budget", money(budget)))
    kind = "care" if client.endpoint.real_money else "good"
    return (
        f'<p class="{kind}"><i class="dot"></i>{escape(str(client.endpoint))}</p>'
        f"{_figures(sums)}<small>Home: {escape(str(client.home.root))}</small>"
    )
