"""A grid as data: what is drawn, and what of it changes with an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets import errors
from veo_widgets.catalogue.snippets import as_controls, as_python
from veo_widgets.core.record import LIVE, JobRecord
from veo_widgets.home.media_registry import ROUTE
from veo_widgets.media import differences
from veo_widgets.segmind import as_curl
from veo_widgets.view.arrange import moved
from veo_widgets.view.files import contact_sheet_of, frame_of
from veo_widgets.view.labels import shortened
from veo_widgets.view.patches import FilesMade, GridTraits, Patches
from veo_widgets.view.sheet import fairness_of, unequal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Unpack

    from veo_widgets.core.record import State
    from veo_widgets.experiment import Fairness
    from veo_widgets.media import Clip
    from veo_widgets.view.patches import Event
    from veo_widgets.view.sheet import Drawn, Sheet
    from veo_widgets.view.sources import Source
    from veo_widgets.view.wire.grid import (
        CellView,
        ClipPatch,
        LivePatch,
        SummaryView,
        TextKind,
    )

    Use = Callable[[str, dict[str, Any]], object]

WORDING: Final = 160


class GridState:
    """What a grid shows. Nothing here knows of a widget, a page or a thread.

    Args:
        source: Where its cells come from.

    Attributes:
        sheet: What is shown now. Its cells change in place: who shows them as a whole
            later, in a page that is loaded again, shows them as they are then.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sheet: Sheet = source.sheet()
        self._drawn: list[tuple[State, bool]] = []
        self._clips = 1
        self.still_is_old()

    def state(self) -> GridTraits:
        """Return all that is drawn."""
        return {
            "summary": self._summary(),
            "axes": self.sheet.axes,
            "cells": self.sheet.cells,
            "pending": self.source.pending(),
            "stop_reason": self.source.stop_reason(),
            "unequal": unequal(self.fairness()),
        }

    def fairness(self) -> Fairness:
        """Return what differs between the clips besides what is compared."""
        return fairness_of(self.sheet)

    def still_is_old(self) -> bool:
        """Tell whether what a saved notebook keeps should be drawn anew, and count that as done.

        It follows its end: once nothing is on its way, and until then as often as the clips
        have doubled, so that all stills together cost no more than two of the last one.
        """
        cells, clips = self.sheet.cells, len(self.sheet.clips)
        lives = [cell["live"] for cell in cells]
        moving = any(live["job"] is not None and live["state"] in LIVE for live in lives)
        stands = [(cell["live"]["state"], cell["clip"] is not None) for cell in cells]
        if stands == self._drawn or (moving and clips < 2 * self._clips):
            return False
        self._drawn, self._clips = stands, max(1, clips)
        return True

    def _summary(self) -> SummaryView:
        sheet = self.sheet
        return {
            "title": sheet.title,
            "shared": sheet.shared,
            "prompts": sheet.prompts,
            "wordings": shortened(sheet.prompts, WORDING),
            "warnings": sheet.warnings,
            "play_money": sheet.play_money,
            "ask_above": self.source.ask_above(),
            "expected_s": sheet.expected_s,
            "media": f"{ROUTE}/{self.source.home.id}",
        }

    def apply(self, event: Event) -> Patches:
        """Take an event in and return what it changes."""
        if isinstance(event, FilesMade):
            clip = self.sheet.clips.get(event.index)
            same = clip is not None and clip.sha256 == event.sha256
            return Patches(messages=tuple(self._put(event.index))) if same else Patches()
        if isinstance(event, JobRecord):
            return self._told(tuple(self._moved(event)))
        old, fresh = self.sheet, self.source.redrawn()
        if fresh is not None:
            self.sheet = fresh
            return Patches(self.state(), moved=moved(old.keys, fresh.keys))
        return self._told(
            tuple(self._moved(None)),
            pending=self.source.pending(),
            stop_reason=self.source.stop_reason(),
        )

    @staticmethod
    def _came(messages: Iterable[LivePatch | ClipPatch]) -> bool:
        return any(message["type"] == "clip" for message in messages)

    def _told(
        self, messages: tuple[LivePatch | ClipPatch, ...], **traits: Unpack[GridTraits]
    ) -> Patches:
        """Return patches of cells; a clip that came may make the comparison another one."""
        if self._came(messages):
            traits["unequal"] = unequal(self.fairness())
        return Patches(traits, messages)

    def _moved(self, record: JobRecord | None) -> Iterator[LivePatch | ClipPatch]:
        for index, drawn in self.source.drawn(record):
            yield from self._patched(index, drawn)

    def _patched(self, index: int, drawn: Drawn) -> Iterator[LivePatch | ClipPatch]:
        cell = self.sheet.cells[index]
        if drawn.live != cell["live"]:
            cell["live"] = drawn.live
            now = self.source.clock()
            yield {"type": "live", "index": index, "now": now, "live": drawn.live}
        if drawn.clip is not None and cell["clip"] is None:
            self.sheet.clips[index] = drawn.clip
            yield from self._put(index)

    def _put(self, index: int) -> Iterator[ClipPatch]:
        view = self.source.view(self.sheet.clips[index])
        self.sheet.cells[index]["clip"] = view
        yield {"type": "clip", "index": index, "clip": view}

    # --- one cell

    def cell(self, index: int) -> CellView:
        """Return a cell.

        Raises:
            InvalidRequest: There is none of that number.
        """
        if not 0 <= index < len(self.sheet.cells):
            raise errors.InvalidRequest(f"there is no cell {index}")
        return self.sheet.cells[index]

    def clip(self, index: int) -> Clip:
        """Return a cell's clip.

        Raises:
            MediaError: It has none yet.
        """
        clip = self.sheet.clips.get(index)
        if clip is None:
            raise errors.MediaError(f"cell {index} has no clip yet")
        return clip

    def derive(self, index: int, made: Callable[[FilesMade], None]) -> None:
        """Make a cell's proxy and strip, and call back when they are there."""
        clip = self.sheet.clips.get(index)
        if clip is not None:
            event = FilesMade(index, clip.sha256)
            future = self.source.derived.make(clip.path, clip.sha256)
            future.add_done_callback(lambda _: made(event))

    def frame(self, index: int, at: float) -> Path:
        """Store a frame of a cell's clip, ``at`` seconds into it; return its path."""
        return frame_of(self.clip(index), at, self.source.home.derived)

    def text(self, index: int, about: TextKind, at: float, use: Use | None = None) -> str:
        """Return a text about a cell: its call, its settings, a frame of it.

        Args:
            index: The cell.
            about: Which text.
            at: Seconds into the clip, for a frame.
            use: Called with model and parameters when the settings are taken; what returns
                true took them over, and there is no text.

        Raises:
            InvalidRequest: Nobody knows how the clip was made, or the model takes no
                start image.
        """
        self.cell(index)
        model, parameters, take = self.sheet.requests[index]
        settings = dict(parameters)
        if not model:
            raise errors.InvalidRequest("this file does not say how it was made")
        if about == "python":
            return as_python(model, settings, take)
        if about == "curl":
            return as_curl(model, settings)
        if about == "frame":
            name = self.source.catalogue[model].having("start_image")
            if name is None:
                raise errors.InvalidRequest(f"{model} has no start image")
            settings[name] = str(self.frame(index, at))
        if use is not None and use(model, settings):
            return ""
        return as_controls(model, settings)

    # --- several

    def differences(self, one: int, other: int) -> list[float]:
        """Return the seconds at which two cells' clips differ most, in order."""
        clips = [self.sheet.clips.get(index) for index in (one, other)]
        first, second = clips
        if first is None or second is None:
            return []
        frames = [self.source.derived.frames(clip.sha256) for clip in (first, second)]
        if frames[0] is None or frames[1] is None:
            return []
        starts = (first.facts.starts(), second.facts.starts())
        return differences(frames[0], frames[1], starts)

    def contact_sheet(self, target: Path) -> Path:
        """Write a picture of 12 frames of every clip, a line each."""
        return contact_sheet_of(self.titled(sorted(self.sheet.clips)), self.source.derived, target)

    def titled(self, indexes: Iterable[int]) -> list[tuple[str, Clip]]:
        """Return the clips of those cells that have one, each with its title."""
        cells, clips = self.sheet.cells, self.sheet.clips
        return [(cells[n]["title"], clips[n]) for n in indexes if n in clips]
