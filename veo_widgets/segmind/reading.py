"""Segmind's bodies as the kit's own types; whatever is odd in one is left out.

No body makes these raise: a service may add, drop and retype fields, and a job that
was paid for must still be found.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.terminal import plain
from veo_widgets.errors import ContentBlocked, InferenceFailed
from veo_widgets.segmind.answers import BLOCKED, failure
from veo_widgets.segmind.outputs import clip_url, note, output_url
from veo_widgets.service import HistoryRow, Status, Submission, origin

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from veo_widgets.service import Progress

FIRST_S: Final = 86400.0
LAST_S: Final = datetime(9999, 12, 30, tzinfo=UTC).timestamp()
WORDS: Final[Mapping[Progress, str]] = {
    "queued": "QUEUED IN_QUEUE PENDING SUBMITTED SCHEDULED ACCEPTED WAITING",
    "processing": "PROCESSING RUNNING IN_PROGRESS STARTING STARTED GENERATING",
    "completed": "COMPLETED COMPLETE SUCCEEDED SUCCESS SUCCESSFUL DONE FINISHED",
    "failed": "FAILED FAILURE ERROR CANCELED CANCELLED TIMED_OUT TIMEOUT ABORTED REJECTED",
}
PROGRESS: Final[Mapping[str, Progress]] = {
    word: state for state, words in WORDS.items() for word in words.split()
}
AMOUNT: Final = re.compile(r"(?:US)?\$?\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:USD)?", re.IGNORECASE)
LONGEST_WORD: Final = 80


def money(value: object) -> float | None:
    """Return an amount in US dollars, or ``None`` for what is none.

    Args:
        value: A number, or text such as ``0.4`` or ``$2.50``.
    """
    if isinstance(value, str):
        told = AMOUNT.fullmatch(value.strip())
        value = float(told[1]) if told else None
    return amount(value)


def amount(value: object) -> float | None:
    """Return a number that is neither below zero nor endless, or ``None`` for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def moment(value: object) -> float | None:
    """Return an ISO time as seconds since the epoch; one without a zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def status(body: Mapping[str, Any]) -> Status:
    """Read a status or a result (protocol E2, E3)."""
    told = body.get("metrics")
    metrics = told if isinstance(told, dict) else {}
    found = _status(body.get("status"), money(metrics.get("cost")), output_url(body), body)
    queued, ran = metrics.get("queue_time"), metrics.get("inference_time")
    return replace(found, queued_s=amount(queued), ran_s=amount(ran))


def history_row(row: Mapping[str, Any], request_id: str | None = None) -> HistoryRow | None:
    """Read a row of the history (protocol E9).

    Args:
        row: The row.
        request_id: Whose row it is when the row itself does not say.

    Returns:
        The row, or ``None`` when nobody can say which request it is.
    """
    name = row.get("request_id")
    name = name if isinstance(name, str) and name else request_id
    if name is None:
        return None
    url = clip_url(row.get("generation_url"))
    return HistoryRow(
        name,
        str(row.get("model_name") or ""),
        _first(moment(row.get("created_at")), moment(row.get("model_created"))),
        _parameters(row.get("request_body")),
        _status(
            row.get("model_status"),
            money(row.get("credits_deduction")),
            url,
            row,
        ),
    )


def days(around: float) -> str:
    """Return the query for the rows of a day, the day before and the day after.

    A service's clock may say anything: a day that no calendar holds is the nearest one.
    """
    day = datetime.fromtimestamp(min(max(around, FIRST_S), LAST_S), UTC).date()
    return f"from_date={day - timedelta(1)}&to_date={day + timedelta(1)}"


def submission(body: object, own: Collection[str]) -> Submission | None:
    """Read the answer to a submit (protocol E1).

    Args:
        body: The answer.
        own: The endpoint's origins.

    Returns:
        What was taken, or ``None`` when the answer names no request.
    """
    request_id = body.get("request_id") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(request_id, str) or not request_id:
        return None
    urls = (body.get("status_url"), body.get("response_url"))
    foreign = [url for url in urls if isinstance(url, str) and not _is_at(url, own)]
    return Submission(request_id, foreign[0] if foreign else None)


def file_urls(body: Mapping[str, Any]) -> list[str]:
    """Read the answer to an upload (protocol E7)."""
    urls = body.get("file_urls") or body.get("urls")
    return [str(url) for url in urls] if isinstance(urls, list) else []


def balance(body: Mapping[str, Any]) -> float | None:
    """Read the account's balance in US dollars (protocol E6)."""
    parts = [money(body.get(name)) for name in ("credits", "free-credits")]
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _status(told: object, cost: float | None, url: str | None, body: Mapping[str, Any]) -> Status:
    word = " ".join(plain(told).split())[:LONGEST_WORD] if isinstance(told, str) else ""
    state = PROGRESS.get(re.sub(r"[\s-]+", "_", word.upper()))
    if state == "failed":
        return Status(state, word, cost, url, _failed(word, body))
    if state != "completed" or url is not None:
        return Status(state, word, cost, url)
    words = note(body)
    error = ContentBlocked(words, body) if BLOCKED.search(words) else None
    return Status(state, word, cost, None, error, words)


def _failed(word: str, body: Mapping[str, Any]) -> InferenceFailed:
    error = failure(body)
    if error.detail is None and word.upper() != "FAILED":
        return InferenceFailed(f"the service says {word}", body)
    return error


def _parameters(body: object) -> Mapping[str, Any] | None:
    """Return what was sent, stored as an object or its JSON text, bare or as ``input``."""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return None
    if not isinstance(body, dict):
        return None
    inner = body.get("input")
    told = _parameters(inner) if isinstance(inner, (dict, str)) else None
    return body if told is None else told


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _is_at(url: str, own: Collection[str]) -> bool:
    try:
        return origin(url) in own
    except ValueError:
        return False
