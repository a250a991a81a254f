"""Everything a grid shows, drawn once from a plan or from clips."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.catalogue import frame_size, prompt_of
from veo_widgets.core.money import spent_of
from veo_widgets.experiment.fairness import fairness, seen
from veo_widgets.view.asked import UNREAD
from veo_widgets.view.clip import Unopened, size_of
from veo_widgets.view.labels import shortened, text, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from veo_widgets.catalogue import Model
    from veo_widgets.core.money import Sum
    from veo_widgets.core.record import State
    from veo_widgets.experiment import Cell, Fairness, Plan
    from veo_widgets.experiment.fairness import Unequal
    from veo_widgets.media import Clip
    from veo_widgets.view.wire.badge import ErrorView
    from veo_widgets.view.wire.common import NamedText
    from veo_widgets.view.wire.grid import (
        AxisView,
        CellLive,
        CellView,
        GridClip,
        TroubleView,
        UnequalView,
    )

SEEN: Final = ("audio", "aspect_ratio")
"""Roles of parameters that a file shows."""


class Drawn(NamedTuple):
    """What a cell's job looks like now."""

    live: CellLive
    clip: Clip | None


@dataclass
class Sheet:
    """Everything a grid shows, and where its files lie.

    Attributes:
        title: What it is.
        axes: Its axes.
        cells: Its cells, by index.
        prompts: Every prompt, once.
        compared: Names of the parameters whose values are set side by side.
        shared: What all cells have in common.
        clips: The clip of each cell that has one.
        requests: Model, parameters and take of each cell, for its call.
        keys: The cells of each reuse key.
        warnings: What to know before paying.
        play_money: Whether prices are the local server's play money.
        expected_s: Seconds until the last clip, where known.
    """

    title: str = ""
    axes: list[AxisView] = field(default_factory=list)
    cells: list[CellView] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    compared: frozenset[str] = frozenset()
    shared: list[NamedText] = field(default_factory=list)
    clips: dict[int, Clip] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, Any], int]] = field(default_factory=list)
    keys: dict[str, list[int]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    play_money: bool = False
    expected_s: float | None = None


def idle(
    state: State = "planned",
    cost: float | None = None,
    note: str = "",
    charged: float | None = 0.0,
) -> CellLive:
    """Return what a cell without a job says."""
    return {
        "job": None,
        "state": state,
        "flags": [],
        "actions": [],
        "retry": "send",
        "note": note,
        "trouble": None,
        "cost": cost,
        "charged": charged,
        "created": None,
        "submitted": None,
        "began": None,
        "ended": None,
        "usual": 0.0,
    }


def cost_of(cells: Iterable[CellView]) -> Sum:
    """Add up what cells cost, each job once."""
    return spent_of(cell["live"]["charged"] for cell in cells if cell["into"] is None)


def trouble_of(error: ErrorView, request_id: str | None) -> TroubleView:
    """Return all that is known of why a cell ended badly."""
    return {
        "kind": error["kind"],
        "message": error["message"],
        "next_step": error["next_step"],
        "detail": error["detail"] or "",
        "request_id": request_id or "",
        "charged": error["charged"],
    }


def sheet_of_plan(
    plan: Plan,
    draw: Callable[[Cell], Drawn],
    view: Callable[[Clip], GridClip],
    models: Mapping[str, Model],
) -> Sheet:
    """Return a plan's cells with the jobs that stand for them.

    Args:
        plan: The plan.
        draw: Returns what a cell's job looks like now.
        view: Returns what a pane needs to know of a clip.
        models: By slug, what their defaults and the names of their parameters are told by.
    """
    spec = plan.spec
    sheet = Sheet(
        spec.name,
        warnings=[*plan.warnings, *filter(None, [plan.shows if plan.new else ""])],
        play_money=plan.play_money,
        expected_s=plan.expected_s and round(plan.expected_s, 1),
    )
    sheet.axes = [axis_of(name, values) for name, values in spec.axes.items()]
    sheet.compared = frozenset(name for name, values in spec.axes.items() if len(values) > 1)
    places = {
        name: {repr(value): n for n, value in enumerate(values)}
        for name, values in spec.axes.items()
    }
    alone = {name: values[0] for name, values in spec.axes.items() if len(values) == 1}
    sheet.shared = [
        {"name": name, "text": text(value, 400)} for name, value in {**alone, **spec.base}.items()
    ]
    prompts: dict[str, int] = {}
    for cell in plan.cells:
        model = models.get(cell.model)
        prompt = prompt_of(cell.parameters, model)
        live, clip = draw(cell)
        if clip is not None:
            sheet.clips[cell.index] = clip
        at = [places[name][repr(value)] for name, value in cell.at.items()]
        sheet.cells.append(
            {
                "index": cell.index,
                "at": at,
                "title": title_of(sheet.axes, at) or cell.model,
                "model": cell.model,
                "prompt": prompts.setdefault(prompt, len(prompts)),
                "fate": cell.fate,
                "reason": cell.reason,
                "into": cell.into,
                "low": cell.low,
                "high": cell.high,
                "shape": list(frame_size(cell.parameters, model)),
                "live": live,
                "clip": None if clip is None else view(clip),
            }
        )
        sheet.requests.append((cell.model, cell.parameters, cell.take))
        if cell.key:
            sheet.keys.setdefault(cell.key, []).append(cell.index)
    sheet.prompts = list(prompts)
    return sheet


def sheet_of_clips(
    clips: Sequence[Clip | Unopened], labels: Sequence[str], view: Callable[[Clip], GridClip]
) -> Sheet:
    """Return finished clips as cells of one axis.

    Args:
        clips: The clips, and the files that are none.
        labels: What to call them.
        view: Returns what a pane needs to know of a clip.
    """
    axis: AxisView = {"name": "clip", "values": list(labels), "labels": shortened(labels)}
    places = {clip.endpoint for clip in clips if not isinstance(clip, Unopened) and clip.cost}
    sheet = Sheet("Comparison", axes=[axis], play_money=places == {"local"})
    prompts: dict[str, int] = {}
    for index, source in enumerate(clips):
        clip, note = (None, source.reason) if isinstance(source, Unopened) else (source, "")
        prompt = "" if clip is None else prompt_of(clip.parameters)
        live = idle("failed", note=note) if clip is None else _ready(clip, paid=places > {"local"})
        sheet.cells.append(
            {
                "index": index,
                "at": [index],
                "title": labels[index],
                "model": "" if clip is None else clip.model,
                "prompt": prompts.setdefault(prompt, len(prompts)),
                "fate": "reuse",
                "reason": "",
                "into": None,
                "low": live["charged"],
                "high": live["charged"],
                "shape": [16, 9] if clip is None else list(size_of(clip)),
                "live": live,
                "clip": None if clip is None else view(clip),
            }
        )
        sheet.requests.append(("", {}, 1) if clip is None else (clip.model, clip.parameters, 1))
        if clip is not None:
            sheet.clips[index] = clip
    sheet.prompts = list(prompts)
    return sheet


def _ready(clip: Clip, *, paid: bool) -> CellLive:
    """Return what the cell of a finished clip says; a model's, of untold cost, was not free.

    Args:
        clip: The clip.
        paid: Whether others cost real money: play money counts for nothing beside it.
    """
    if paid and clip.endpoint == "local":
        return idle("ready")
    charged = clip.cost if clip.model else clip.cost or 0.0
    return idle("ready", clip.cost, charged=charged)


def axis_of(name: str, values: Sequence[Any]) -> AxisView:
    """Return an axis with its values whole, and by what differs among them."""
    whole = [text(value, 0) for value in values]
    return {"name": name, "values": whole, "labels": shortened(whole)}


def title_of(axes: Sequence[AxisView], at: Sequence[int]) -> str:
    """Name a cell by its values on the axes that have several."""
    return " · ".join(
        worded(axis["name"], axis["labels"][number])
        for axis, number in zip(axes, at, strict=True)
        if len(axis["values"]) > 1
    )


def described(clip: Clip, model: Model | None) -> dict[str, Any]:
    """Return what of a clip may differ from others: its call with defaults, then the file.

    What was asked of sound and shape is left to the file, which says what there is.
    """
    facts = clip.facts
    defaults = {} if model is None else model.defaults()
    call = {"model": clip.model, **defaults, **clip.parameters} if clip.model else {}
    shown = set() if model is None else {model.having(role) for role in SEEN}
    asked = {name: v for name, v in call.items() if v is not None and name not in shown}
    if not facts.decoded:
        return {**asked, "frame": UNREAD}
    return {
        **asked,
        "frame": f"{facts.width}×{facts.height}",
        "length": f"{facts.duration:.3g} s",
        "rate": f"{facts.fps:.4g} fps",
        "sound": "with sound" if facts.has_audio else "silent",
    }


def fairness_of(sheet: Sheet) -> Fairness:
    """Return what differs between the clips besides what is compared."""
    clips = [
        seen(index, clip.facts, clip.model, {**clip.parameters, **sheet.requests[index][1]})
        for index, clip in sorted(sheet.clips.items())
        if clip.facts.decoded
    ]
    return fairness(clips, sheet.compared)


def worded_values(row: Unequal) -> list[str]:
    """Return the values of one thing that differs, long ones by what differs among them."""
    return shortened([value or "not known" for value in row.values], 0)


def unequal(fair: Fairness) -> list[UnequalView]:
    """Return it as the browser draws it, prompts by the words that differ."""
    return [
        {
            "about": row.what,
            "text": row.text,
            "values": worded_values(row),
            "cells": row.cells,
        }
        for row in fair
    ]
