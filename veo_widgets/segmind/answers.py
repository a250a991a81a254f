"""Turn the service's answers into errors of our tree (``docs/protocol.md``, 6)."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from veo_widgets import errors
from veo_widgets._lib.terminal import plain
from veo_widgets.segmind.protocol import RESET_HEADER
from veo_widgets.segmind.transport import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

MONEY: Final = re.compile(r"credit|balance|spend|insufficient", re.IGNORECASE)
BLOCKED: Final = re.compile(
    r"responsible ai|support code|content.?policy|safety|moderat|sensitive words"
    r"|usage guidelines|not be charged|prohibited|nsfw",
    re.IGNORECASE,
)
LONGEST_TEXT: Final = 500


def message(text: str) -> str | None:
    """Return the service's own words from a body, or ``None`` without any.

    Args:
        text: ``{"error": …}``, FastAPI's ``{"detail": …}``, plain text or HTML.
    """
    try:
        body = parsed(text)
    except ValueError:
        return " ".join(plain(re.sub(r"<[^>]*>", " ", text)).split())[:LONGEST_TEXT] or None
    told = body.get("error") or body.get("detail") if isinstance(body, dict) else None
    if told is None:
        return None
    return plain(told) if isinstance(told, str) else json.dumps(told)[:LONGEST_TEXT]


def has_error_body(text: str) -> bool:
    """Tell whether the service itself answered, not a gateway before it."""
    try:
        body = parsed(text)
    except ValueError:
        return False
    return isinstance(body, dict) and bool(body.get("error") or body.get("detail"))


def refusal(status: int, headers: Mapping[str, str], text: str, now: float) -> errors.VeoError:
    """Return the error that an HTTP answer stands for.

    Args:
        status: The HTTP code, 300 or above.
        headers: The answer's headers.
        text: The body.
        now: Seconds since the epoch.
    """
    said = message(text) or f"the service answered {status} without a word"
    if status in {401, 403}:
        return errors.AuthenticationError(said)
    if status == 404:
        return errors.RequestExpired(said)
    if status == 406 and MONEY.search(said):
        return errors.InsufficientCredits(said)
    if status == 410:
        return errors.ModelRetired(said)
    if status == 429:
        return errors.RateLimited(said, reset_time(headers, now))
    if status >= 500:
        definite = status in {500, 503} and has_error_body(text)
        return errors.ServerError(said, status, definite=definite)
    return errors.InvalidRequest(f"{said} (HTTP {status})")


def reset_time(headers: Mapping[str, str], now: float) -> float | None:
    """Return when a rate limit ends, in seconds since the epoch.

    Args:
        headers: ``x-rate-limit-reset-at-utc`` as ISO time or as seconds, or
            ``Retry-After`` as seconds or as an HTTP date.
        now: Seconds since the epoch.
    """
    told = headers.get(RESET_HEADER)
    if told:
        return _finite(told) or _instant(told)
    after = headers.get("retry-after", "")
    seconds = _finite(after)
    return http_date(after) if seconds is None else now + seconds


def http_date(text: str | None) -> float | None:
    """Return an HTTP date as seconds since the epoch, or ``None`` for what is none."""
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _instant(text: str) -> float | None:
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _finite(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def failure(body: Mapping[str, Any]) -> errors.InferenceFailed:
    """Return the error of a FAILED body; content blocks are told by their words."""
    told = body.get("error") or body.get("detail")
    detail = None if told is None else plain(told if isinstance(told, str) else json.dumps(told))
    kind = errors.ContentBlocked if detail and BLOCKED.search(detail) else errors.InferenceFailed
    return kind(detail, body)
