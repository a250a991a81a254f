"""Clips side by side: in step, with sound, compared two by two."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from veo_widgets import errors
from veo_widgets._lib.shown_file import ShownFile
from veo_widgets._lib.values import texts
from veo_widgets.experiment.rows import data_frame
from veo_widgets.home.media_registry import register
from veo_widgets.view.arrange import arranged
from veo_widgets.view.files import part_of
from veo_widgets.view.grid import GridState
from veo_widgets.view.html import grid_html
from veo_widgets.view.job import first_line
from veo_widgets.view.marks import Hand
from veo_widgets.view.scores import rows_of
from veo_widgets.view.sources import SweepSource, source_of
from veo_widgets.view.wire.grid import (
    AskSheet,
    Derive,
    FindDifferences,
    ReadFile,
    TextRequest,
)
from veo_widgets.widgets.chunks import send_made
from veo_widgets.widgets.grid_pay import GridPay
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.sheets import write_sheet

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from veo_widgets.client import Job
    from veo_widgets.experiment import Fairness
    from veo_widgets.media import Clip
    from veo_widgets.view.patches import Event, Patches
    from veo_widgets.view.sources import Shown, Source
    from veo_widgets.view.wire.common import Chunk
    from veo_widgets.view.wire.grid import TextReply
    from veo_widgets.widgets.messages import Buffers

    Number = TypeVar("Number", int, float)


class ComparisonGrid(GridPay):
    """Rows and columns of clips, played in step and compared.

    The browser owns the playback; the traits ``playing``, ``time`` (seconds),
    ``rate``, ``selected``, ``focused``, ``mode`` and ``baseline`` follow it a few
    times a second and may be set and linked.

    Args:
        source: A sweep (fills in while it runs), its plan, or clips, jobs and paths
            of video files; a file that is no clip is marked with the reason.
        labels: What to call clips.
        rows: Names of the axes that run down; the others run across or are chosen.
        columns: Names of the axes that run across.

    Raises:
        MediaError: No file of them is a clip, or a job has none yet.
        InvalidRequest: Nothing to compare, or an axis that there is not.
    """

    def __init__(
        self,
        source: Shown,
        *,
        labels: Sequence[str] | None = None,
        rows: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> None:
        self._lock = threading.RLock()
        self._using: list[Callable[[str, dict[str, Any]], object]] = []
        rows, columns = texts(rows, "rows"), texts(columns, "columns")
        self._source = source_of(source, texts(labels, "labels"))
        self._state = GridState(self._source)
        self._hand, self._hearing = Hand(self._shelf), []
        register(self._source.home)
        across, down = arranged(self._state.sheet.axes, rows, columns)
        super().__init__(rows=down, columns=across, **self._state.state())
        self._stop = self._source.listen(self._happened)
        if isinstance(self._source, SweepSource):
            self.mark()
            self._show_scores()

    # --- what is shown

    def _happened(self, event: Event) -> None:
        """Take an event in; called from several threads."""
        with self._lock:
            self._show(self._state.apply(event))
            old = self._state.still_is_old()
        if old:
            self.restill()

    def _show(self, patches: Patches) -> None:
        with self.hold_sync():
            if not self.blind:
                self._draw({**patches.traits})
            if patches.moved is not None:
                self._keep_chosen(patches.moved)
                self.mark()
                self._show_scores()
        for message in patches.messages:
            self.say(message)

    def _keep_chosen(self, moved: Mapping[int, int]) -> None:
        """Let what a person chose stay chosen where the cells are others now."""
        self.baseline = moved.get(self.baseline, -1)
        self.focused = moved.get(self.focused, -1)
        self.selected = [moved[index] for index in self.selected if index in moved]
        self.offsets, self.cuts = _carried(self.offsets, moved), _carried(self.cuts, moved)
        across, down = arranged(self._state.sheet.axes, None, None)
        if {*self.rows, *self.columns} != {*across, *down}:
            self.columns, self.rows = across, down

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        if self.blind:
            return self._blind_still()
        return grid_html(self._state.sheet, self._source.derived)

    # --- what the browser asks for

    @handles(Derive)
    def _derive(self, message: Derive, _: Buffers) -> None:
        """Make a clip's proxy, once."""
        self._state.derive(message["index"], self._happened)

    @handles(ReadFile)
    def _read_file(self, message: ReadFile, _: Buffers) -> None:
        """Send a stretch of a file to a page that no server serves."""
        answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}
        try:
            clip = self._state.clip(message["index"])
            if message["kind"] == "mp3":
                send_made(self.say, message, self._source.derived.mp3(clip.path, clip.sha256))
                return
            part = part_of(clip, self._source.derived, message)
        except (OSError, errors.MediaError) as error:
            self.say({**answer, "error": str(error)})
        else:
            self.say(answer, [part])

    @handles(TextRequest)
    def _text_request(self, message: TextRequest, _: Buffers) -> None:
        """Answer with a text about a cell: its call, its settings, a frame of it."""
        answer: TextReply = {
            "type": "text_reply",
            "id": message["id"],
            "text": "",
            "error": None,
        }
        index, about, at = message["index"], message["about"], message["time"]
        try:
            text = self._state.text(index, about, at, self._used)
        except (errors.VeoError, OSError) as error:
            self.say({**answer, "error": first_line(error)})
        else:
            self.say({**answer, "text": text})

    @handles(FindDifferences)
    def _find_differences(self, message: FindDifferences, _: Buffers) -> None:
        """Say where two cells' clips differ most."""
        one, other = message["one"], message["other"]
        times = self._state.differences(one, other)
        self.say({"type": "differences", "one": one, "other": other, "times": times})

    @handles(AskSheet)
    def _ask_sheet(self, message: AskSheet, _: Buffers) -> None:
        clips = self._state.titled(message["cells"])
        title = self._state.sheet.title
        write_sheet(clips, self._source.derived, title, message["id"], self.say)

    # --- for people who write Python

    @property
    def source(self) -> Source:
        """Where its cells come from."""
        return self._source

    @property
    def judged(self) -> object:
        """What votes on the cells are about: the sweep, or the clips."""
        return self._source.judged

    def fairness(self) -> Fairness:
        """Return what differs between the clips besides what is compared.

        Ask it before a judgement; it is false where nothing differs. ``unequal`` is
        the same as the page draws it.
        """
        return self._state.fairness()

    def on_use(self, use: Callable[[str, dict[str, Any]], object]) -> None:
        """Call back with model and parameters when a cell's settings are taken.

        Args:
            use: Where it returns true the settings are taken over, and the page shows no call.
        """
        self._using.append(use)

    def _used(self, model: str, parameters: dict[str, Any]) -> bool:
        answers = [use(model, parameters) for use in self._using]
        return any(answer is True for answer in answers)

    def frame(self, index: int, at: float) -> ShownFile:
        """Store a frame of a cell's clip as an image and return its path, which a cell shows.

        Args:
            index: The cell.
            at: Seconds into the clip.

        Raises:
            MediaError: The cell has no clip yet.
        """
        return ShownFile(self._state.frame(index, at))

    def contact_sheet(self, path: str | os.PathLike[str]) -> ShownFile:
        """Write a picture of 12 frames of every clip, a line each; a cell shows it.

        Args:
            path: A ``.png`` or ``.jpg``.

        Raises:
            MediaError: No cell has a clip yet, or a clip does not decode.
        """
        return ShownFile(self._state.contact_sheet(Path(path)))

    def scores(self, metrics: Iterable[str] | None = None, **options: Any) -> pd.DataFrame:  # noqa: ANN401
        """Return one tidy row for each clip and metric; see ``Sweep.scores``.

        Args:
            metrics: Names; all that need no model when not given.
            **options: ``models``, ``scheduler`` and ``blind``, as ``Sweep.scores`` takes them.
        """
        return data_frame(rows_of(self._source, self._state.sheet, metrics, **options))

    def close(self) -> None:
        """Stop following and leave the page."""
        stop = getattr(self, "_stop", None)
        if stop is not None:
            stop()
        super().close()


def _carried(kept: Mapping[str, Number], moved: Mapping[int, int]) -> dict[str, Number]:
    """Return what is kept by a cell's number, by the numbers that the cells have now."""
    return {str(moved[int(index)]): value for index, value in kept.items() if int(index) in moved}


def compare(
    clips: Sequence[Clip | Job | str | os.PathLike[str]], *, labels: Sequence[str] | None = None
) -> ComparisonGrid:
    """Return a grid over any clips; no account is needed.

    Args:
        clips: Clips, finished jobs, and paths of video files; one that does not open is
            marked with the reason, and the others go on.
        labels: What to call them.

    Raises:
        MediaError: No file of them is a clip, or a job has none yet.
    """
    return ComparisonGrid(clips, labels=labels)
