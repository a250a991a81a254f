"""How far a sweep or a file is, as one line with a bar."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from veo_widgets.core.record import counted, word_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.client.progress import Making
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.progress import Progress


def progress_html(progress: Progress) -> str:
    """Return a sweep that is waited for as one line with a bar."""
    records, cells = progress.jobs()
    return (
        f'<div class="line" style="padding-left:10px"><b class="keep">{escape(progress.name)}'
        f'</b><span style="flex:1">{progress_bar(records, cells)}</span>'
        f'<span class="num">{escape(progress.cost(records))}</span></div>'
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
    if not records:
        return f'<small class="keep">{cells} cells, nothing sent</small>'
    return (
        f'<span class="bar"><i class="ok" style="width:{100 * counts["ready"] / whole:.1f}%"></i>'
        f'<i class="no" style="width:{100 * counts["failed"] / whole:.1f}%"></i></span>'
        f'<small class="keep">{counted(records)}</small>'
    )
