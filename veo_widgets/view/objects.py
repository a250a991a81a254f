"""Totals, models, prices and sweeps as a cell's last line shows them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.record import ENDED_BADLY, LIVE
from veo_widgets.view.html import ROW_WIDTH, raw_table, seconds, when
from veo_widgets.view.job import thumb_of
from veo_widgets.view.progress import progress_bar
from veo_widgets.view.sheet import worded_values
from veo_widgets.view.wire.constants import STATE_LABELS

if TYPE_CHECKING:
    from veo_widgets.catalogue import Price
    from veo_widgets.client.job import History
    from veo_widgets.experiment import Fairness, Sweep, Sweeps

STILLS: Final = 4


def sweeps_html(sweeps: Sweeps) -> str:
    """Return each sweep with its axes, pictures, how far it is, and its cost."""
    if not len(sweeps):
        return '<p>No sweeps here yet. <code>veo.sweep("…", model=[…], seed=[1, 2])</code> plans one.</p>'
    rows = [_sweep_row(name, sweep) for name, sweep in sweeps.items()]
    return raw_table(("sweep", "clips", "how far", "#cost"), rows, "wide")


def _sweep_row(name: str, sweep: Sweep) -> tuple[str, ...]:
    progress = sweep.progress()
    records, cells = progress.jobs()
    axes = " · ".join(
        f"{axis.replace('_', ' ')} ×{len(values)}" for axis, values in sweep.spec.axes.items()
    )
    session = sweep.client.session
    ready = [record for record in records if record.state == "ready"][:STILLS]
    pictures = "".join(
        f'<img class="thumb" style="float:left;margin-right:4px" src="{thumb_of(session, record, ROW_WIDTH)}" '
        'alt="">'
        for record in ready
    )
    return (
        f"<b>{escape(name)}</b><br><small>{escape(axes or 'one cell')}</small>",
        pictures or '<small class="keep">none yet</small>',
        progress_bar(records, cells),
        escape(progress.cost(records)),
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
    words = ". ".join(part[0].upper() + part[1:] for part in parts if part)
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
