"""Blind copies of clips: without a word in the picture, the file or its name."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from queue import PriorityQueue
from typing import TYPE_CHECKING, Final

from veo_widgets.errors import MediaError, VeoError
from veo_widgets.judging.ends import ends
from veo_widgets.local import clean_clip, ensure
from veo_widgets.media.blind import blind_copy, is_preview, safe_lengths
from veo_widgets.media.derive import loudness_of
from veo_widgets.media.probe import probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from veo_widgets.client import Session
    from veo_widgets.home.blind import PrivateFolder
    from veo_widgets.local import Running
    from veo_widgets.media import Clip
    from veo_widgets.service import Endpoint

LOCAL: Final = "local"
Key = tuple[str, frozenset[str], bool]
SOON: Final = 0
LATER: Final = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """A blind copy.

    Attributes:
        path: The file, of a random name.
        fps: Frames a second.
        start: When its first frame is presented, in seconds of the file.
        duration: Seconds of its picture.
        loudness: In LUFS; ``None`` without sound.
    """

    path: Path
    fps: float
    start: float
    duration: float
    loudness: float | None


class Cleaner:
    """Has previews rendered again without card and tag, by the server that made them.

    Args:
        session: Whose ledger and endpoints.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running: Running | None = None

    def requests(self, sha256: str) -> list[tuple[str, str]]:
        """Return endpoint and request of each job whose clip it is."""
        rows = self._session.ledger.rows(
            "SELECT endpoint, request_id FROM jobs WHERE sha256 = ? AND request_id IS NOT NULL",
            (sha256,),
        )
        return [(row["endpoint"], row["request_id"]) for row in rows]

    def __call__(self, sha256: str) -> bytes:
        """Return the clip without a word in it.

        Raises:
            MediaError: No server can render it again.
        """
        for name, request in self.requests(sha256):
            endpoint = self._endpoint(name)
            with contextlib.suppress(VeoError, OSError):
                data = None if endpoint is None else asyncio.run(clean_clip(endpoint, request))
                if data is not None:
                    return data
        raise MediaError("a preview whose server cannot render it again without its card")

    def _endpoint(self, name: str) -> Endpoint | None:
        if name != LOCAL:
            return self._session.endpoint_of(name)
        if self._running is None or not self._running.alive:
            self._running = ensure(self._session.home)
        return self._running.endpoint

    def close(self) -> None:
        """Let the local server go."""
        if self._running is not None:
            self._running.release()


def telling(clips: Mapping[str, Clip], cleaner: Cleaner) -> frozenset[str]:
    """Return the previews that no server is known to render again without their card."""
    return frozenset(
        sha256
        for sha256, clip in clips.items()
        if is_preview(clip.path) and not cleaner.requests(sha256)
    )


class Copies:
    """Makes blind copies in a thread of its own, those first that are shown soonest.

    Args:
        clips: The clips by sha256.
        folder: Where they are kept; it goes when this is closed.
        clean: Returns a preview without its card; see ``Cleaner``.
        as_they_are: Previews that may be shown with their card.
    """

    def __init__(
        self,
        clips: Mapping[str, Clip],
        folder: PrivateFolder,
        clean: Callable[[str], bytes],
        as_they_are: Iterable[str] = (),
    ) -> None:
        self._clips, self._folder, self._clean = clips, folder, clean
        self._carded = frozenset(as_they_are)
        self._sources: dict[str, Path] = {}
        self._made: dict[Key, Future[Copy]] = {}
        self._ends: dict[frozenset[str], dict[str, float]] = {}
        self._queue: PriorityQueue[tuple[int, int, Callable[[], None]]] = PriorityQueue()
        self._number = itertools.count()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="veo-widgets-blind", daemon=True)
        self._thread.start()

    def make(
        self, sha256: str, *, beside: frozenset[str] = frozenset(), sound: bool = True
    ) -> Future[Copy]:
        """Make a copy before all that is only prepared; the same one is made once.

        Args:
            sha256: The clip.
            beside: The clips, it among them, that end together, so far as there are copies.
            sound: Whether it has any.
        """
        key = (sha256, beside, sound)
        with self._lock:
            future = self._made.get(key)
            if future is None:
                future = self._made[key] = Future()
                self._put(SOON, lambda: self._settle(future, key))
            return future

    def prepare(self, clips: Iterable[str]) -> None:
        """Have clips rendered again when nothing else is to be done."""
        for sha256 in clips:
            self._put(LATER, lambda sha256=sha256: self._prepared(sha256))  # type: ignore[misc]

    def _put(self, when: int, act: Callable[[], None]) -> None:
        self._queue.put((when, next(self._number), act))

    def _work(self) -> None:
        while not self._closed.is_set():
            self._queue.get()[2]()

    def _prepared(self, sha256: str) -> None:
        with contextlib.suppress(VeoError, OSError):
            self._source(sha256)

    def _settle(self, future: Future[Copy], key: Key) -> None:
        sha256, beside, sound = key
        try:
            source, target = self._source(sha256), self._folder.fresh()
            blind_copy(source, target, seconds=self._end(sha256, beside), sound=sound)
            facts = probe(target)
            loudness = loudness_of(target) if sound else None
            future.set_result(Copy(target, facts.fps, facts.start, facts.duration, loudness))
        except Exception as error:  # noqa: BLE001
            future.set_exception(error)

    def _end(self, sha256: str, beside: frozenset[str]) -> float | None:
        """Return how long a copy is; what cannot be copied shortens nothing."""
        if beside not in self._ends:
            lengths: dict[str, list[float]] = {}
            for clip in beside:
                with contextlib.suppress(VeoError, OSError):
                    whole = self._clips[clip].duration
                    safe = safe_lengths(self._source(clip))
                    lengths[clip] = [*(at for at in safe if at < whole), whole]
            self._ends[beside] = ends(lengths)
        return self._ends[beside].get(sha256)

    def _source(self, sha256: str) -> Path:
        """Return the clip's file, rendered again where words are burnt in."""
        if not self._clips[sha256].facts.decoded:
            raise MediaError("a clip that does not decode here")
        path = self._sources.get(sha256)
        if path is None:
            path = self._clips[sha256].path
            self._clips[sha256].check()
            if sha256 not in self._carded and is_preview(path):
                data = self._clean(sha256)
                path = self._folder.fresh()
                path.write_bytes(data)
            self._sources[sha256] = path
        return path

    def close(self) -> None:
        """Make no more, and remove all that was made."""
        self._closed.set()
        self._put(SOON, lambda: None)
        self._thread.join(timeout=10)
        self._folder.remove()
