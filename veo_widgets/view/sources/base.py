"""What a grid asks of where its cells come from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from veo_widgets.errors import InvalidRequest
from veo_widgets.media import Derived
from veo_widgets.view.clip import grid_clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.client import Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.home.paths import Home
    from veo_widgets.media import Clip
    from veo_widgets.view.patches import Event
    from veo_widgets.view.sheet import Drawn, Sheet
    from veo_widgets.view.wire.common import JobAction
    from veo_widgets.view.wire.grid import GridClip, PendingView

    Listener = Callable[[Event], None]


class Source(ABC):
    """Where a grid's cells come from; as it stands here, they stay as they are.

    Args:
        home: Where their clips lie, or what is made of them.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.derived = Derived(home.derived)

    def view(self, clip: Clip) -> GridClip:
        """Return what a pane needs to know of a clip."""
        stored = clip.path.parent == self.home.clips
        model = self.catalogue.get(clip.model)
        return grid_clip(clip, self.derived, model, stored=stored, served=stored)

    @property
    @abstractmethod
    def session(self) -> Session:
        """Whose ledger keeps what is said of them."""

    @property
    @abstractmethod
    def catalogue(self) -> Catalogue:
        """The models that the cells speak of."""

    @property
    @abstractmethod
    def judged(self) -> object:
        """What votes on the cells are about."""

    @abstractmethod
    def sheet(self) -> Sheet:
        """Draw every cell."""

    def redrawn(self) -> Sheet | None:
        """Draw every cell again if they are others than before."""
        return None

    def drawn(self, record: JobRecord | None = None) -> Iterable[tuple[int, Drawn]]:
        """Draw what moves of the cells of a job, or of all."""
        del record
        return ()

    def clock(self) -> float:
        """Return seconds since the epoch, for what moves."""
        return 0.0

    def pending(self) -> PendingView | None:
        """Return what a launch would send, if it may be pressed."""
        return None

    def stop_reason(self) -> str:
        """Say why cells were not sent."""
        return ""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call back with every event, from any thread; return what ends it."""
        del listener
        return lambda: None

    def launch(self, count: int, high: float, unpriced: int) -> None:
        """Send the new cells, at the price that a person saw.

        Args:
            count: How many new cells that were.
            high: The most, in US dollars, that those of known price came to.
            unpriced: How many of them had no known price.

        Raises:
            VeoError: Nothing was sent, and why.
        """
        raise InvalidRequest(f"of {count} cells, {unpriced} unpriced, none can be sent for {high}")

    def retry(self, jobs: Iterable[str]) -> None:
        """Take up these failed jobs again."""
        raise InvalidRequest(f"no cell of these can fail, nor has a job {', '.join(jobs)}")

    def act(self, job: str, action: JobAction) -> None:
        """Do what a button says with a job.

        Raises:
            VeoError: It cannot be done with the job as it stands.
        """
        raise InvalidRequest(f"no cell of these has a job {job} to {action}")
