"""Clips side by side: in step, with sound, compared two by two."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets import errors
from veo_widgets.catalogue.snippets import as_controls, as_curl, as_python
from veo_widgets.client import Job, actions
from veo_widgets.client.functions import client as default_client
from veo_widgets.experiment import Plan, Sweep
from veo_widgets.home.media_registry import ROUTE, register
from veo_widgets.media import Derived, differences
from veo_widgets.view.arrange import arranged, moved
from veo_widgets.view.grid import (
    Sheet,
    clip_of,
    grid_clip,
    labels_of,
    live,
    sheet_of_clips,
    sheet_of_plan,
)
from veo_widgets.view.html import grid_html
from veo_widgets.view.wire import AxisView, CellView, SummaryView, PendingView, Mode, Struct
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.clips import frame_of, home_of_all, open_clip, part_of
from veo_widgets.widgets.player import FASTEST, SLOWEST

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from veo_widgets.client import Client
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment import Cell
    from veo_widgets.home.paths import Home
    from veo_widgets.media import Clip

    Source = Sweep | Plan | Sequence[Clip | Job | str | os.PathLike[str]]

OPENED_AT_ONCE: Final = 4


class ComparisonGrid(VeoWidget):
    """Rows and columns of clips, played in step and compared.

    The browser owns the playback; the traits ``playing``, ``time`` (seconds),
    ``rate``, ``selected``, ``focused``, ``mode`` and ``baseline`` follow it a few
    times a second and may be set and linked.

    Args:
        source: A sweep (fills in while it runs), its plan, or clips, jobs and paths
            of MP4 files.
        labels: What to call clips.
        rows: Names of the axes that run down; the others run across or are chosen.
        columns: Names of the axes that run across.

    Raises:
        MediaError: A file is no clip.
        InvalidRequest: Nothing to compare, or an axis that there is not.
    """

    module = "grid"
    _stop: Callable[[], None] | None = None

    summary = Struct(SummaryView)
    """What is said once for all cells; set by the kernel only."""
    axes = Struct(list[AxisView])
    """The axes; set by the kernel only."""
    cells = Struct(list[CellView])
    """The cells; set by the kernel only."""
    pending = Struct(PendingView | None)
    """The button that sends new cells, if there are any."""
    stop_reason = t.Unicode("").tag(sync=True)
    """Why cells were not sent."""
    rows = Struct(list[str], [])
    """Names of the axes that run down."""
    columns = Struct(list[str], [])
    """Names of the axes that run across."""
    playing = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether the selected panes run."""
    time = t.Float(0.0).tag(sync=True)
    """Position in seconds."""
    rate = t.Float(1.0).tag(sync=True)
    """Speed from 0.0625 to 16; 1 is real time."""
    selected = Struct(list[int], [])
    """Cells that play; all that are in view when empty."""
    focused = t.Int(-1).tag(sync=True)
    """The cell under the hand; -1 for none."""
    mode = Struct(Mode, "grid")
    """``grid``, or how the focused cell is compared with the baseline."""
    baseline = t.Int(-1).tag(sync=True)
    """The cell that others are compared with; -1 for none."""

    def __init__(
        self,
        source: Source,
        *,
        labels: Sequence[str] | None = None,
        rows: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> None:
        self._sweep = source if isinstance(source, Sweep) else None
        self._plan = source if isinstance(source, Plan) else None
        self._lock = threading.RLock()
        self._using: list[Callable[[str, dict[str, Any]], None]] = []
        self._by_index: dict[int, Cell] = {}
        if self._sweep is not None or self._plan is not None:
            owner = self._sweep or (self._plan and self._plan.source)
            self._client: Client | None = owner.client if owner else default_client()
            self._home: Home = self._client.home
            self._derived = Derived(self._home.derived)
            sheet = self._planned()
        else:
            self._client = None
            with ThreadPoolExecutor(OPENED_AT_ONCE) as pool:
                clips = list(pool.map(open_clip, source))  # type: ignore[arg-type]
            if not clips:
                raise errors.InvalidRequest("there is nothing to compare")
            if labels is not None and len(labels) != len(clips):
                raise errors.InvalidRequest(f"{len(clips)} clips and {len(labels)} labels")
            self._home = home_of_all(clips)
            self._derived = Derived(self._home.derived)
            named = labels_of(clips, labels)
            sheet = sheet_of_clips(clips, named, self._derived, self._home.clips)
        register(self._home)
        self._sheet = sheet
        across, down = arranged(sheet.axes, rows, columns)
        super().__init__(
            summary=self._summary(sheet),
            axes=sheet.axes,
            cells=sheet.cells,
            rows=down,
            columns=across,
            pending=self._pending(),
            stop_reason=self._stop_reason(),
        )
        if self._sweep is not None:
            self._follow(self._sweep)

    def _follow(self, sweep: Sweep) -> None:
        """Listen, then look again for what changed before the first word came."""
        self._stop = sweep.listen(self._changed)
        sweep.client.call(self._changed, None)

    @t.validate("rate")
    def _rate_known(self, proposal: dict[str, Any]) -> float:
        return min(max(float(proposal["value"]), SLOWEST), FASTEST)

    @t.validate("focused", "baseline")
    def _cell_known(self, proposal: dict[str, Any]) -> int:
        value = int(proposal["value"])
        return value if 0 <= value < len(self._sheet.cells) else -1

    # --- what is shown

    def _planned(self) -> Sheet:
        plan = self._sweep.plan() if self._sweep is not None else self._plan
        client = self._client
        assert plan is not None  # noqa: S101
        assert client is not None  # noqa: S101
        self._plan = plan
        self._by_index = {cell.index: cell for cell in plan.cells}
        keys = {cell.key for cell in plan.cells if cell.key}
        records = client.ledger.by_keys(keys)
        return sheet_of_plan(plan, client, self._derived, records, self._opened)

    @property
    def _opened(self) -> float:
        return self._sweep.opened if self._sweep is not None else float("inf")

    def _summary(self, sheet: Sheet) -> SummaryView:
        return {
            "title": sheet.title,
            "shared": sheet.shared,
            "prompts": sheet.prompts,
            "warnings": sheet.warnings,
            "play_money": bool(self._plan and self._plan.play_money),
            "expected_s": round(self._plan.expected_s, 1) if self._plan else 0.0,
            "media": f"{ROUTE}/{self._home.id}",
        }

    def _pending(self) -> PendingView | None:
        plan = self._plan
        if plan is None or not plan.new or (self._sweep and self._sweep.running):
            return None
        return {"count": len(plan.new), "low": plan.low, "high": plan.high}

    def _stop_reason(self) -> str:
        return self._sweep.stopped if self._sweep is not None else ""

    def _changed(self, record: JobRecord | None) -> None:
        with self._lock:
            if record is None:
                self._redraw()
            elif record.key in self._sheet.keys:
                self._moved(record)

    def _redraw(self) -> None:
        old, sheet = self._sheet, self._planned()
        same = sheet.axes == old.axes and sheet.keys == old.keys
        with self.hold_sync():
            if not same:
                self._sheet = sheet
                self.axes, self.summary = sheet.axes, self._summary(sheet)
                self.cells = sheet.cells
                where = moved(old.keys, sheet.keys)
                self.baseline = where.get(self.baseline, -1)
                self.focused = where.get(self.focused, -1)
                self.selected = [where[n] for n in self.selected if n in where]
                across, down = arranged(sheet.axes, None, None)
                if {*self.rows, *self.columns} != {*across, *down}:
                    self.columns, self.rows = across, down
            self.pending, self.stop_reason = self._pending(), self._stop_reason()
        for index, cell in enumerate(sheet.cells if same else ()):
            if cell["live"] != self.cells[index]["live"]:
                self.cells[index]["live"] = cell["live"]
                self.send({"type": "live", "index": index, "live": cell["live"]})
            clip = sheet.clips.get(index)
            if clip is not None and self.cells[index]["clip"] is None:
                self._sheet.clips[index] = clip
                self._put(index, clip)

    def _moved(self, record: JobRecord) -> None:
        """Patch the cells of a job; the traits change in place and cross at a reload."""
        client = self._client
        assert client is not None  # noqa: S101
        clip = clip_of(record, client.store.clip)
        for index in self._sheet.keys[record.key]:
            now = live(self._by_index[index], record, client, self._opened)
            cell = self.cells[index]
            if now != cell["live"]:
                cell["live"] = now
                self.send({"type": "live", "index": index, "live": now})
            if clip is not None and cell["clip"] is None:
                self._sheet.clips[index] = clip
                self._put(index, clip)

    def _put(self, index: int, clip: Clip) -> None:
        stored = clip.path.parent == self._home.clips
        view = grid_clip(clip, self._derived, stored=stored)
        self.cells[index]["clip"] = view
        self.send({"type": "clip", "index": index, "clip": view})

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        return grid_html(self._sheet, self._derived)

    # --- what the browser asks for

    def on_launch(self, _: dict[str, Any], __: object) -> None:
        """Send the new cells."""
        shown = self.pending
        if self._sweep is None and self._plan is not None and self._plan.source:
            self._sweep = self._plan.source
            self._follow(self._sweep)
        if self._sweep is None or shown is None:
            return
        fresh = self._sweep.plan()
        if (len(fresh.new), fresh.high) != (shown["count"], shown["high"]):
            self._changed(None)
            self.stop_reason = "the price is another one by now; press again to agree"
            return
        try:
            self._sweep.run(**self._sweep.asked)
        except errors.VeoError as error:
            self.stop_reason = str(error).splitlines()[0]

    def on_retry_failed(self, _: dict[str, Any], __: object) -> None:
        """Take up every failed cell again."""
        if self._sweep is not None:
            self._sweep.retry()

    def on_act_on(self, message: dict[str, Any], _: object) -> None:
        """Do what a cell's button says."""
        job = self.cells[int(message["index"])]["live"]["job"]
        act = {
            "cancel": actions.cancel,
            "retry": actions.retry,
            "resubmit": actions.resubmit,
            "unwatch": actions.unwatch,
        }
        found = act.get(str(message.get("action")))
        if job is not None and found is not None and self._client is not None:
            with contextlib.suppress(errors.VeoError):
                found(self._client, job)

    def on_derive(self, message: dict[str, Any], _: object) -> None:
        """Make a clip's proxy, once."""
        index = int(message["index"])
        clip = self._sheet.clips.get(index)
        if clip is None:
            return

        def made(_: Future[None]) -> None:
            with self._lock:
                if self._sheet.clips.get(index) is clip:
                    self._put(index, clip)

        self._derived.make(clip.path, clip.sha256).add_done_callback(made)

    def on_read_file(self, message: dict[str, Any], _: object) -> None:
        """Send a stretch of a file to a page that no server serves."""
        answer = {"type": "chunk", "id": message.get("id"), "error": None}
        try:
            clip = self._sheet.clips[int(message["index"])]
            part = part_of(clip, self._derived, message)
        except (OSError, KeyError, errors.MediaError) as error:
            self.send({**answer, "error": str(error)})
        else:
            self.send(answer, buffers=[part])

    def on_text_request(self, message: dict[str, Any], _: object) -> None:
        """Answer with a text about a cell: its call, its settings, a frame of it."""
        index = int(message["index"])
        answer = {"type": "text_reply", "id": message.get("id"), "text": "", "error": None}
        try:
            told = self._told(index, str(message["about"]), float(message["time"]))
        except (errors.VeoError, OSError, KeyError) as error:
            self.send({**answer, "error": str(error).splitlines()[0]})
        else:
            self.send({**answer, "text": told})

    def _told(self, index: int, about: str, at: float) -> str:
        model, parameters, take = self._sheet.requests[index]
        asked = dict(parameters)
        if not model:
            raise errors.InvalidRequest("this file does not say how it was made")
        if about == "python":
            return as_python(model, asked, take)
        if about == "curl":
            return as_curl(model, asked)
        if about == "frame":
            own = (self._client or default_client()).catalogue[model]
            name = own.having("start_image")
            if name is None:
                raise errors.InvalidRequest(f"{model} has no start image")
            asked[name] = str(self.frame(index, at))
        for use in self._using:
            use(model, asked)
        return as_controls(model, asked)

    def on_find_differences(self, message: dict[str, Any], _: object) -> None:
        """Say where two cells' clips differ most."""
        pair = [self._sheet.clips.get(int(message[name])) for name in ("one", "other")]
        one, other = pair
        times: list[float] = []
        if one is not None and other is not None:
            frames = [self._derived.frames(clip.sha256) for clip in (one, other)]
            if frames[0] is not None and frames[1] is not None:
                times = differences(frames[0], frames[1], (one.fps, other.fps))
        self.send(
            {
                "type": "differences",
                "one": message["one"],
                "other": message["other"],
                "times": times,
            }
        )

    # --- for people who write Python

    def on_use(self, use: Callable[[str, dict[str, Any]], None]) -> None:
        """Call back with model and parameters when a cell's settings are taken."""
        self._using.append(use)

    def frame(self, index: int, at: float) -> Path:
        """Store a frame of a cell's clip as an image and return its path.

        Args:
            index: The cell.
            at: Seconds into the clip.

        Raises:
            MediaError: The cell has no clip yet.
        """
        clip = self._sheet.clips.get(index)
        if clip is None:
            raise errors.MediaError(f"cell {index} has no clip yet")
        return frame_of(clip, at, self._home.derived)

    def contact_sheet(self, path: str | os.PathLike[str]) -> Path:
        """Write a picture of 12 frames of every clip, a line each.

        Args:
            path: A ``.png`` or ``.jpg``.

        Raises:
            MediaError: No cell has a clip yet, or a clip does not decode.
        """
        from veo_widgets.media import contact_sheet

        lines = [
            (self._sheet.cells[index]["title"], clip)
            for index, clip in sorted(self._sheet.clips.items())
        ]
        for _, clip in lines:
            self._derived.make(clip.path, clip.sha256).result()
        strips = [(name, self._derived.path(clip.sha256, "strip.jpg")) for name, clip in lines]
        return contact_sheet(strips, Path(path))

    def close(self) -> None:
        """Stop following and leave the page."""
        if self._stop is not None:
            self._stop()
        super().close()


def compare(
    clips: Sequence[Clip | Job | str | os.PathLike[str]], *, labels: Sequence[str] | None = None
) -> ComparisonGrid:
    """Return a grid over any clips; no account is needed.

    Args:
        clips: Clips, finished jobs, and paths of MP4 files.
        labels: What to call them.

    Raises:
        MediaError: A file is no clip, or a job has none yet.
    """
    return ComparisonGrid(list(clips), labels=labels)
