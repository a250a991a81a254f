"""What an engine is, and where engines are found."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint

    from veo_widgets.server.engine.spec import RenderSpec

GROUP: Final = "veo_widgets.engines"


class Cancelled(Exception):
    """A render was asked to stop."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do with a spec; what it cannot, it passes over.

    Attributes:
        sound: It makes a sound track.
        start: It begins with a given picture.
        last: It ends on a given picture.
        references: It places given subjects.
        negative: It leaves out what is named.
        repeats: The same spec gives the same bytes.
    """

    sound: bool = False
    start: bool = False
    last: bool = False
    references: bool = False
    negative: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished clip.

    Attributes:
        data: The MP4: H.264 in yuv420p, AAC where there is sound, ready to stream.
        frames: Number of frames.
    """

    data: bytes
    frames: int


class Engine(Protocol):
    """Makes a clip of a spec.

    Another package offers one under the entry point group ``veo_widgets.engines``:
    a callable without arguments that returns an engine.

    Attributes:
        name: Told in the ``x-engine`` header and in the clip's metadata.
    """

    name: str

    def capabilities(self) -> Capabilities:
        """Return what this engine can do."""

    def render(
        self, spec: RenderSpec, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Rendered:
        """Make one clip.

        Args:
            spec: What to show.
            progress: To be called now and then with the share done, 0 to 1.
            cancelled: To be asked now and then whether to give up.

        Raises:
            Cancelled: ``cancelled`` said so.
            ValueError: The spec holds something that cannot be used.
        """


def names() -> list[str]:
    """Return the engines that are installed, by name."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def check(name: str) -> None:
    """Make sure that an engine is installed, without loading it.

    Raises:
        ValueError: It is not; the message lists those that are.
    """
    _entry(name)


def find(name: str) -> Engine:
    """Return an engine by its name.

    Raises:
        ValueError: It is not installed; the message lists those that are.
    """
    engine: Engine = _entry(name).load()()
    return engine


def _entry(name: str) -> EntryPoint:
    for point in entry_points(group=GROUP):
        if point.name == name:
            return point
    if not names():
        raise ValueError(
            f"there is no engine {name!r}, nor any other: this copy of veo-widgets is not "
            f"installed, so its entry points ({GROUP}) are missing; pip install -e ."
        )
    raise ValueError(f"there is no engine {name!r}; there are {', '.join(names())}")
