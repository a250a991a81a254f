"""A widget in a cell: the place of its still, then the widget, then the still in its place."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4
from weakref import WeakSet

from veo_widgets._lib.displayable import in_notebook, somebody_waits
from veo_widgets.view.style import framed
from veo_widgets.widgets.page import page

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
LATER_S: Final = 1.5
"""How long a page that draws a widget is left to it."""
UNDRAWN: Final = (
    "<p class='undrawn'><b>Nothing can be pressed here: no page has drawn this yet.</b> If it stays"
    " so in a notebook that runs, <code>pip install veo-widgets</code> where the Jupyter"
    " <b>server</b> runs, not only its kernel, and reload the page; <code>veo.doctor()</code> looks"
    " for what is missing.</p>"
)


def stands_alone() -> bool:
    """Tell whether the host keeps one output of a widget and its still.

    There the page is not JupyterLab's, and would show both.
    """
    return not in_notebook() or "VSCODE_PID" in os.environ or "google.colab" in sys.modules


def publish(bundle: dict[str, Any], metadata: dict[str, Any] | None = None, **how: Any) -> None:  # noqa: ANN401
    """Put a mime bundle into the cell that runs, or where its display id is."""
    from IPython.display import publish_display_data

    publish_display_data(bundle, metadata, **how)  # type: ignore[no-untyped-call]


def catch_up(_: object = None) -> None:
    """Draw stills anew as a cell ends.

    Programs that run notebooks take in what a cell says, and not what threads say between.
    """
    for shown in tuple(_shown):
        _quietly(shown.catch_up)


def _quietly(draw: Callable[[], None]) -> None:
    """Draw a still; one that cannot be drawn takes no other along, and ends no cell."""
    try:
        draw()
    except Exception:  # noqa: BLE001
        _log.warning("a still could not be drawn", exc_info=True)


class Shown:
    """The stills of a widget, wherever it was displayed.

    Args:
        still: Returns what a notebook without its kernel shows, as HTML.
        stage: Returns what a still is too old without, as it is now.
    """

    def __init__(self, still: Callable[[], str], stage: Callable[[], object] = str) -> None:
        self._still, self._stage = still, stage
        self._told: object = None
        self._name = ""
        self._turn = self._published = 0
        self._lock = threading.Lock()
        self._around: list[Shown] = []

    def within(self, around: Shown) -> None:
        """Have the still of what holds this one drawn anew with it."""
        if around not in self._around:
            self._around.append(around)

    def show(self, drawn: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Put the widget into the cell that runs, and before it its still.

        The still is drawn last: a person waits for the widget, nobody for the still.

        Args:
            drawn: The widget's mime bundle.
            metadata: Its metadata.
        """
        self._name = self._name or uuid4().hex
        _shown.add(self)
        waits = somebody_waits()
        # JupyterLab reads its typesetter of formulas for the first HTML or SVG of a page.
        self._publish({} if waits else {"text/html": framed("", still=True)})
        live = {kind: body for kind, body in drawn.items() if kind != "text/html"}
        publish({**live, "text/plain": ""}, metadata)
        page.wait(self.again)
        if waits:
            _late.add(self)
        else:
            self._draw()

    def _draw(self) -> None:
        with self._lock:
            self._turn += 1
            turn = self._turn
        stage = self._state()  # read first: what moves while it is drawn makes the still old
        html = self._still() if page.alive else f"{UNDRAWN}{self._still()}"
        heard = page.pushes or threading.current_thread() is threading.main_thread()
        with self._lock:
            # What another thread began to draw later, and published, is newer.
            if turn > self._published:
                self._published = turn
                self._publish({"text/html": framed(html, still=True)}, update=True)
                self._told = stage if heard else None

    def _state(self) -> object:
        return page.alive, self._stage()

    def again(self) -> None:
        """Draw the still anew wherever it is, also in cells that have ended."""
        for around in self._around:
            around.again()
        if self._name and self not in _late and in_notebook():
            self._draw()

    def catch_up(self) -> None:
        """Draw the still anew unless the kernel's own thread said what it tells by now."""
        if self not in _late and self._told != self._state():
            self.again()

    def _publish(self, drawn: dict[str, str], **how: Any) -> None:  # noqa: ANN401
        publish({"text/plain": "", **drawn}, transient={"display_id": self._name}, **how)


class Late:
    """Draws stills a moment after their widgets, all those of the moment at once."""

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._waiting: list[Shown] = []
        self._lock = threading.Lock()

    def __contains__(self, shown: Shown) -> bool:
        return shown in self._waiting

    def add(self, shown: Shown) -> None:
        """Draw a still in a moment."""
        with self._lock:
            if not self._waiting:
                timer = threading.Timer(self._after_s, self._draw)
                timer.daemon = True
                timer.start()
            if shown not in self._waiting:
                self._waiting.append(shown)

    def _draw(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for shown in waiting:
            _quietly(shown.again)


_shown: Final[WeakSet[Shown]] = WeakSet()
_late: Final = Late(LATER_S)
