"""The rules about money, as tables."""

from __future__ import annotations

import math

import pytest

from veo_widgets import errors
from veo_widgets.core import decisions
from veo_widgets.core.record import JobRecord

RAN = {"kind": "InferenceFailed", "message": "no"}
BLOCKED = {"kind": "ContentBlocked", "message": "no"}
BROKE = {"kind": "MediaError", "message": "cut short"}


def record(**changes: object) -> JobRecord:
    return JobRecord("a", "segmind", "veo-2", {"prompt": "x"}, 0.0, high=2.0).but(**changes)


@pytest.mark.parametrize(
    ("status", "spoke", "sent", "answer"),
    [
        (None, False, False, "refused"),
        (None, False, True, "unknown"),
        (200, True, True, "accepted"),
        (201, False, True, "accepted"),
        (202, False, True, "accepted"),
        (204, False, True, "accepted"),
        (301, False, True, "refused"),
        (400, True, True, "refused"),
        (401, True, True, "refused"),
        (404, False, True, "refused"),
        (406, True, True, "refused"),
        (408, False, True, "unknown"),
        (408, True, True, "unknown"),
        (409, True, True, "unknown"),
        (410, True, True, "refused"),
        (425, True, True, "unknown"),
        (429, True, True, "refused"),
        (499, False, True, "unknown"),
        (500, True, True, "refused"),
        (500, False, True, "unknown"),
        (502, True, True, "unknown"),
        (502, False, True, "unknown"),
        (503, True, True, "refused"),
        (503, False, True, "unknown"),
        (504, True, True, "unknown"),
        (520, True, True, "unknown"),
    ],
)
def test_what_the_answer_to_a_post_says(
    status: int | None, *, spoke: bool, sent: bool, answer: str
) -> None:
    assert decisions.post_answer(status, spoke=spoke, sent=sent) == answer


@pytest.mark.parametrize(
    ("error", "attempts", "then"),
    [
        (errors.SubmissionUnknown("?"), 1, "look"),
        (errors.EndpointUnreachable("no", sent=False), 1, "wait"),
        (errors.EndpointUnreachable("no", sent=False), 99, "wait"),
        (errors.EndpointUnreachable("no", sent=True), 1, "look"),
        (errors.RateLimited("no"), 99, "wait"),
        (errors.ServerError("no", 500, definite=True), 7, "wait"),
        (errors.ServerError("no", 500, definite=True), 8, "end"),
        (errors.ServerError("no", 502, definite=False), 1, "look"),
        (errors.AuthenticationError("no"), 1, "end"),
        (errors.InsufficientCredits("no"), 1, "end"),
        (errors.InvalidRequest("no"), 1, "end"),
        (errors.ModelRetired("no"), 1, "end"),
        (errors.BudgetExceeded("no"), 1, "end"),
    ],
)
def test_how_a_job_goes_on_after_its_post(error: errors.VeoError, attempts: int, then: str) -> None:
    assert decisions.after_post(error, attempts) == then


@pytest.mark.parametrize(
    ("reset_at", "seconds"),
    [
        (None, 15.0),
        (1007.0, 7.0),
        (999.0, 15.0),
        (1000.0, 15.0),
        (4600.0, 3600.0),
        (4601.0, 15.0),
        (1e300, 15.0),
        (math.nan, 15.0),
        (-math.inf, 15.0),
    ],
)
def test_a_limit_holds_as_told_within_an_hour(reset_at: float | None, seconds: float) -> None:
    assert decisions.limit_s(reset_at, 1000.0) == seconds


def test_each_refusal_is_waited_out_longer_up_to_a_minute() -> None:
    assert [decisions.wait_before(n) for n in (0, 1, 2, 3, 6, 7, 8, 10**6)] == [
        1,
        1,
        2,
        4,
        32,
        60,
        60,
        60,
    ]


@pytest.mark.parametrize(
    ("error", "failures", "then"),
    [
        (errors.EndpointUnreachable("no"), 1, "again"),
        (errors.EndpointUnreachable("no"), 2, "unreachable"),
        (errors.ServerError("no", 502), 10**6, "unreachable"),
        (errors.InvalidRequest("no"), 1, "again"),
        (errors.AuthenticationError("no"), 1, "unreachable"),
        (errors.ModelRetired("no"), 2, "unreachable"),
        (errors.RequestExpired("no"), 1, "ask history"),
        (errors.RequestExpired("no"), 99, "ask history"),
    ],
)
def test_silence_ends_no_job(error: errors.VeoError, failures: int, then: str) -> None:
    assert decisions.after_silence(error, failures) == then


@pytest.mark.parametrize(
    ("error", "request_id", "state"),
    [
        (errors.ContentBlocked("no"), "r", "blocked"),
        (errors.InferenceFailed("no"), "r", "failed"),
        (errors.RequestExpired("no"), "r", "expired"),
        (errors.RequestExpired("no"), None, "failed"),
        (errors.AuthenticationError("no"), None, "failed"),
    ],
)
def test_where_an_error_leaves_a_job(
    error: errors.VeoError, request_id: str | None, state: str
) -> None:
    assert decisions.end_state(error, record(request_id=request_id)) == state
