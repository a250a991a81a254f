"""States, flags and reuse keys."""

from __future__ import annotations

from itertools import product

import pytest

from veo_widgets.core.record import (
    LIVE,
    STATES,
    TERMINAL,
    TRANSITIONS,
    JobRecord,
    allowed,
    flags,
    reuse_key,
)


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(STATES)
    assert set(STATES) == LIVE | TERMINAL


def test_a_job_that_was_sent_is_never_sent_again_by_itself() -> None:
    assert "sending" not in TRANSITIONS["unknown"]
    assert not any(
        "sending" in TRANSITIONS[state] for state in ("queued", "processing", "saving", "ready")
    )


def test_nothing_that_ended_well_or_was_cancelled_goes_back_to_waiting() -> None:
    for state in ("ready", "blocked", "cancelled", "expired", "failed"):
        assert not {"waiting", "sending"} & TRANSITIONS[state]


@pytest.mark.parametrize(("old", "new"), list(product(STATES, STATES)))
def test_staying_is_always_allowed(old: str, new: str) -> None:
    assert allowed(old, new) == (old == new or new in TRANSITIONS[old])


def record(**changes: object) -> JobRecord:
    return JobRecord("a", "segmind", "veo-2", {"prompt": "x"}, 0.0).but(**changes)


def test_flags() -> None:
    running = record(state="processing", submitted=100.0, processing=1000.0)
    queued = record(state="queued", submitted=1000.0)

    assert flags(running, 1030, 40) == ()
    assert flags(running, 1079, 40) == ()
    assert flags(running, 1100, 40) == ("slow",)
    assert flags(queued, 1100, 40) == (), "waiting is the queue's"
    assert flags(running.but(state="saving"), 1100, 40) == ()
    assert flags(running.but(watched=False), 1030, 40) == ("unwatched",)
    assert flags(running, 100 + 2800, 40) == ("slow", "at risk")
    assert flags(record(state="saving", submitted=0.0), 3000, 40) == ("at risk",)
    assert flags(running.but(hold="unreachable"), 1030, 40) == ("unreachable",)
    assert flags(record(state="ready"), 9e9, 40, reused=True) == ("reused",)


def test_the_order_of_parameters_does_not_matter_but_all_else_does() -> None:
    one = reuse_key("local", "veo-2", {"a": 1, "b": 2}, 1)

    assert one == reuse_key("local", "veo-2", {"b": 2, "a": 1}, 1)
    others = [
        reuse_key("segmind", "veo-2", {"a": 1, "b": 2}, 1),
        reuse_key("local", "veo-3", {"a": 1, "b": 2}, 1),
        reuse_key("local", "veo-2", {"a": 1, "b": 3}, 1),
        reuse_key("local", "veo-2", {"a": 1, "b": 2}, 2),
    ]
    assert len({one, *others}) == 5
