"""What the pages of this kernel say of themselves; until one does, nothing can be pressed."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from veo_widgets.errors import VeoError
from veo_widgets.view.wire.page import Alive, Heard, Hello, PageFacts
from veo_widgets.widgets.messages import dispatch, handlers_of, handles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from veo_widgets.widgets.messages import Buffers

_log = logging.getLogger(__name__)


def each(acts: Iterable[Callable[[], object]]) -> None:
    """Draw stills; one that cannot be drawn takes no other along, and ends no cell."""
    for act in acts:
        try:
            act()
        except Exception:  # noqa: BLE001
            _log.warning("a still could not be drawn", exc_info=True)


class Page:
    """What is known of the page that draws the kit's widgets.

    Attributes:
        alive: Whether there is one that has the module.
        pushes: Whether it heard what a thread of the kernel said.
        facts: What it said of its browser and of its server.
    """

    def __init__(self) -> None:
        self.alive = self.pushes = False
        self.facts: PageFacts | None = None
        self._waiting: list[Callable[[], None]] = []

    def wait(self, act: Callable[[], None]) -> None:
        """Do something as soon as there is such a page, if there is none yet."""
        if not self.alive and act not in self._waiting:
            self._waiting.append(act)

    def hear(self, message: object, say: Callable[[Hello], None]) -> None:
        """Take in what a page says; whatever else comes is passed over.

        Args:
            message: What came.
            say: Says something to the page.
        """
        self._say = say
        with suppress(VeoError):
            dispatch(self, HANDLERS, message, [])

    @handles(Alive)
    def _alive(self, _: Alive, __: Buffers) -> None:
        self.alive = True
        waiting, self._waiting = self._waiting, []
        each(waiting)
        # Some hosts drop what threads say: whether this one does is found out.
        threading.Thread(target=self._say, args=({"type": "hello"},), daemon=True).start()

    @handles(PageFacts)
    def _told(self, message: PageFacts, _: Buffers) -> None:
        self.facts = message

    @handles(Heard)
    def _heard(self, _: Heard, __: Buffers) -> None:
        self.pushes = True


HANDLERS: Final = handlers_of(Page)
page: Final = Page()
