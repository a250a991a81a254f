"""The cells of a grid as the browser draws them: of a sweep, a plan, or any clips."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import frame_size
from veo_widgets.core.record import LIVE, flags
from veo_widgets.media import Clip, VideoInfo
from veo_widgets.view.job import actions, error_view, label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.core.record import JobRecord, State
    from veo_widgets.experiment import Cell, Plan
    from veo_widgets.media import Derived
    from veo_widgets.view.wire import AxisView, CellLive, CellView, GridClip, NamedText

LONGEST: Final = 48
SIGNS: Final = ("prompt", "model", "take")


@dataclass
class Sheet:
    """Everything a grid shows, and where its files lie.

    Attributes:
        title: What it is.
        axes: Its axes.
        cells: Its cells, by index.
        prompts: Every prompt, once.
        shared: What all cells have in common.
        clips: The clip of each cell that has one.
        requests: Model, parameters and take of each cell, for its call.
        keys: The cells of each reuse key.
        warnings: What to know before paying.
    """

    title: str = ""
    axes: list[AxisView] = field(default_factory=list)
    cells: list[CellView] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    shared: list[NamedText] = field(default_factory=list)
    clips: dict[int, Clip] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, Any], int]] = field(default_factory=list)
    keys: dict[str, list[int]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def sheet_of_plan(
    plan: Plan, client: Client, derived: Derived, records: Mapping[str, JobRecord], opened: float
) -> Sheet:
    """Return a plan's cells with the jobs that stand for them.

    Args:
        plan: The plan.
        client: Whose jobs.
        derived: Where proxies lie.
        records: The job of each key.
        opened: Since when clips count as made for this; older ones are reused.
    """
    spec = plan.spec
    sheet = Sheet(spec.name, warnings=list(plan.warnings))
    sheet.axes = [
        {"name": name, "values": [text(value) for value in values]}
        for name, values in spec.axes.items()
    ]
    places = {
        name: {repr(value): n for n, value in enumerate(values)}
        for name, values in spec.axes.items()
    }
    sheet.shared = [{"name": name, "text": text(value, 400)} for name, value in spec.base.items()]
    usual: dict[str, float] = {}
    prompts: dict[str, int] = {}
    for cell in plan.cells:
        if cell.model not in usual:
            usual[cell.model] = client.session.latency(client.endpoint.name, cell.model).usual()[1]
        record = records.get(cell.key)
        prompt = str(cell.parameters.get("prompt", ""))
        clip = clip_of(record, client.session.store.clip) if record else None
        if clip is not None:
            sheet.clips[cell.index] = clip
        at = [places[name][repr(value)] for name, value in cell.at.items()]
        sheet.cells.append(
            {
                "index": cell.index,
                "at": at,
                "title": " · ".join(text(value) for value in cell.at.values()) or cell.model,
                "model": cell.model,
                "prompt": prompts.setdefault(prompt, len(prompts)),
                "fate": cell.fate,
                "reason": cell.reason,
                "into": cell.into,
                "low": cell.low,
                "high": cell.high,
                "usual": round(usual[cell.model], 1),
                "shape": list(frame_size(cell.parameters)),
                "live": live(cell, record, client, opened),
                "clip": None if clip is None else grid_clip(clip, derived, stored=True),
            }
        )
        sheet.requests.append((cell.model, cell.parameters, cell.take))
        if cell.key:
            sheet.keys.setdefault(cell.key, []).append(cell.index)
    sheet.prompts = list(prompts)
    return sheet


def sheet_of_clips(
    clips: Sequence[Clip], labels: Sequence[str], derived: Derived, folder: Path
) -> Sheet:
    """Return finished clips as cells of one axis.

    Args:
        clips: The clips.
        labels: What to call them.
        derived: Where proxies lie.
        folder: The home's clips; only these are served as they are.
    """
    sheet = Sheet("Comparison")
    prompts: dict[str, int] = {}
    for index, clip in enumerate(clips):
        prompt = str(clip.parameters.get("prompt", ""))
        sheet.cells.append(
            {
                "index": index,
                "at": [index],
                "title": labels[index],
                "model": clip.model,
                "prompt": prompts.setdefault(prompt, len(prompts)),
                "fate": "reuse",
                "reason": "",
                "into": None,
                "low": 0.0,
                "high": 0.0,
                "usual": 0.0,
                "shape": [clip.width, clip.height],
                "live": {
                    "job": None,
                    "state": "ready",
                    "flags": [],
                    "actions": [],
                    "note": "",
                    "cost": clip.cost,
                    "began": None,
                    "ended": None,
                },
                "clip": grid_clip(clip, derived, stored=clip.path.parent == folder),
            }
        )
        sheet.clips[index] = clip
        sheet.requests.append((clip.model, clip.parameters, 1))
    sheet.axes = [{"name": "clip", "values": list(labels)}]
    sheet.prompts = list(prompts)
    return sheet


def live(cell: Cell, record: JobRecord | None, client: Client, opened: float) -> CellLive:
    """Return what a cell's badge says now."""
    if record is None:
        return {
            "job": None,
            "state": "planned",
            "flags": [],
            "actions": [],
            "note": "",
            "cost": None,
            "began": None,
            "ended": None,
        }
    now = client.session.clock()
    usual = client.session.usual_s(record.endpoint, record.model)
    done_before = record.state == "ready" and record.created < opened
    error = error_view(record)
    state: State = record.state
    return {
        "job": record.id,
        "state": state,
        "flags": list(flags(record, now, usual, reused=done_before)),
        "actions": actions(record) if cell.into is None else [],
        "note": (error["message"] if error else record.note) or "",
        "cost": record.cost if cell.into is None else None,
        "began": record.submitted or record.created,
        "ended": record.ended if record.state not in LIVE else None,
    }


def clip_of(record: JobRecord, where: Callable[[str], Path]) -> Clip | None:
    """Return the clip of a job that is ready."""
    if record.state != "ready" or record.sha256 is None:
        return None
    return Clip(
        where(record.sha256),
        record.sha256,
        VideoInfo(**record.facts),
        record.parameters,
        record.model,
        record.cost,
        record.endpoint,
    )


def grid_clip(clip: Clip, derived: Derived, *, stored: bool) -> GridClip:
    """Return what a pane needs to know of a clip."""
    facts = clip.facts
    made = derived.has(clip.sha256)
    return {
        "sha256": clip.sha256,
        "size": facts.size,
        "width": facts.width,
        "height": facts.height,
        "fps": facts.fps,
        "frames": facts.frames,
        "duration": facts.duration,
        "has_audio": facts.has_audio,
        "loudness": derived.facts(clip.sha256).get("loudness") if made else None,
        "stored": stored,
        "derived": made,
    }


def labels_of(clips: Sequence[Clip], given: Sequence[str] | None) -> list[str]:
    """Name clips apart: as given, else by file or by what was asked."""
    if given is not None:
        return list(given)
    names = [
        f"{clip.model} · seed {clip.parameters.get('seed', '–')}" if clip.model else clip.path.name
        for clip in clips
    ]
    if len(set(names)) == len(names):
        return names
    longer = [f"{name} · {label(clip)}" for name, clip in zip(names, clips, strict=True)]
    return [
        name if longer.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(longer, 1)
    ]


def text(value: Any, most: int = LONGEST) -> str:  # noqa: ANN401
    """Write a value as a header shows it."""
    if isinstance(value, (list, tuple)):
        return ", ".join(text(one) for one in value)
    told = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return told if len(told) <= most else f"{told[: most - 1]}…"
