"""How a job ends, and what may be sent anew, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_decisions import BLOCKED, BROKE, RAN, record
from veo_widgets import errors
from veo_widgets.core import decisions
from veo_widgets.core.record import LIVE, STATES, TRANSITIONS, at_rest


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


@given(
    state=st.sampled_from(STATES),
    request_id=st.sampled_from([None, "r"]),
    error=st.sampled_from([None, RAN, BLOCKED, BROKE]),
)
def test_a_request_is_sent_anew_only_where_it_cannot_have_been_charged(
    state: str, request_id: str | None, error: dict | None
) -> None:
    job = record(state=state, request_id=request_id, error=error)
    reachable = state != "cancelled" or request_id is None
    if reachable and decisions.retry(job, "segmind").kind == "send":
        assert decisions.exposure(job) == 0.0


def test_a_job_at_rest_is_ended_given_up_or_left_to_a_person() -> None:
    assert at_rest(record(state="unknown"))
    assert not at_rest(record(state="unknown", hold="looking"))
    assert at_rest(record(state="queued", watched=False))
    assert [s for s in STATES if at_rest(record(state=s, hold="looking"))] == [
        s for s in STATES if s not in LIVE
    ]
    assert set(TRANSITIONS) == set(STATES)
