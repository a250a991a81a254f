"""What a notebook shows of jobs and clips when no kernel stands behind it."""

from __future__ import annotations

import time
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import prompt_of, said
from veo_widgets.core.money import NOT_TOLD, spent, told
from veo_widgets.core.record import ENDED_BADLY, LIVE, counted
from veo_widgets.view.clip import described, fact_views, label, plain, poster_uri, thumb_uri
from veo_widgets.view.job import about, error_view, thumb_of
from veo_widgets.view.sheet import cost_of
from veo_widgets.view.wire.constants import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.catalogue import Model
    from veo_widgets.client import Job, Jobs
    from veo_widgets.core.record import JobRecord
    from veo_widgets.media import Clip, Derived
    from veo_widgets.view.sheet import Sheet
    from veo_widgets.view.wire.grid import CellView

MOST_STILLS = 48
MOST_ROWS: Final = 100
MOST_THUMBS: Final = 40
ROW_WIDTH: Final = 128
"""Pixels of a row's picture: twice what it takes on the page."""
COLUMNS: Final = {"#": "num", "~": "wideonly"}
MimeBundle = dict[str, Any]


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; its cells are text, never markup."""
    return raw_table(heads, [[escape(str(cell)) for cell in row] for row in rows])


def raw_table(heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """Write a table of cells that are HTML already; see ``COLUMNS`` for what a head begins with.

    Args:
        heads: ``#`` stands over numbers, ``~`` over what a narrow page leaves out.
        rows: Cells as HTML.
        kind: A class of the table.
    """
    kinds = [" ".join(word for mark, word in COLUMNS.items() if mark in name[:2]) for name in heads]
    head = "".join(
        f'<th class="{of}">{escape(name.lstrip("#~"))}</th>'
        for name, of in zip(heads, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{of}">{cell}</td>' for cell, of in zip(row, kinds, strict=True))
        + "</tr>"
        for row in rows
    )
    headed = f"<thead><tr>{head}</tr></thead>" if any(heads) else ""
    return f'<div class="scroll"><table class="{kind}">{headed}<tbody>{body}</tbody></table></div>'


def money(amount: float | None) -> str:
    """Write US dollars; a dash for what is not known."""
    return "–" if amount is None else f"${amount:.2f}"


def seconds(duration: float) -> str:
    """Write a stretch of time as people say it."""
    whole = max(0, round(duration))
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60}:{whole % 60:02d} min"


def when(moment: float, now: float) -> str:
    """Write a moment in local time: the clock alone for today, the day for others."""
    at, today = time.localtime(moment), time.localtime(now)
    if at[:3] == today[:3]:
        return time.strftime("%H:%M", at)
    return time.strftime("%d %b %H:%M" if at.tm_year == today.tm_year else "%d %b %Y", at)


def clip_html(clip: Clip, estimate: str | None = None, model: Model | None = None) -> str:
    """Return a poster, the prompt and the facts, folded."""
    rows = [
        (escape(fact["name"]), escape(fact["asked"] or "–"), _got(fact["got"], fact["differs"]))
        for fact in fact_views(clip, estimate, model)
    ]
    prompt = plain(prompt_of(clip.parameters) or clip.path.name)
    return (
        f'<figure><img class="poster" src="{poster_uri(clip.path)}" '
        f'alt="{escape(label(clip))}"><figcaption>{escape(prompt)}<br>'
        f"<small>{escape(described(clip, model))}</small></figcaption></figure>"
        f"<details><summary>Facts</summary>{raw_table(('fact', 'asked', 'got'), rows)}</details>"
    )


def _got(got: str, differs: bool) -> str:  # noqa: FBT001
    return f'<b class="bad">{escape(got)} ≠</b>' if differs else escape(got)


def badge_html(job: Job) -> str:
    """Return a job on one line, with what went wrong below."""
    record = job.record
    state, prompt = _state(record), escape(_prompt(record))
    what = escape(" · ".join(filter(None, (_model(job, record), _about(job, record)))))
    line = (
        f'<div class="line">{_picture(thumb_of(job.session, record, ROW_WIDTH))} {state} '
        f'<span class="said" title="{prompt}">{prompt}</span> '
        f'<small class="wideonly">{what}</small> '
        f'<span class="num">{escape(_cost(record))}</span></div>'
    )
    error = error_view(record)
    if error is None:
        return f"{line}<small>job {escape(record.id)}</small>"
    why = error["message"]
    why += "" if why.endswith(tuple(".!?…")) else "."
    return (
        f"{line}<small>{escape(why)} {escape(error['next_step'])} job {escape(record.id)}</small>"
    )


def job_html(job: Job) -> str:
    """Return a job's clip, or where the job stood."""
    clip = job.clip
    if clip is None:
        return badge_html(job)
    return badge_html(job) + clip_html(clip, model=job.session.catalogue.get(clip.model))


def jobs_html(jobs: Jobs) -> str:
    """Return jobs as a table with pictures, their states, times and costs, and the sums."""
    if not len(jobs):
        return f"<p>{escape(jobs.empty)}</p>"
    now = jobs[0].session.clock()
    records = [job.record for job in jobs]
    rows = [
        _job_row(job, record, now, pictured=number < MOST_THUMBS)
        for number, (job, record) in enumerate(
            zip(jobs[:MOST_ROWS], records[:MOST_ROWS], strict=True)
        )
    ]
    heads = ("", "state", "prompt", "~model", "made", "~#took", "#cost", "~job")
    more = len(records) - MOST_ROWS
    rest = f"<small>and {more} more, older ones</small>" if more > 0 else ""
    return f"<p>{_sums(records)}</p>{raw_table(heads, rows, 'wide')}{rest}"


def _job_row(job: Job, record: JobRecord, now: float, *, pictured: bool) -> tuple[str, ...]:
    error = error_view(record)
    why = f"<small class='bad'>{escape(error['message'])}</small>" if error else ""
    took = "–" if record.ended is None else seconds(record.ended - record.created)
    picture = _picture(thumb_of(job.session, record, ROW_WIDTH) if pictured else "")
    return (
        picture,
        _state(record),
        f'<span class="said">{escape(_prompt(record))}</span>{why}',
        (
            f'<span class="keep">{escape(_model(job, record))}</span><br>'
            f'<small class="about">{escape(_about(job, record))}</small>'
        ),
        f'<span class="keep">{when(record.created, now)}</span>',
        took,
        escape(_cost(record)),
        f"<code>{escape(record.id[:8])}</code>",
    )


def _sums(records: Sequence[JobRecord]) -> str:
    parts = [f"<b>{len(records)} job{'s' if len(records) > 1 else ''}</b> · {counted(records)}"]
    for play, word in ((False, ""), (True, " play money")):
        costs = spent(r for r in records if (r.endpoint == "local") is play)
        if costs.count:
            parts.append(costs.said(NOT_TOLD, word))
    return " · ".join(parts)


def _prompt(record: JobRecord) -> str:
    return plain(prompt_of(record.parameters) or "no prompt")


def _model(job: Job, record: JobRecord) -> str:
    known = job.session.catalogue.get(record.model, None)
    return known.title if known else record.model


def _about(job: Job, record: JobRecord) -> str:
    known = job.session.catalogue.get(record.model, None)
    seed = said(record.parameters, "seed", known)
    words = about(record.parameters, known)
    return " · ".join(filter(None, (words, "" if seed is None else f"seed {plain(seed)}")))


def _state(record: JobRecord) -> str:
    kind = "bad" if record.state in ENDED_BADLY else "live" if record.state in LIVE else "good"
    word = STATE_LABELS[record.state] if record.watched or kind != "live" else "Not watched"
    return f'<span class="keep {kind}"><i class="dot"></i>{escape(word)}</span>'


def _cost(record: JobRecord) -> str:
    return told(record).replace("-", "–")


def _picture(uri: str) -> str:
    return f'<img class="thumb" src="{uri}" alt="">' if uri else '<i class="none"></i>'


def grid_html(sheet: Sheet, derived: Derived) -> str:
    """Return a grid's cells as small pictures with their words."""
    cells = sheet.cells[:MOST_STILLS]
    figures = [_figure(cell, sheet.clips.get(cell["index"]), derived) for cell in cells]
    more = len(sheet.cells) - len(cells)
    rest = f"<small>and {more} more cells</small>" if more > 0 else ""
    own = [cell for cell in sheet.cells if cell["into"] is None]
    counts = Counter(map(_standing, own))
    parts = [f"{count} {word.lower()}" for word, count in counts.items()]
    costs = cost_of(own)
    if costs.count:
        parts.append(costs.said(NOT_TOLD, " play money" if sheet.play_money else ""))
    return (
        f"<h4>{escape(sheet.title)}</h4><small>{escape(' · '.join(parts))}</small>"
        f'<div class="cells">{"".join(figures)}</div>{rest}'
    )


def _figure(cell: CellView, clip: Clip | None, derived: Derived) -> str:
    uri = clip and thumb_uri(clip.path, derived.path(clip.sha256, "thumb.jpg"))
    picture = f'<img src="{uri}" alt="">' if uri else '<i class="blank"></i>'
    state = cell["live"]["state"]
    kind = "bad" if state in ENDED_BADLY else "good" if clip else "live" if state in LIVE else ""
    word = "" if clip else f"<small>{escape(_standing(cell))}</small>"
    return (
        f'<figure>{picture}<figcaption class="{kind}"><span class="said">'
        f'<i class="dot"></i>{escape(cell["title"])}</span>{word}</figcaption></figure>'
    )


def _standing(cell: CellView) -> str:
    return "Not applicable" if cell["fate"] == "refused" else STATE_LABELS[cell["live"]["state"]]
