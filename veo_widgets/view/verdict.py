"""A verdict as HTML: the sentence, whiskers, tiers with their prices, the pair matrix."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Final

from veo_widgets.judging.chart import PAGE, chart
from veo_widgets.judging.verdict import OWN, places
from veo_widgets.judging.words import correlation, dollars, percent, scored, sentence
from veo_widgets.view.html import raw_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.core.intervals import Interval
    from veo_widgets.judging.standing import Line, Standing
    from veo_widgets.judging.verdict import Verdict


def verdict_html(verdict: Verdict) -> str:
    """Return a verdict as it stands in a cell or on a page; light and dark are the page's."""
    parts = [*map(_question, verdict.together), *folds_html(verdict)]
    parts += [f"<p><small>{escape(note)}</small></p>" for note in verdict.notes]
    if verdict.next_dollar:
        parts.append(f"<p><small>{escape(verdict.next_dollar)}</small></p>")
    return "".join(parts)


def folds_html(verdict: Verdict) -> list[str]:
    """Return what is folded below the answers: raters, kept clips, scores; each if there is any."""
    folds = (
        (verdict.apart, _raters),
        (verdict.kept, _kept_clips),
        (verdict.scores, _agreement),
    )
    return [fold(verdict) for there, fold in folds if there]


def _question(of: Standing) -> str:
    about = f"<small>{escape(of.question)}</small>" if of.question else ""
    return (
        f"{about}<h4>{escape(sentence(of))}</h4>"
        f'<div class="scroll">{chart([of], PAGE)}</div>'
        f'<div class="scroll">{lines_html(of)}</div>'
        f'<details><summary>Pair by pair</summary><div class="scroll">{matrix_html(of)}</div></details>'
    )


def lines_html(of: Standing) -> str:
    """Return of each configuration its place, its chance, its failures and its price."""
    heads = ["", "#place", "#preferred", "#votes", "#~both bad"]
    rows = [
        [
            f"<b>{escape(line.label)}</b>",
            places(line.ranks),
            escape(percent(line.chance)),
            str(line.votes),
            f"{line.unusable.hits} of {line.unusable.of}",
        ]
        for line in of.lines
    ]
    for head, cell, there in (
        ("#as asked", _follows, [line.follows for line in of.lines]),
        ("#kept", _kept, [line.kept.of for line in of.lines]),
        ("#a kept clip", _price, [line.cost_per_kept for line in of.lines]),
        ("#~waited for it", _time, [line.seconds_per_kept for line in of.lines]),
    ):
        if any(there):
            heads.append(head)
            for row, line in zip(rows, of.lines, strict=True):
                row.append(cell(line))
    return raw_table(heads, rows)


def _kept(line: Line) -> str:
    return f"{line.kept.hits} of {line.kept.of}" if line.kept.of else "–"


def _follows(line: Line) -> str:
    return "–" if line.follows is None else escape(percent(line.follows))


def _price(line: Line) -> str:
    return _range(line.cost_per_kept, dollars)


def _time(line: Line) -> str:
    return _range(line.seconds_per_kept, lambda seconds: f"{seconds:.0f} s")


def _range(interval: Interval | None, say: Callable[[float], str]) -> str:
    if interval is None:
        return "–"
    if math.isinf(interval.value):
        return f"over {escape(say(interval.low))}"
    return f"{escape(say(interval.value))} <small>({escape(say(interval.low))}–{escape(say(interval.high))})</small>"


def matrix_html(of: Standing) -> str:
    """Return who is preferred to whom, ties left out; marked where it may be called so."""
    names = [line.name for line in of.lines]
    rows = []
    for name in names:
        row = [f"<b>{escape(of.label(name))}</b>"]
        row += [_cell(of, name, other) for other in names]
        rows.append(row)
    return raw_table(["", *(f"#{of.label(name)}" for name in names)], rows)


def _cell(of: Standing, one: str, other: str) -> str:
    if one == other:
        return ""
    if not of.ranking.linked(one, other):
        return "<small>never met</small>"
    words = escape(percent(of.ranking.chance(one, other)))
    return (
        f"<b>{words}</b>" if of.ranking.beats(one, other) else f'<span class="faint">{words}</span>'
    )


def _raters(verdict: Verdict) -> str:
    """Return what each rater's votes say, folded."""
    asked = any(of.question for of in verdict.apart)
    rows = [
        [
            escape(of.rater or OWN),
            *([escape(of.question)] if asked else []),
            str(of.votes),
            escape(sentence(of)),
        ]
        for of in verdict.apart
    ]
    table = raw_table(["rater", *(["question"] if asked else []), "#votes", ""], rows)
    return f'<details><summary>Rater by rater</summary><div class="scroll">{table}</div></details>'


def _kept_clips(verdict: Verdict) -> str:
    """Return the clips that were kept, those of the best tier first."""
    rows = [
        [escape(row.label), str(row.tier), "–" if row.cost is None else escape(dollars(row.cost))]
        for row in verdict.kept
    ]
    table = raw_table(["clip", "#tier", "#cost"], rows)
    count = f"{len(rows)} clip{'s' * (len(rows) != 1)} kept"
    return f'<details><summary>{count}</summary><div class="scroll">{table}</div></details>'


GOES: Final = {"with": "goes with them", "against": "goes against them", "open": "cannot be told"}


def _agreement(verdict: Verdict) -> str:
    """Return how far each score goes with the votes; those that cannot be told yet are counted."""
    rows = [
        [
            escape(row.name) if row.told == "open" else f"<b>{escape(row.name)}</b>",
            escape(correlation(row)),
            str(row.pairs),
            GOES[row.told],
        ]
        for row in verdict.scores
        if row.told in GOES
    ]
    raters = {rater for of in verdict.together for rater in of.raters}
    whose = "your" if raters == {""} else "the"
    parts = [f"<p><small>{escape(scored(verdict.scores))}</small></p>"]
    if rows:
        table = raw_table(["score", "#rank correlation", "#pairs", ""], rows)
        parts.append(f'<div class="scroll">{table}</div>')
    few = sum(row.told == "few" for row in verdict.scores)
    if rows and few:
        parts.append(
            f"<p><small>Of {few} others too few pairs were voted on, or differ.</small></p>"
        )
    return (
        f"<details><summary>How the scores agree with {whose} votes</summary>"
        f"{''.join(parts)}</details>"
    )
