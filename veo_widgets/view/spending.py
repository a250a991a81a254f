"""What was spent, and where a client sends, as a cell's last line shows them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from veo_widgets.core.money import NOT_TOLD, Sum
from veo_widgets.view.html import money, raw_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.client import Client
    from veo_widgets.home import Spend
    from veo_widgets.home.spend import SpendLine


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
