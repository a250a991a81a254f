"""Questions to the history (protocol E9), as the official client asks them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.server.http_errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.server.records import Records, StoredRequest

MOST_ROWS: Final = 100
MOST_DAYS: Final = 31
USUAL_DAYS: Final = 7
STATES: Final = {
    "COMPLETED": "status = ?",
    "FAILED": "status = ?",
    "PENDING": "status NOT IN ('COMPLETED', 'FAILED') AND ? <> ''",
}
ORDERS: Final = {
    "model_created": "created",
    "model_name": "model",
    "credits_deduction": "CASE status WHEN 'COMPLETED' THEN cost ELSE 0 END",
}
Page = tuple[list["StoredRequest"], dict[str, int]]


def requests(records: Records, account: str, query: Mapping[str, str], now: float) -> Page:
    """Return a page of an account's requests, failed and pending ones too.

    Args:
        records: The table.
        account: Whose.
        query: ``page``, ``per_page`` (1 to 100), ``from_date`` and ``to_date``
            (at most 31 days; the last 7 when neither is given), ``model_name`` (a
            part of it), ``status``, ``sort_by``, ``sort_order``.
        now: Seconds since the epoch.

    Raises:
        Refused: A value is none of those.
    """
    clauses = _mine(account, query)
    until = _day(query, "to_date") or datetime.fromtimestamp(now, UTC).date()
    since = _day(query, "from_date") or until - timedelta(USUAL_DAYS)
    if not 0 <= (until - since).days <= MOST_DAYS:
        raise Refused(400, f"from_date to to_date may span at most {MOST_DAYS} days")
    clauses += _window(since, until)
    state = query.get("status")
    if state:
        if state.upper() not in STATES:
            raise Refused(400, f"status must be one of {', '.join(STATES)}")
        clauses.append((STATES[state.upper()], state.upper()))
    order = _one_of(query, "sort_by", ORDERS)
    way = _one_of(query, "sort_order", {"desc": "DESC", "asc": "ASC"})
    return _page(records, clauses, f"{order} {way}, id", query)


def outputs(records: Records, account: str, query: Mapping[str, str]) -> Page:
    """Return a page of an account's finished clips, of any age.

    Args:
        records: The table.
        account: Whose.
        query: ``page``, ``model_name``, ``start_date``, ``end_date``.

    Raises:
        Refused: A value is none of those.
    """
    clauses = [*_mine(account, query), ("status = ?", "COMPLETED")]
    since, until = _day(query, "start_date"), _day(query, "end_date")
    clauses += _window(since, until)
    return _page(records, clauses, "created DESC, id", query)


def _mine(account: str, query: Mapping[str, str]) -> list[tuple[str, object]]:
    for name in ("user_id", "user_email"):
        if query.get(name):
            raise Refused(403, f"{name} may only be your own; this server has no teams")
    clauses: list[tuple[str, object]] = [("account = ?", account)]
    if query.get("model_name"):
        clauses.append(("instr(model, ?) > 0", query["model_name"]))
    return clauses


def _window(since: date | None, until: date | None) -> list[tuple[str, object]]:
    clauses: list[tuple[str, object]] = []
    if since:
        clauses.append(("created >= ?", _start(since)))
    if until:
        clauses.append(("created < ?", _start(until) + timedelta(1).total_seconds()))
    return clauses


def _start(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()


def _page(
    records: Records, clauses: list[tuple[str, object]], order: str, query: Mapping[str, str]
) -> Page:
    page = _number(query, "page", 1, 10**6)
    rows = _number(query, "per_page", 20, MOST_ROWS)
    listed, total = records.search(clauses, order, rows, (page - 1) * rows)
    pages = -(-total // rows)
    return listed, {"page": page, "per_page": rows, "total": total, "total_pages": pages}


def _number(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = query.get(name) or str(usual)
    short = text.isascii() and text.isdecimal() and len(text) < 10
    if not short or not 1 <= int(text) <= most:
        raise Refused(400, f"{name} must be a whole number from 1 to {most}")
    return int(text)


def _day(query: Mapping[str, str], name: str) -> date | None:
    text = query.get(name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(400, f"{name} must be a date such as 2026-11-21") from None
    if not date(2000, 1, 1) <= day <= date(2999, 12, 31):
        raise Refused(400, f"{name} must be a date between 2000 and 2999")
    return day


def _one_of(query: Mapping[str, str], name: str, known: Mapping[str, str]) -> str:
    value = query.get(name) or next(iter(known))
    if value not in known:
        raise Refused(400, f"{name} must be one of {', '.join(known)}")
    return known[value]


def wrapped(choice: str, rows: list[Any], facts: Mapping[str, int]) -> Any:  # noqa: ANN401
    """Return a list of the history as the option says: under ``data`` or bare."""
    return rows if choice == "list" else {"data": rows, **facts}
