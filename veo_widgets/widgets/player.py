"""A clip, played inline."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets._lib.values import count, expect, listed, short
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.home.media_registry import ROUTE, register, register_file
from veo_widgets.home.paths import open_home
from veo_widgets.home.takes import STAR, is_starred, mark
from veo_widgets.media import Clip, Derived, marks
from veo_widgets.view.clip import clip_view, plain
from veo_widgets.view.files import home_of, model_of, stretch
from veo_widgets.view.html import clip_html
from veo_widgets.view.wire.constants import FASTEST, FILE_ENDINGS, SLOWEST
from veo_widgets.view.wire.player import (
    ClipView,
    MakeProxy,
    Read,
    ReadMarks,
    ReadMp3,
    ReadProxy,
    ReadStrip,
    Star,
    VideoPlayerFromPython,
)
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.chunks import send_made
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from veo_widgets.client import Job
    from veo_widgets.home.paths import Home
    from veo_widgets.view.wire.common import Chunk
    from veo_widgets.widgets.messages import Buffers


HOME_DIGITS: Final = 16


class VideoPlayer(VeoWidget[VideoPlayerFromPython]):
    """Plays a clip with sound, by frame, at any speed; keys as in its help (``?``).

    The browser owns the playback. The traits ``playing``, ``time`` (seconds),
    ``rate``, ``muted``, ``loop`` and ``stretch`` follow it a few times a second and may be set.

    Args:
        clip: A clip, the path of any video, or nothing yet.
        shape: Width and height to hold free until there is a clip.
        placeholder: What to say until then.
        muted: Whether to start without sound.
        loop: Whether to start over at the end.
        titled: Whether to write the prompt below it.
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
    stretch = Struct(list[float], [])
    """What is played of it, from and to in seconds; all of it when empty."""
    titled = t.Bool(True).tag(sync=True)  # noqa: FBT003
    """Whether its prompt is written below it."""
    starred = Struct(bool | None)
    """Whether its job has a star; ``None`` where no job is known. Set by the kernel only."""

    def __init__(
        self,
        clip: Clip | str | os.PathLike[str] | None = None,
        *,
        shape: Sequence[int] = (16, 9),
        placeholder: str = "no clip yet",
        muted: bool = False,
        loop: bool = True,
        titled: bool = True,
    ) -> None:
        self._source: Clip | None = None
        self._estimate: str | None = None
        self._made: Derived | None = None
        self._job: Job | None = None
        sizes = [count(size, "a side of the shape", most=10_000) for size in listed(shape) or ()]
        if len(sizes) != 2:
            raise InvalidRequest(f"shape is width and height, not {short(shape)}")
        expect(placeholder, str, "placeholder", "text")
        expect(muted, bool, "muted", "true or false")
        expect(loop, bool, "loop", "true or false")
        expect(titled, bool, "titled", "true or false")
        super().__init__(
            shape=sizes, placeholder=placeholder, muted=muted, loop=loop, titled=titled
        )
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
        return (
            clip_html(clip, self._estimate, model_of(clip))
            if clip is not None
            else escape(self.placeholder)
        )

    def show(
        self, clip: Clip | None, estimate: str | None = None, *, job: Job | None = None
    ) -> None:
        """Put another clip on, or none; it waits at its start.

        Args:
            clip: The clip.
            estimate: What it was expected to cost, in words; what the clip knows of it if not given.
            job: Whose clip it is, to put a star on.
        """
        self._source, self._estimate, self._job = clip, estimate, job
        view = clip and clip_view(clip, _served_from(clip), estimate, model_of(clip))
        with self.hold_sync():
            self.playing, self.time, self.stretch, self.clip = False, 0.0, [], view
            self.starred = None if job is None else is_starred(job.session.ledger, job.id)
        self.restill()

    @handles(Read)
    def _read(self, message: Read, _: Buffers) -> None:
        """Send a stretch of the clip to a page that no server serves."""
        self._answer(message, self._asked(message["sha256"]).path)

    @handles(ReadProxy)
    def _read_proxy(self, message: ReadProxy, _: Buffers) -> None:
        """Send a stretch of the clip's proxy to a page that no server serves."""
        clip = self._asked(message["sha256"])
        self._answer(message, self._derived(clip).path(clip.sha256, "proxy.mp4"))

    @handles(ReadMp3)
    def _read_mp3(self, message: ReadMp3, _: Buffers) -> None:
        """Send a stretch of the clip with its sound as MP3, as soon as that is made."""
        clip = self._asked(message["sha256"])
        send_made(self.say, message, self._derived(clip).mp3(clip.path, clip.sha256))

    @handles(ReadStrip)
    def _read_strip(self, message: ReadStrip, _: Buffers) -> None:
        """Send the clip's frames side by side, as soon as they are there."""
        clip = self._asked(message["sha256"])
        derived = self._derived(clip)
        strip = derived.path(clip.sha256, "strip.jpg")
        send_made(self.say, message, derived.make(clip.path, clip.sha256), strip)

    @handles(ReadMarks)
    def _read_marks(self, message: ReadMarks, _: Buffers) -> None:
        """Send what a saved clip carries of how it was made."""
        answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}
        self.say(answer, [marks(self._asked(message["sha256"]))])

    @handles(Star)
    def _star(self, message: Star, _: Buffers) -> None:
        """Put a star on the job, or take it away."""
        if self._job is None:
            raise InvalidRequest("no job of this clip is known")
        value = "1" if message["starred"] else None
        mark(self._job.session.ledger, [self._job.id], {STAR: value})
        self.starred = message["starred"]

    def _answer(self, message: Read | ReadProxy, path: Path) -> None:
        answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}
        self.say(answer, [stretch(path, message["start"], message["length"])])

    @handles(MakeProxy)
    def _make_proxy(self, message: MakeProxy, _: Buffers) -> None:
        """Make the proxy of a clip that the browser cannot play, and say where it lies."""
        clip = self._asked(message["sha256"])
        home = _home_for(clip)
        register(home)
        path = f"{ROUTE}/{home.id}/{clip.sha256}{FILE_ENDINGS['proxy']}"

        def made(work: Future[None]) -> None:
            error = work.exception()
            self.say(
                {
                    "type": "proxy_made",
                    "id": message["id"],
                    "path": path,
                    "error": None if error is None else plain(str(error)),
                }
            )

        self._derived(clip).make(clip.path, clip.sha256).add_done_callback(made)

    def _asked(self, sha256: str) -> Clip:
        """Return the clip that a page asks for, its bytes still its own.

        Raises:
            MediaError: Another clip is shown by now, or its file was written again.
        """
        clip = self._source
        if clip is None or clip.sha256 != sha256:
            raise MediaError("this player shows another clip now")
        clip.check()
        return clip

    def _derived(self, clip: Clip) -> Derived:
        folder = _home_for(clip).derived
        if self._made is None or self._made.folder != folder:
            self._made = Derived(folder)
        return self._made


def _home_for(clip: Clip) -> Home:
    """Return the home in which what is made of a clip lies."""
    return home_of(clip) or open_home()


def _served_from(clip: Clip) -> str:
    """Let the Jupyter server stream a clip where it lies, and return under what."""
    home = home_of(clip)
    if home is not None:
        register(home)
        return home.id
    name = clip.sha256[:HOME_DIGITS]
    return name if register_file(name, clip.sha256, clip.path) else ""
