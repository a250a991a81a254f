"""Values that kernel and browser share; those of other parts are defined there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.core.record import (
    AT_SERVICE,
    ENDED_BADLY,
    FAILED,
    IN_FLIGHT,
    NOT_MADE,
    STATES,
    TERMINAL,
    WENT_WRONG,
)
from veo_widgets.home.media_registry import ABOUT
from veo_widgets.media.derive import STRIP_FRAMES
from veo_widgets.media.facts import ROUNDING_S
from veo_widgets.media.image import MOST_BYTES as IMAGE_MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.core.failures import ErrorKind
    from veo_widgets.core.record import Flag, State
    from veo_widgets.view.wire.common import JobAction
    from veo_widgets.view.wire.grid import FileKind

__all__ = [
    "ABOUT",
    "ACTION_LABELS",
    "AT_SERVICE",
    "CHUNK_BYTES",
    "CLIP_MOST_BYTES",
    "ENDED_BADLY",
    "ERROR_LABELS",
    "FAILED",
    "FASTEST",
    "FILE_ENDINGS",
    "FLAG_LABELS",
    "HASTE_S",
    "IMAGE_MOST_BYTES",
    "IN_FLIGHT",
    "NOT_MADE",
    "READ_MOST_BYTES",
    "ROUNDING_S",
    "SENT_MOST_BYTES",
    "SLOWEST",
    "STATES",
    "STATE_LABELS",
    "STRIP_FRAMES",
    "TERMINAL",
    "WENT_WRONG",
]

STATE_LABELS: Final[Mapping[State, str]] = {
    "planned": "Planned",
    "waiting": "Waiting",
    "preparing": "Preparing",
    "sending": "Sending",
    "unknown": "Unknown",
    "queued": "Queued",
    "processing": "Running",
    "saving": "Saving",
    "ready": "Ready",
    "failed": "Failed",
    "blocked": "Blocked",
    "expired": "Expired",
    "cancelled": "Cancelled",
}
FLAG_LABELS: Final[Mapping[Flag, str]] = {
    "reused": "Reused",
    "slow": "Slow",
    "at risk": "At risk",
    "unreachable": "Offline",
    "unwatched": "Not watched",
}
ACTION_LABELS: Final[Mapping[JobAction, str]] = {
    "cancel": "Cancel",
    "retry": "Retry",
    "resubmit": "Send again (may pay twice)",
    "unwatch": "Stop watching",
}
ERROR_LABELS: Final[Mapping[ErrorKind, str]] = {
    "VeoError": "Something went wrong",
    "InvalidRequest": "Not a request that the service takes",
    "InvalidParameters": "Settings that the model refuses",
    "UnknownModel": "Unknown model",
    "AuthenticationError": "Key refused",
    "InsufficientCredits": "Not enough credits",
    "RateLimited": "Too many requests",
    "ModelRetired": "Model retired",
    "ServerError": "The service failed",
    "EndpointUnreachable": "No connection",
    "RequestExpired": "The service no longer knows it",
    "InferenceFailed": "The model failed",
    "ContentBlocked": "Refused by the service's filters",
    "InferenceTimeout": "Took too long",
    "SubmissionUnknown": "Not known whether it was sent",
    "BudgetExceeded": "Past the budget",
    "MediaError": "The clip cannot be read",
    "HomeError": "The home cannot be used",
}
FILE_ENDINGS: Final[Mapping[FileKind, str]] = {
    "clip": ".mp4",
    "mp3": ".mp3.mp4",
    "proxy": ".proxy.mp4",
    "pictures": ".pictures.mp4",
    "small": ".small.mp4",
    "strip": ".strip.jpg",
    "poster": ".jpg",
    "marks": ".xmp",
}
SLOWEST: Final = 0.0625
FASTEST: Final = 16.0
HASTE_S: Final = 1.0
"""A second press of the same form within this is the hand's, not a second wish."""
CHUNK_BYTES: Final = 4_000_000
CLIP_MOST_BYTES: Final = 64_000_000
"""Up to so many bytes a clip is taken for the settings that it carries."""
READ_MOST_BYTES: Final = 8_000_000
SENT_MOST_BYTES: Final = 200_000_000
