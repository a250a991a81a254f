"""The files made from clips, in a folder that may be deleted at any time."""

from __future__ import annotations

import base64
import json
import subprocess
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from veo_widgets._lib import child
from veo_widgets.errors import MediaError
from veo_widgets.media.clip import Known
from veo_widgets.media.derive import FACTS, PRINT_SIZE
from veo_widgets.media.facts import DIGITS, ROUNDING_S, VideoInfo
from veo_widgets.media.settings import from_dict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
KINDS: Final = ("proxy.mp4", "pictures.mp4", "small.mp4", "strip.jpg", "thumb.jpg")
LONGEST_S: Final = 600.0
PEAK_GAP_S: Final = 0.4
MOST_PEAKS: Final = 12


class Derived:
    """Proxies, strips and facts of clips.

    Args:
        folder: Where they lie; made when something is first written.
        run: Makes the files of one clip; a process of its own when not given.
    """

    def __init__(self, folder: Path, run: Callable[[Path, Path, str], None] | None = None) -> None:
        self.folder = folder
        self._run = run or _in_process
        self._pool: ThreadPoolExecutor | None = None
        self._coming: dict[str, Future[None]] = {}
        self._troubles: dict[str, str] = {}
        self._lock = threading.Lock()

    def path(self, sha256: str, kind: str) -> Path:
        """Return where a clip's ``proxy.mp4``, ``strip.jpg`` or ``thumb.jpg`` lies."""
        return self.folder / f"{sha256}.{kind}"

    def has(self, sha256: str) -> bool:
        """Tell whether everything of a clip is there."""
        return all(self.path(sha256, kind).is_file() for kind in (*KINDS, FACTS))

    def make(self, clip: Path, sha256: str) -> Future[None]:
        """Make what is missing of a clip; two calls for one clip are one work.

        The future fails with a ``MediaError`` when the clip does not decode.
        """
        with self._lock:
            found = self._coming.get(sha256)
            if found is not None and not found.done():
                return found
            if self.has(sha256):
                found = Future()
                found.set_result(None)
                return found
            self.folder.mkdir(parents=True, exist_ok=True)
            found = self._thread().submit(self._make, clip, sha256)
            self._coming[sha256] = found
            return found

    def mp3(self, clip: Path, sha256: str) -> Future[Path]:
        """Make the copy of a clip whose sound is MP3, unless it is there, and return where.

        The future fails with a ``MediaError`` when none can be made.
        """
        return self.later(lambda: self._mp3(clip, self.path(sha256, "mp3.mp4")))

    def _mp3(self, clip: Path, target: Path) -> Path:
        if not target.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            _run_child("copy with MP3", clip, "veo_widgets.media.mp3", str(clip), str(target))
        return target

    def later(self, work: Callable[[], T]) -> Future[T]:
        """Do something once all is made that was asked for before."""
        with self._lock:
            return self._thread().submit(work)

    def _thread(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "veo-widgets-derive")
        return self._pool

    def _make(self, clip: Path, sha256: str) -> None:
        try:
            self._run(clip, self.folder, sha256)
        except (MediaError, OSError) as error:
            self._troubles[sha256] = str(error)
            raise MediaError(str(error)) from error
        self._troubles.pop(sha256, None)

    def trouble(self, sha256: str) -> str:
        """Say why nothing could be made of a clip; empty when nothing is wrong."""
        return self._troubles.get(sha256, "")

    def facts(self, sha256: str) -> dict[str, Any]:
        """Return a clip's ``loudness`` and ``print``, or nothing yet."""
        try:
            found: dict[str, Any] = json.loads(self.path(sha256, FACTS).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def known(self, sha256: str) -> Known | None:
        """Return what a clip was when its files were made, or nothing yet."""
        clip = self.facts(sha256).get("clip")
        if not isinstance(clip, dict):
            return None
        try:
            return Known(VideoInfo.from_dict(clip["facts"]), from_dict(clip))
        except (KeyError, TypeError):
            return None

    def frames(self, sha256: str) -> NDArray[np.uint8] | None:
        """Return a clip's frames as ``n x 9 x 16`` bytes of luma, or nothing yet."""
        import numpy as np

        told = self.facts(sha256).get("print")
        if not told:
            return None
        data = np.frombuffer(base64.b64decode(told), np.uint8)
        return data.reshape(-1, PRINT_SIZE[1], PRINT_SIZE[0])


def differences(
    one: NDArray[np.uint8],
    other: NDArray[np.uint8],
    starts: tuple[Sequence[float], Sequence[float]],
) -> list[float]:
    """Return where two clips differ most, as seconds in order.

    Args:
        one: Frames as ``Derived.frames`` returns them.
        other: The same of the other clip.
        starts: When each frame of both is presented, in seconds.

    Returns:
        At most 12 peaks of the mean difference, at least 0.4 s apart, that stand
        out of the clips' usual difference.
    """
    import numpy as np

    own = [np.asarray(times[: len(clip)]) for clip, times in zip((one, other), starts, strict=True)]
    times = np.unique(np.round(np.concatenate(own), DIGITS))
    times = times[(times >= max(part[0] for part in own)) & (times <= min(p[-1] for p in own))]
    pairs = [
        clip[np.searchsorted(part, times + ROUNDING_S, "right") - 1].astype(np.int16)
        for clip, part in zip((one, other), own, strict=True)
    ]
    amount = np.abs(pairs[0] - pairs[1]).mean((1, 2))
    if not len(amount) or float(amount.max()) < 1.0:
        return []
    floor = float(np.median(amount))
    found: list[float] = []
    for index in np.argsort(amount)[::-1]:
        if float(amount[index]) <= floor or len(found) >= MOST_PEAKS:
            break
        if all(abs(times[index] - at) >= PEAK_GAP_S for at in found):
            found.append(float(times[index]))
    return [round(at, 3) for at in sorted(found)]


def _in_process(clip: Path, folder: Path, sha256: str) -> None:
    _run_child("proxy", clip, "veo_widgets.media.derive", str(clip), str(folder), sha256)


def _run_child(what: str, clip: Path, module: str, *words: str) -> None:
    """Make something of a clip in a process of its own."""
    try:
        done = subprocess.run(  # noqa: S603
            child.command(module, *words),
            env=child.environment(),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise MediaError(
            f"no {what} could be made of {clip} within {LONGEST_S / 60:.0f} minutes"
        ) from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise MediaError(f"no {what} could be made of {clip}: {last}")
