"""What the votes come to, as a report says it: in words, as a chart, pair by pair."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from veo_widgets.judging.words import percent, sentence
from veo_widgets.report.page import in_style, unbroken
from veo_widgets.view.verdict import folds_html, lines_html, matrix_html

if TYPE_CHECKING:
    from veo_widgets.judging.standing import Line, Standing
    from veo_widgets.report.content import Content

SCALE: Final = (0, 25, 50, 75, 100)
SENTENCE: Final = re.compile(r"(?<=\.) (?=[A-Z])")


def verdict_section(content: Content) -> str:
    """Return the conclusion in words, the chart, and who is preferred to whom."""
    verdict = content.verdict
    if verdict is None:
        return '<p class="lead quiet">Nobody has voted on these clips yet.</p>'
    parts = [*map(_question, verdict.together), *folds_html(verdict)]
    if verdict.next_dollar and content.cost.count:
        parts.append(f"<p><small>{escape(verdict.next_dollar)}</small></p>")
    return in_style("".join(parts))


def _question(of: Standing) -> str:
    asked = f'<p class="asked">{escape(of.question)}</p>' if of.question else ""
    return (
        f'{asked}<p class="lead">{_lead(sentence(of))}</p>{_chart(of)}'
        f'<div class="pair"><div><h3>Places</h3>{lines_html(of)}</div>'
        f"<div><h3>Pair by pair</h3>{matrix_html(of)}</div></div>"
    )


def _lead(words: str) -> str:
    """Return a conclusion with all but its first sentence set smaller."""
    first, *rest = SENTENCE.split(words, maxsplit=1)
    return unbroken(first) + "".join(f" <span>{unbroken(each)}</span>" for each in rest)


def _chart(of: Standing) -> str:
    """Draw of each configuration the chance to be preferred, as wide as the page."""
    marks = "".join(f'<i style="left:{at}%">{at}</i>' for at in SCALE)
    rows = "".join(_whisker(line) for line in of.lines)
    return (
        '<figure class="chart"><figcaption>Chance to be preferred, in %, with its 95 % interval'
        f'</figcaption>{rows}<div class="scale" aria-hidden="true">{marks}</div></figure>'
    )


def _whisker(line: Line) -> str:
    low, value, high = (
        round(100 * min(max(at, 0.0), 1.0), 1)
        for at in (line.chance.low, line.chance.value, line.chance.high)
    )
    best = " best" if line.tier == 1 else ""
    return (
        f'<div class="whisker{best}"><b>{unbroken(line.label)}</b><span>{escape(percent(line.chance))}'
        f'</span><div aria-hidden="true"><i style="left:{low}%;width:{round(high - low, 1)}%"></i>'
        f'<u style="left:{value}%"></u></div></div>'
    )
