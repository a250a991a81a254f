"""A clip, played inline."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets.errors import MediaError
from veo_widgets.home.media_registry import register
from veo_widgets.home.paths import Home
from veo_widgets.media import Clip
from veo_widgets.view.html import clip_html
from veo_widgets.view.job import clip_view
from veo_widgets.view.wire import ClipView, Struct
from veo_widgets.widgets.base import VeoWidget

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

LONGEST_READ: Final = 8_000_000
SLOWEST: Final = 0.0625
FASTEST: Final = 16.0


def home_of(clip: Clip) -> str:
    """Let the Jupyter server stream a clip, if it lies in a home, and name the home."""
    folder = Path(clip.path).parent
    home = Home(folder.parent)
    if folder != home.clips or Path(clip.path) != folder / f"{clip.sha256}.mp4":
        return ""
    register(home)
    return home.id


class VideoPlayer(VeoWidget):
    """Plays a clip with sound, by frame, at any speed; keys as in its help (``?``).

    The browser owns the playback. The traits ``playing``, ``time`` (seconds),
    ``rate``, ``muted`` and ``loop`` follow it a few times a second and may be set.

    Args:
        clip: A clip, the path of any MP4, or nothing yet.
        shape: Width and height to hold free until there is a clip.
        placeholder: What to say until then.
        muted: Whether to start without sound.
        loop: Whether to start over at the end.
    """

    module = "player"

    clip = Struct(ClipView | None)
    """What is played; see ``show``."""
    shape = Struct(list[int], [16, 9])
    """Width and height held free until there is a clip."""
    placeholder = t.Unicode("no clip yet").tag(sync=True)
    """What is said until there is a clip."""
    playing = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether it runs."""
    time = t.Float(0.0).tag(sync=True)
    """Position in seconds."""
    rate = t.Float(1.0).tag(sync=True)
    """Speed from 0.0625 to 16; 1 is real time."""
    muted = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether the sound is off."""
    loop = t.Bool(True).tag(sync=True)  # noqa: FBT003
    """Whether it starts over at its end."""

    def __init__(
        self,
        clip: Clip | str | os.PathLike[str] | None = None,
        *,
        shape: Sequence[int] = (16, 9),
        placeholder: str = "no clip yet",
        muted: bool = False,
        loop: bool = True,
    ) -> None:
        self._source: Clip | None = None
        super().__init__(shape=list(shape), placeholder=placeholder, muted=muted, loop=loop)
        if clip is not None:
            self.show(clip if isinstance(clip, Clip) else Clip.open(clip))

    @t.validate("rate")
    def _rate_known(self, proposal: dict[str, Any]) -> float:
        return min(max(float(proposal["value"]), SLOWEST), FASTEST)

    @t.validate("time")
    def _time_known(self, proposal: dict[str, Any]) -> float:
        value = float(proposal["value"])
        return value if math.isfinite(value) and value > 0 else 0.0

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        clip = self._source
        return clip_html(clip) if clip is not None else escape(self.placeholder)

    def show(self, clip: Clip | None) -> None:
        """Put another clip on, or none; it waits at its start."""
        self._source = clip
        view = None if clip is None else clip_view(clip, home_of(clip))
        with self.hold_sync():
            self.playing, self.time, self.clip = False, 0.0, view

    def on_read(self, message: dict[str, Any], _: object) -> None:
        """Send a stretch of the clip to a page that no server serves."""
        answer = {"type": "chunk", "id": message.get("id"), "error": None}
        try:
            part = self._part(message)
        except (OSError, MediaError) as error:
            self.send({**answer, "error": str(error)})
        else:
            self.send(answer, buffers=[part])

    def _part(self, message: dict[str, Any]) -> bytes:
        clip = self._source
        if clip is None or clip.sha256 != message.get("sha256"):
            raise MediaError("this player shows another clip now")
        start, length = int(message["start"]), int(message["length"])
        with Path(clip.path).open("rb") as file:
            file.seek(max(0, start))
            return file.read(min(length, LONGEST_READ))
