"""A clip, played inline."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

import traitlets as t

from veo_widgets._lib.values import count, expect, listed, short
from veo_widgets.errors import InvalidRequest
from veo_widgets.home.media_registry import register
from veo_widgets.media import Clip
from veo_widgets.view.clip import clip_view
from veo_widgets.view.files import home_of, stretch
from veo_widgets.view.html import clip_html
from veo_widgets.view.wire.constants import FASTEST, SLOWEST
from veo_widgets.view.wire.player import ClipView, Read, VideoPlayerFromPython
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from veo_widgets.view.wire.common import Chunk
    from veo_widgets.widgets.messages import Buffers


class VideoPlayer(VeoWidget[VideoPlayerFromPython]):
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
        sizes = [count(size, "a side of the shape", most=10_000) for size in listed(shape) or ()]
        if len(sizes) != 2:
            raise InvalidRequest(f"shape is width and height, not {short(shape)}")
        expect(placeholder, str, "placeholder", "text")
        expect(muted, bool, "muted", "true or false")
        expect(loop, bool, "loop", "true or false")
        super().__init__(shape=sizes, placeholder=placeholder, muted=muted, loop=loop)
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
        view = None if clip is None else clip_view(clip, _served_from(clip))
        with self.hold_sync():
            self.playing, self.time, self.clip = False, 0.0, view

    @handles(Read)
    def _read(self, message: Read, _: Buffers) -> None:
        """Send a stretch of the clip to a page that no server serves."""
        answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}
        clip = self._source
        if clip is None or clip.sha256 != message["sha256"]:
            self.say({**answer, "error": "this player shows another clip now"})
            return
        try:
            part = stretch(clip.path, message["start"], message["length"])
        except OSError as error:
            self.say({**answer, "error": str(error)})
        else:
            self.say(answer, [part])


def _served_from(clip: Clip) -> str:
    """Let the Jupyter server stream a clip, if it lies in a home, and name the home."""
    home = home_of(clip)
    if home is None:
        return ""
    register(home)
    return home.id
