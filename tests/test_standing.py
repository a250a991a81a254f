"""What stands for a request, what a person may do with a job, and what it may cost."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veo_widgets import errors
from veo_widgets.core import decisions, money
from veo_widgets.core.record import LIVE, STATES, TRANSITIONS, JobRecord, allowed, at_rest

RAN = {"kind": "InferenceFailed", "message": "no"}
BLOCKED = {"kind": "ContentBlocked", "message": "no"}
BROKE = {"kind": "MediaError", "message": "cut short"}


def record(**changes: object) -> JobRecord:
    return JobRecord("a", "segmind", "veo-2", {"prompt": "x"}, 0.0, high=2.0).but(**changes)


STANDING = [
    ({"state": "ready"}, True),
    ({"state": "planned"}, True),
    ({"state": "waiting"}, True),
    ({"state": "sending"}, True),
    ({"state": "unknown"}, True),
    ({"state": "unknown", "hold": "looking"}, True),
    ({"state": "saving", "request_id": "r"}, True),
    ({"state": "queued", "request_id": "r", "watched": False}, True),
    ({"state": "failed"}, False),
    ({"state": "failed", "error": BROKE}, False),
    ({"state": "failed", "request_id": "r"}, True),
    ({"state": "failed", "request_id": "r", "error": BROKE}, True),
    ({"state": "failed", "request_id": "r", "error": RAN}, False),
    ({"state": "blocked", "request_id": "r", "error": BLOCKED}, False),
    ({"state": "expired", "request_id": "r"}, True),
    ({"state": "expired", "request_id": "r", "error": {"kind": "RequestExpired"}}, True),
    ({"state": "expired"}, False),
    ({"state": "cancelled"}, False),
]


@pytest.mark.parametrize(("changes", "stands"), STANDING)
def test_what_was_ever_accepted_stands_for_its_request(changes: dict, *, stands: bool) -> None:
    assert decisions.stands(record(**changes)) is stands


def test_the_clip_that_is_there_stands_before_what_is_coming_and_the_newest_first() -> None:
    ready = record(id="r", state="ready")
    live = record(id="l", state="queued", request_id="1", created=9.0)
    older = record(id="o", state="queued", request_id="2", created=1.0)
    lost = record(id="x", state="expired", request_id="3", created=99.0)
    failed = record(id="f", state="failed", created=100.0)

    assert decisions.standing([failed, lost, older, live, ready]) is ready
    assert decisions.standing([failed, lost, older, live]) is live
    assert decisions.standing([failed, lost]) is lost
    assert decisions.standing([failed]) is None


@pytest.mark.parametrize("state", STATES)
def test_only_what_certainly_was_not_sent_is_cancelled(state: str) -> None:
    may = state in {"planned", "waiting", "preparing"}
    assert (decisions.cancel(record(state=state)).kind == "move") is may


@pytest.mark.parametrize(
    ("changes", "kind", "state"),
    [
        ({"state": "waiting"}, "move", "cancelled"),
        ({"state": "sending"}, "refuse", "waiting"),
        ({"state": "unknown"}, "move", "unknown"),
        ({"state": "queued"}, "move", "queued"),
        ({"state": "saving"}, "move", "saving"),
        ({"state": "queued", "watched": False}, "nothing", "waiting"),
        ({"state": "ready"}, "nothing", "waiting"),
        ({"state": "failed"}, "nothing", "waiting"),
    ],
)
def test_what_it_takes_to_stop_following(changes: dict, kind: str, state: str) -> None:
    step = decisions.unwatch(record(**changes))
    assert (step.kind, step.state) == (kind, state)


@pytest.mark.parametrize(
    ("changes", "kind", "state"),
    [
        ({"state": "waiting"}, "refuse", "waiting"),
        ({"state": "unknown"}, "refuse", "waiting"),
        ({"state": "queued", "watched": False}, "move", "queued"),
        ({"state": "unknown", "watched": False}, "move", "unknown"),
        ({"state": "ready"}, "nothing", "waiting"),
        ({"state": "expired", "request_id": "r"}, "move", "queued"),
        ({"state": "expired", "request_id": "r", "completed": 5.0}, "move", "saving"),
        ({"state": "failed", "request_id": "r", "error": BROKE}, "move", "queued"),
        ({"state": "failed", "request_id": "r", "error": RAN}, "send", "waiting"),
        ({"state": "failed"}, "send", "waiting"),
        ({"state": "blocked", "request_id": "r", "error": BLOCKED}, "send", "waiting"),
        ({"state": "cancelled"}, "send", "waiting"),
        ({"state": "failed", "endpoint": "http://elsewhere"}, "refuse", "waiting"),
        (
            {"state": "expired", "request_id": "r", "endpoint": "http://elsewhere"},
            "move",
            "queued",
        ),
    ],
)
def test_a_retry_asks_for_what_was_accepted_and_sends_only_what_was_not_charged(
    changes: dict, kind: str, state: str
) -> None:
    step = decisions.retry(record(**changes), "segmind")
    assert (step.kind, step.state) == (kind, state)


def test_a_ready_job_whose_file_is_gone_is_fetched_again() -> None:
    step = decisions.retry(record(state="ready"), "segmind", there=False)
    assert (step.kind, step.state) == ("move", "saving")


@pytest.mark.parametrize("state", STATES)
def test_only_a_job_of_unknown_fate_is_sent_again_by_hand(state: str) -> None:
    step = decisions.resubmit(record(state=state), "segmind")
    assert (step.kind, step.state) == (
        ("move", "unknown") if state == "unknown" else ("refuse", "waiting")
    )


def test_what_is_being_sent_again_is_not_sent_again_by_hand() -> None:
    again, looking = (record(state="unknown", hold=hold) for hold in ("again", "looking"))
    assert decisions.resubmit(again, "segmind").kind == "refuse"
    assert "is being sent again" in decisions.retry(again, "segmind").cause
    assert decisions.resubmit(looking, "segmind").kind == "move"


def test_what_was_sent_elsewhere_is_not_sent_again_from_here() -> None:
    step = decisions.resubmit(record(state="unknown", endpoint="http://elsewhere"), "segmind")
    assert step.kind == "refuse"
    assert "http://elsewhere" in step.cause


@pytest.mark.parametrize(
    ("error", "tries", "then"),
    [
        (errors.EndpointUnreachable("offline"), 50, "look"),
        (errors.RateLimited("slower"), 50, "look"),
        (errors.ServerError("odd", 502), 7, "look"),
        (errors.ServerError("odd", 502), 8, "send"),
        (errors.AuthenticationError("no history"), 1, "send"),
    ],
)
def test_a_history_that_does_not_answer_just_now_is_waited_for_before_paying(
    error: errors.VeoError, tries: int, then: str
) -> None:
    assert decisions.after_last_look(error, tries) == then


@pytest.mark.parametrize(
    ("state", "hold", "after"),
    [
        ("unknown", "again", None),
        ("unknown", "looking", "looking"),
        ("sending", None, "looking"),
        ("waiting", None, None),
        ("processing", None, "fault"),
    ],
)
def test_a_fault_sends_nothing_again(state: str, hold: str | None, after: str | None) -> None:
    job = record(state=state, hold=hold, request_id="r" if state == "processing" else None)
    assert decisions.hold_after_fault(job) == after


@pytest.mark.parametrize(
    ("state", "rule"), list(product(STATES, ["cancel", "unwatch", "retry", "resubmit"]))
)
def test_no_step_leaves_the_table_of_states(state: str, rule: str) -> None:
    for request_id, watched, completed in product((None, "r"), (True, False), (None, 1.0)):
        job = record(state=state, request_id=request_id, watched=watched, completed=completed)
        decide = getattr(decisions, rule)
        step = decide(job, "segmind") if rule in {"retry", "resubmit"} else decide(job)
        if step.kind == "move":
            assert allowed(state, step.state), (state, step)
        if step.kind == "send":
            assert job.state in {"failed", "blocked", "cancelled", "expired"}
            assert not decisions.stands(job)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"state": "waiting"}, "failed"),
        ({"state": "preparing"}, "failed"),
        ({"state": "sending"}, "unknown"),
        ({"state": "unknown"}, "unknown"),
        ({"state": "queued", "request_id": "r"}, None),
        ({"state": "saving", "request_id": "r"}, None),
        ({"state": "ready", "request_id": "r"}, None),
    ],
)
def test_a_fault_of_our_own_never_gives_up_what_was_sent(changes: dict, state: str | None) -> None:
    assert decisions.after_fault(record(**changes)) == state


@pytest.mark.parametrize(
    ("changes", "dollars"),
    [
        ({"state": "ready", "cost": 1.5}, 1.5),
        ({"state": "ready"}, 2.0),
        ({"state": "waiting"}, 0.0),
        ({"state": "sending"}, 2.0),
        ({"state": "unknown"}, 2.0),
        ({"state": "queued", "request_id": "r"}, 2.0),
        ({"state": "saving"}, 2.0),
        ({"state": "failed"}, 0.0),
        ({"state": "failed", "request_id": "r", "error": BROKE}, 2.0),
        ({"state": "failed", "request_id": "r", "error": RAN}, 0.0),
        ({"state": "failed", "request_id": "r", "error": RAN, "cost": 0.3}, 0.3),
        ({"state": "blocked", "request_id": "r", "error": BLOCKED}, 0.0),
        ({"state": "expired", "request_id": "r"}, 2.0),
        ({"state": "cancelled"}, 0.0),
        ({"state": "waiting", "risked": 2.0}, 2.0),
        ({"state": "sending", "risked": 2.0}, 4.0),
        ({"state": "ready", "cost": 1.0, "risked": 2.0}, 3.0),
        ({"state": "ready", "cost": -100.0}, 2.0),
        ({"state": "ready", "high": None}, None),
        ({"state": "ready", "high": None, "cost": 1.0}, 1.0),
        ({"state": "waiting", "high": None}, 0.0),
    ],
)
def test_what_a_job_may_cost_at_its_worst(changes: dict, dollars: float | None) -> None:
    assert money.exposure(record(**changes)) == dollars


@pytest.mark.parametrize(
    ("cap", "committed", "high", "fits"),
    [
        (5.0, 0.0, 5.0, True),
        (5.0, 3.0, 2.0, True),
        (5.0, 3.0, 2.01, False),
        (0.3, 0.1, 0.2, True),
        (0.0, 0.0, 0.0, True),
        (0.0, 0.0, 0.01, False),
        (5.0, 0.0, None, False),
        (5.0, None, 0.1, False),
    ],
)
def test_a_budget_lets_through_what_fits_with_what_is_at_risk(
    cap: float, committed: float | None, high: float | None, *, fits: bool
) -> None:
    why = money.over_budget(cap, committed, high)
    assert (why is None) is fits
    assert why is None or f"${cap:.2f}" in why


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
        assert money.exposure(job) == 0.0


def test_a_job_at_rest_is_ended_given_up_or_left_to_a_person() -> None:
    assert at_rest(record(state="unknown"))
    assert not at_rest(record(state="unknown", hold="looking"))
    assert at_rest(record(state="queued", watched=False))
    assert [s for s in STATES if at_rest(record(state=s, hold="looking"))] == [
        s for s in STATES if s not in LIVE
    ]
    assert set(TRANSITIONS) == set(STATES)
