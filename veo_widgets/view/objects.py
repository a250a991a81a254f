"""Totals, models, prices and sweeps as a cell's last line shows them."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.money import NOT_TOLD, Sum, spent
from veo_widgets.core.record import ENDED_BADLY, LIVE
from veo_widgets.experiment.progress import word_of
from veo_widgets.view.html import money, raw_table, seconds, when
from veo_widgets.view.job import thumb_of
from veo_widgets.view.sheet import worded_values
from veo_widgets.view.wire.constants import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.catalogue import Price
    from veo_widgets.client import Client
    from veo_widgets.client.job import History
    from veo_widgets.client.progress import Making
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
    by_model: dict[str, Sum] = {}
    for line in lines:
        by_model[line.model] = _cost(line, by_model.get(line.model, Sum()))
    most = max((of.low for of in by_model.values()), default=0.0) or 1.0
    models = [
        (
            f"<b>{escape(model)}</b>",
            (
                '<span class="bar" style="width:min(240px,30vw)">'
                f'<i style="width:{100 * of.low / most:.0f}%"></i></span>'
            ),
            of.said(NOT_TOLD),
            f"{of.count} clip{'' if of.count == 1 else 's'}",
        )
        for model, of in sorted(by_model.items(), key=lambda item: -item[1].low)
    ]
    days = [
        (
            f'<span class="keep">{escape(line.day)}</span>',
            escape(line.endpoint),
            escape(line.model),
            str(line.clips),
            _cost(line).said(NOT_TOLD),
            money(line.estimate) if line.estimate or not line.unknown else "unknown",
            str(line.free_failures),
        )
        for line in lines
    ]
    heads = ("day", "endpoint", "model", "#clips", "#cost", "#estimate", "#failed free")
    return (
        f"{_figures(sums)}{raw_table(('', '', '#', '#'), models)}"
        f"<details><summary>By day</summary>{raw_table(heads, days)}</details>"
    )


def _cost(line: SpendLine, before: Sum = Sum()) -> Sum:  # noqa: B008
    cost = before.low + line.cost
    return Sum(cost, cost, before.count + line.clips, before.unknown + line.unknown)


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
        escape(spent(records).said(NOT_TOLD)),
    )


def progress_html(progress: Progress) -> str:
    """Return a sweep that is waited for as one line with a bar."""
    records, cells = progress.jobs()
    return (
        f'<div class="line" style="padding-left:10px"><b class="keep">{escape(progress.name)}'
        f'</b><span style="flex:1">{progress_bar(records, cells)}</span>'
        f'<span class="num">{escape(spent(records).said(NOT_TOLD))}</span></div>'
    )


def making_html(making: Making) -> str:
    """Return a file that is being made as one line with a bar."""
    return (
        f'<div class="line" style="padding-left:10px"><b class="keep">{escape(making.name)}</b>'
        f'<span class="bar" style="flex:1"><i class="ok" style="width:{making.share:.1%}"></i></span>'
        f'<span class="num">{making.share:.0%}</span></div>'
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
    how = price.note or f"rate of {price.date}, published"
    parts = [f"US dollars, {how}", "" if price.source in how else price.source]
    parts.append(price.learnt.error if price.learnt else "")
    words = ". ".join(filter(None, parts))
    return f"<p><b>{price_range(price)}</b> <small>{escape(words)}</small></p>"


def price_range(price: Price) -> str:
    """Return a price as a badge writes it."""
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


def client_html(client: Client) -> str:
    """Return where a client sends, what it holds and what it spent."""
    spending = client.spend()
    total = spending.total if client.endpoint.real_money else spending.play_total
    jobs = client.jobs(limit=None)
    running = len(jobs.running)
    unit = "spent" if client.endpoint.real_money else "play money"
    budget = client.budget
    lines = spending.lines if client.endpoint.real_money else spending.play
    unknown = sum(line.unknown for line in lines)
    sums = [
        (unit, money(total) if total or not unknown else NOT_TOLD),
        ("jobs", str(len(jobs))),
        ("running", str(running)),
    ]
    if unknown:
        sums.append(("clips of unknown cost", str(unknown)))
    if budget is not None:
        sums.append(("budget", money(budget)))
    if client.unknown is not None:
        sums.append(("a clip of unknown price", f"at most {money(client.unknown)}"))
    kind = "care" if client.endpoint.real_money else "good"
    return (
        f'<p class="{kind}"><i class="dot"></i>{escape(str(client.endpoint))}</p>'
        f"{_figures(sums)}<small>Home: {escape(str(client.home.root))}</small>"
    )
