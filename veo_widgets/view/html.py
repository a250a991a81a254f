"""What a notebook shows of widgets when no kernel stands behind it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from veo_widgets.view.clip import fact_views, label, poster_uri, thumb_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.client import Job
    from veo_widgets.media import Clip, Derived
    from veo_widgets.view.sheet import Sheet

MOST_STILLS = 48
MimeBundle = dict[str, Any]


def with_html(drawn: MimeBundle | None, html: str) -> MimeBundle:
    """Return a widget's mime bundle with the HTML that stands in for it.

    Args:
        drawn: What the widget's own ``_repr_mimebundle_`` returned, if anything.
        html: Shown where the widget cannot be.
    """
    return {**(drawn or {}), "text/html": html}


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; its cells are text, never markup."""
    head = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>"
        + "".join(f"<td style='text-align:left'>{escape(str(cell))}</td>" for cell in row)
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def clip_html(clip: Clip) -> str:
    """Return a poster and the facts."""
    rows = [(fact["name"], fact["asked"] or "–", fact["got"]) for fact in fact_views(clip)]
    image = f'<img src="{poster_uri(clip.path)}" width="480" alt="{escape(label(clip))}">'
    return (
        f"<figure style='margin:0'>{image}<figcaption>{escape(label(clip))}</figcaption></figure>"
        + table(("fact", "asked", "got"), rows)
    )


def job_html(job: Job) -> str:
    """Return a job's clip, or where the job stood."""
    clip = job.clip
    return clip_html(clip) if clip is not None else jobs_html([job])


def jobs_html(jobs: Iterable[Job]) -> str:
    """Return jobs as a table."""
    rows = []
    for job in jobs:
        record = job.record
        prompt = str(record.parameters.get("prompt", ""))
        cost = "–" if record.cost is None else f"${record.cost:.2f}"
        rows.append((record.id, record.model, record.state, cost, prompt[:60]))
    return table(("job", "model", "state", "cost", "prompt"), rows)


def grid_html(sheet: Sheet, derived: Derived) -> str:
    """Return a grid's cells as small pictures with their words."""
    parts = []
    for cell in sheet.cells[:MOST_STILLS]:
        clip = sheet.clips.get(cell["index"])
        picture = ""
        if clip is not None:
            uri = thumb_uri(clip.path, derived.path(clip.sha256, "thumb.jpg"))
            picture = f'<img src="{uri}" width="192" alt="">'
        state = "not applicable" if cell["fate"] == "refused" else cell["live"]["state"]
        parts.append(
            "<figure style='display:inline-block;margin:4px;width:192px;"
            f"vertical-align:top'>{picture}<figcaption>{escape(cell['title'])}<br>"
            f"{escape(state)}</figcaption></figure>"
        )
    more = len(sheet.cells) - MOST_STILLS
    rest = f"<p>and {more} more cells</p>" if more > 0 else ""
    return f"<b>{escape(sheet.title)}</b><div>{''.join(parts)}</div>{rest}"
