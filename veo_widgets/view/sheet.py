"""Everything a grid shows, drawn once from a plan or from clips."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.catalogue import frame_size
from veo_widgets.view.clip import Unopened, grid_clip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from veo_widgets.core.record import State
    from veo_widgets.experiment import Cell, Plan
    from veo_widgets.media import Clip, Derived
    from veo_widgets.view.wire.grid import AxisView, CellLive, CellView, GridClip, NamedText

LONGEST: Final = 48


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
        shared: What all cells have in common.
        clips: The clip of each cell that has one.
        requests: Model, parameters and take of each cell, for its call.
        keys: The cells of each reuse key.
        warnings: What to know before paying.
        play_money: Whether prices are the local server's play money.
        expected_s: Seconds until the last clip.
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
    play_money: bool = False
    expected_s: float = 0.0


def idle(state: State = "planned", cost: float | None = None, note: str = "") -> CellLive:
    """Return what a cell without a job says."""
    return {
        "job": None,
        "state": state,
        "flags": [],
        "actions": [],
        "note": note,
        "cost": cost,
        "began": None,
        "ended": None,
    }


def sheet_of_plan(
    plan: Plan, draw: Callable[[Cell], Drawn], usual_s: Callable[[str], float], derived: Derived
) -> Sheet:
    """Return a plan's cells with the jobs that stand for them.

    Args:
        plan: The plan.
        draw: Returns what a cell's job looks like now.
        usual_s: Returns the seconds that a model usually takes at most.
        derived: Where proxies lie.
    """
    spec = plan.spec
    sheet = Sheet(
        spec.name,
        warnings=list(plan.warnings),
        play_money=plan.play_money,
        expected_s=round(plan.expected_s, 1),
    )
    sheet.axes = [
        {"name": name, "values": [text(value) for value in values]}
        for name, values in spec.axes.items()
    ]
    places = {
        name: {repr(value): n for n, value in enumerate(values)}
        for name, values in spec.axes.items()
    }
    sheet.shared = [{"name": name, "text": text(value, 400)} for name, value in spec.base.items()]
    usual = {model: round(usual_s(model), 1) for model in {cell.model for cell in plan.cells}}
    prompts: dict[str, int] = {}
    for cell in plan.cells:
        prompt = str(cell.parameters.get("prompt", ""))
        live, clip = draw(cell)
        if clip is not None:
            sheet.clips[cell.index] = clip
        sheet.cells.append(
            {
                "index": cell.index,
                "at": [places[name][repr(value)] for name, value in cell.at.items()],
                "title": " · ".join(text(value) for value in cell.at.values()) or cell.model,
                "model": cell.model,
                "prompt": prompts.setdefault(prompt, len(prompts)),
                "fate": cell.fate,
                "reason": cell.reason,
                "into": cell.into,
                "low": cell.low,
                "high": cell.high,
                "usual": usual[cell.model],
                "shape": list(frame_size(cell.parameters)),
                "live": live,
                "clip": None
                if clip is None
                else grid_clip(clip, derived, stored=True, served=True),
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
    sheet = Sheet("Comparison", axes=[{"name": "clip", "values": list(labels)}])
    prompts: dict[str, int] = {}
    for index, source in enumerate(clips):
        clip, note = (None, source.reason) if isinstance(source, Unopened) else (source, "")
        prompt = "" if clip is None else str(clip.parameters.get("prompt", ""))
        live = idle("failed", note=note) if clip is None else idle("ready", clip.cost)
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
                "low": 0.0,
                "high": 0.0,
                "usual": 0.0,
                "shape": [16, 9] if clip is None else [clip.width, clip.height],
                "live": live,
                "clip": None if clip is None else view(clip),
            }
        )
        sheet.requests.append(("", {}, 1) if clip is None else (clip.model, clip.parameters, 1))
        if clip is not None:
            sheet.clips[index] = clip
    sheet.prompts = list(prompts)
    return sheet


def text(value: Any, most: int = LONGEST) -> str:  # noqa: ANN401
    """Write a value as a header shows it."""
    if isinstance(value, (list, tuple)):
        return ", ".join(text(part) for part in value)
    words = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return words if len(words) <= most else f"{words[: most - 1]}…"
