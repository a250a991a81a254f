"""Comparisons out of what people hold: a sweep, a plan, clips, jobs, files, what a grid shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from veo_widgets._lib.values import listed, short
from veo_widgets.catalogue import is_prompt, prompt_of
from veo_widgets.client import Job
from veo_widgets.client.functions import client as default_client
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.experiment import Sweep, SweepPlan
from veo_widgets.home.schema import to_record
from veo_widgets.judging.comparison import Comparison, Entry, as_text, of_entries, unlike, words
from veo_widgets.media import Clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.client.session import Session
    from veo_widgets.core.record import JobRecord


def comparison_of(thing: object) -> tuple[Comparison, Session]:
    """Return what is judged, and the session whose ledger holds its votes.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.

    Raises:
        InvalidRequest: It is none of these.
        MediaError: A file is no clip, or a job has none yet.
    """
    thing = getattr(thing, "judged", thing)
    if isinstance(thing, SweepPlan):
        thing = thing.sweep
    if isinstance(thing, Sweep):
        return of_sweep(thing), thing.client.session
    things = None if isinstance(thing, (str, bytes, Mapping)) else listed(thing)
    if not things:
        raise InvalidRequest(f"what is judged is a sweep or a list of clips, not {short(thing)}")
    sessions = [each.session for each in things if isinstance(each, Job)]
    session = sessions[0] if sessions else default_client().session
    return of_clips([_opened(each) for each in things], session), session


def clips_of(thing: object) -> dict[str, Clip]:
    """Return the clips of what is judged by sha256, each once, in its order."""
    sweep = sweep_of(thing)
    things = sweep.jobs() if sweep is not None else listed(getattr(thing, "judged", thing)) or []
    clips = [each.clip if isinstance(each, Job) else _opened(each) for each in things]
    return {clip.sha256: clip for clip in clips if clip is not None}


def sweep_of(thing: object) -> Sweep | None:
    """Return the sweep that is judged, if it is one."""
    thing = getattr(thing, "judged", thing)
    thing = thing.sweep if isinstance(thing, SweepPlan) else thing
    return thing if isinstance(thing, Sweep) else None


def _opened(thing: Any) -> Clip:  # noqa: ANN401
    if isinstance(thing, Job):
        clip = thing.clip
        if clip is None:
            raise MediaError(f"job {thing.id} is {thing.state}: it has no clip yet")
        return clip
    return thing if isinstance(thing, Clip) else Clip.open(thing)


def of_sweep(sweep: Sweep) -> Comparison:
    """Return a sweep's clips as they stand."""
    cells = [
        (cell, record)
        for cell, record in sweep.cells()
        if record is not None and record.state == "ready" and record.sha256 is not None
    ]
    labels = unlike([" · ".join(map(words, cell.at.values())) or cell.model for cell, _ in cells])
    entries = [
        Entry(
            str(record.sha256),
            label,
            {"model": cell.model, **cell.at},
            prompt_of(cell.parameters),
            record.cost,
            took(record),
        )
        for (cell, record), label in zip(cells, labels, strict=True)
    ]
    return Comparison(sweep.name, tuple(entries), tuple(sweep.spec.axes))


def of_clips(clips: Sequence[Clip], session: Session) -> Comparison:
    """Return any clips, each once; compared can be what of their requests differs."""
    once = list({clip.sha256: clip for clip in clips}.values())
    records = _records(session, [clip.sha256 for clip in once])
    calls = [_call(clip) for clip in once]
    names = list(dict.fromkeys(name for call in calls for name in call))
    axes = [name for name in names if len({as_text(call.get(name)) for call in calls}) > 1]
    called = [
        " · ".join(words(call[name]) for name in axes if name in call and not is_prompt(name))
        if all(calls) and axes
        else clip.path.stem
        for clip, call in zip(once, calls, strict=True)
    ]
    entries = [
        Entry(
            clip.sha256,
            label,
            call,
            prompt_of(call),
            clip.cost if clip.cost is not None else getattr(records.get(clip.sha256), "cost", None),
            took(records[clip.sha256]) if clip.sha256 in records else None,
        )
        for clip, call, label in zip(once, calls, unlike(called), strict=True)
    ]
    return of_entries(entries, axes)


def _call(clip: Clip) -> dict[str, Any]:
    call = {"model": clip.model, **clip.parameters} if clip.model else dict(clip.parameters)
    return {name: value for name, value in call.items() if value is not None}


def _records(session: Session, clips: Iterable[str]) -> dict[str, JobRecord]:
    wanted = sorted({*clips})
    marks = ", ".join("?" * len(wanted))
    rows = session.ledger.rows(f"SELECT * FROM jobs WHERE sha256 IN ({marks})", wanted)  # noqa: S608
    return {row["sha256"]: to_record(row) for row in rows}


def took(record: JobRecord) -> float | None:
    """Return the seconds from sending to ready, where known."""
    if record.submitted is None or record.completed is None:
        return None
    return record.completed - record.submitted
