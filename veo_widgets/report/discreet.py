"""What stays at home: a grid and a comparison without what may not be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import is_prompt
from veo_widgets.core.record import LIVE
from veo_widgets.view.sheet import title_of

if TYPE_CHECKING:
    from veo_widgets.judging.comparison import Comparison, Entry
    from veo_widgets.report.telling import Telling
    from veo_widgets.view.patches import GridTraits
    from veo_widgets.view.wire.grid import CellView

PROMPT: Final = "Prompt"
NOT_YET: Final = "not there when this was written"
LONGEST: Final = 400


def discreet(grid: GridTraits, tell: Telling) -> GridTraits:
    """Return a grid as it stood, with what may be told of it.

    Args:
        grid: Everything that is drawn.
        tell: What may leave the house.
    """
    told = deepcopy(grid)
    summary = told["summary"]
    told["pending"], summary["media"], summary["expected_s"] = None, "", None
    summary["warnings"], summary["ask_above"] = [], None
    summary["shared"] = [
        {**each, "text": nameless(each["text"])}
        for each in summary["shared"]
        if tell.prompts or not is_prompt(each["name"])
    ]
    if not tell.prompts:
        _without_prompts(told)
    for axis in told["axes"]:
        axis["values"] = [nameless(value) for value in axis["values"]]
        axis["labels"] = [nameless(label) for label in axis["labels"]]
    for cell in told["cells"]:
        cell["title"] = title_of(told["axes"], cell["at"]) or nameless(cell["title"])
        _at_rest(cell, tell)
    return told


def _without_prompts(told: GridTraits) -> None:
    summary = told["summary"]
    prompts = [prompt for prompt in summary["prompts"] if prompt]
    summary["prompts"] = [""] * len(summary["prompts"])
    summary["wordings"] = summary["prompts"]
    for axis in told["axes"]:
        quoting = any(quotes(value, prompts) for value in axis["values"])
        if is_prompt(axis["name"]) or quoting:
            word = PROMPT if is_prompt(axis["name"]) else axis["name"].capitalize()
            axis["values"] = [f"{word} {n}" for n, _ in enumerate(axis["values"], 1)]
            axis["labels"] = axis["values"]
    for row in told["unequal"]:
        if row["about"] == PROMPT:
            row["values"] = []
    for cell in told["cells"]:
        if quotes(cell["title"], prompts):
            cell["title"] = cell["model"]


def quotes(text: str, prompts: Sequence[str]) -> bool:
    """Tell whether a label holds the beginning of a prompt, or words of it."""
    return any(prompt[:16] in text or (len(text) > 3 and text in prompt) for prompt in prompts)


def _at_rest(cell: CellView, tell: Telling) -> None:
    """Take off what moves, what can be pressed, and what may not be told."""
    live = cell["live"]
    live["actions"] = []
    live["flags"] = []
    if live["state"] in LIVE and live["state"] != "planned":
        live["state"], live["note"] = "planned", NOT_YET
        live["created"] = live["submitted"] = live["began"] = None
    if live["job"] is None and live["state"] == "failed":
        live["note"] = "this file is no clip"
    if cell["fate"] != "refused":
        cell["reason"] = ""
    if not tell.costs:
        live["cost"], live["charged"] = None, 0.0
        cell["low"], cell["high"] = 0.0, 0.0
    if not tell.evidence:
        live["job"] = None
        if live["trouble"] is not None:
            live["trouble"] = {**live["trouble"], "request_id": "", "detail": ""}
    clip = cell["clip"]
    if clip is not None:
        clip["stored"] = clip["served"] = False


def discreet_comparison(comparison: Comparison, tell: Telling) -> Comparison:
    """Return a comparison whose verdict says nothing that may not be told."""
    prompts = list(dict.fromkeys(entry.prompt for entry in comparison.entries))
    words = {repr(prompt): f"{PROMPT} {n}" for n, prompt in enumerate(prompts, 1)}

    def entry_of(entry: Entry) -> Entry:
        if not tell.costs:
            entry = replace(entry, cost=None)
        if tell.prompts:
            return entry
        at = {
            name: words.get(repr(value), PROMPT) if is_prompt(name) else value
            for name, value in entry.at.items()
        }
        known = {prompt for prompt in prompts if prompt}
        label = " · ".join(
            words[repr(part)] if part in known else part for part in entry.label.split(" · ")
        )
        return replace(entry, at=at, prompt=words[repr(entry.prompt)], label=label)

    return replace(comparison, entries=tuple(map(entry_of, comparison.entries)))


def nameless(value: Any) -> Any:  # noqa: ANN401
    """Return a value without the folders of this machine: of a path its last part."""
    if isinstance(value, Mapping):
        return {str(name): nameless(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [nameless(each) for each in value]
    if not isinstance(value, str):
        return value
    if value.startswith("data:"):
        return "an image"
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(value).is_absolute() or value.startswith("~"):
            return kind(value).name or "a folder"
    return value
