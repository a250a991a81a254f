"""What a person sees while a cell or a script waits."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING, Any, Final, Protocol

from veo_widgets import errors
from veo_widgets._lib.displayable import Displayable, in_notebook, shown
from veo_widgets._lib.terminal import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

EVERY_S: Final = 1.0
CELLS: Final = 20
"""How many letters a terminal's bar takes."""
CLEAR: Final = "\r\x1b[2K"


class Told(Protocol):
    """What a wait is for, as far as it is."""

    def line(self) -> str:
        """Say it on one line."""

    @property
    def after(self) -> str:
        """What an interrupt leaves behind, in one line."""


class Making(Displayable):
    """A file that is being made, as the person who waits for it sees it.

    Attributes:
        name: What the file is called.
        share: How much is done, from 0 to 1.
    """

    def __init__(self, name: str) -> None:
        self.name, self.share = name, 0.0

    def __call__(self, share: float) -> None:
        """Take in how much is done."""
        self.share = share

    def __repr__(self) -> str:
        """Say it as a terminal does."""
        return self.line()

    def line(self) -> str:
        """Say it on one line, with a bar."""
        full = round(self.share * CELLS)
        return f"{self.name} {'█' * full}{'░' * (CELLS - full)} {self.share:.0%}"

    @property
    def after(self) -> str:
        """Say what an interrupt leaves behind."""
        return f"Stopped before {self.name} was whole."


@contextlib.contextmanager
def making(name: str) -> Iterator[Making]:
    """Show how far a file is, as ``waiting`` does."""
    told = Making(name)
    with waiting(told):
        yield told


@contextlib.contextmanager
def waiting(told: Told, out: TextIO | None = None) -> Iterator[None]:
    """Show how a wait goes on: in the cell that runs, or on one line of a terminal.

    Args:
        told: What is waited for.
        out: The terminal; nothing is written where it is none.

    Raises:
        WaitInterrupted: A person interrupted it.
    """
    try:
        with _in_cell(told) if in_notebook() else on_line(told.line, out or sys.stderr):
            yield
    except KeyboardInterrupt:
        raise errors.WaitInterrupted(told.after) from None


@contextlib.contextmanager
def on_line(text: Callable[[], str], out: TextIO, columns: int | None = None) -> Iterator[None]:
    """Write a text again and again over itself, and take it away at the end.

    Args:
        text: Returns what to say now.
        out: A terminal, or nothing is written.
        columns: How wide it is.
    """
    if not out.isatty():
        yield
        return

    def write(line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            out.write(CLEAR + line)
            out.flush()

    try:
        with _ticking(lambda: write(fitted(text(), columns or _columns()))):
            yield
    finally:
        write("")


@contextlib.contextmanager
def _in_cell(told: Told) -> Iterator[None]:
    if shown(told) or not isinstance(told, Displayable):
        yield
        return
    from IPython.display import display

    thing = told
    bundle = thing._repr_mimebundle_()
    handle: Any = display(bundle, raw=True, display_id=True)  # type: ignore[no-untyped-call]

    def draw() -> None:
        handle.update(thing._repr_mimebundle_(), raw=True)

    try:
        with _ticking(draw):
            yield
    finally:
        draw()


@contextlib.contextmanager
def _ticking(draw: Callable[[], None]) -> Iterator[None]:
    ended = threading.Event()

    def run() -> None:
        while True:
            with contextlib.suppress(errors.VeoError):
                draw()
            if ended.wait(EVERY_S):
                return

    thread = threading.Thread(target=run, name="veo-widgets-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def fitted(text: str, columns: int) -> str:
    """Return a text as it fits on one line of a terminal."""
    line = plain(text)
    return line if len(line) < columns else line[: max(0, columns - 2)] + "…"


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns
