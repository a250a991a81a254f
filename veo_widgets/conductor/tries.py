"""What went wrong with fetching one clip, and when it is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets import errors
from veo_widgets.media import ClipBroken, ClipGone

if TYPE_CHECKING:
    from veo_widgets.conductor.context import Context

ATTEMPTS: Final = 8
WITHOUT_CLIP: Final = 5
"""Answers without a clip before one is believed; with the pauses, within a minute."""
PAID: Final = "The clip was paid for: retry() asks for it again, free of charge."

NO_CLIP: Final = (
    "Whether it was charged the service did not tell: look at your account. "
    "retry() asks for the clip again, free of charge."
)


class NoClip(errors.ServerError):
    """The service completed the job, and its answer names no clip."""

    def __init__(self, note: str) -> None:
        super().__init__(note or "without a word", 200)


class Tries:
    """What went wrong so far with one clip, and when it is enough."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.count = 0
        self._broken = 0
        self._gone = 0
        self._empty = 0
        self._since = 0.0
        self._odd = ""

    def pause(self) -> float:
        """Count a try and return the seconds before the next try."""
        self.count += 1
        return self._context.limits.pause(self.count)

    def judge(self, error: errors.VeoError) -> None:
        """Count an error; raise what ends the job when it is enough.

        Raises:
            RequestExpired: The clip is gone everywhere.
            MediaError: The clip is broken at its host.
        """
        if isinstance(error, NoClip):
            self._empty += 1
            if self._empty >= WITHOUT_CLIP:
                raise errors.MediaError(
                    f"the service completed it without a clip: {error}", next_step=NO_CLIP
                ) from None
        elif isinstance(error, ClipBroken):
            self._broken += 1
            if self._broken >= ATTEMPTS:
                raise errors.MediaError(str(error), next_step=PAID) from None
        elif isinstance(error, (ClipGone, errors.RequestExpired)):
            now = self._context.monotonic()
            self._since = self._since if self._gone else now
            self._gone += 1
            if self._context.limits.forgotten(self._gone, now - self._since):
                raise errors.RequestExpired(f"no address has the clip: {error}") from None

    def same_again(self, sha256: str) -> bool:
        """Tell whether a download that does not decode is the last one once more."""
        again, self._odd = sha256 == self._odd, sha256
        return again
