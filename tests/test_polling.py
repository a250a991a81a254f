"""Polls come when it is likely, and never much too late."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veo_widgets.core.polling import DEAREST, PRICE, Observation, Schedule, fit, lag_per_request


def polls_until(schedule: Schedule, end: float) -> tuple[int, float]:
    """Return how many polls it takes to see a job that ends at ``end``, and the lag."""
    at, last, count = 0.0, None, 0
    while at < end:
        at += schedule.delay(at, last)
        last = at
        count += 1
    return count, at - end


def simulated(schedule: Schedule, median: float, spread: float) -> float:
    """Return mean lag times mean polls over a thousand jobs."""
    rng = random.Random(7)
    runs = [polls_until(schedule, median * rng.lognormvariate(0, spread)) for _ in range(1000)]
    return sum(c for c, _ in runs) / 1000 * sum(lag for _, lag in runs) / 1000


def test_a_known_latency_costs_less_than_half_of_a_fixed_interval() -> None:
    rng = random.Random(3)
    past = [Observation(101.6 * rng.lognormvariate(0, 0.15)) for _ in range(30)]
    product = simulated(Schedule(fit(past, 101.6)), 101.6, 0.15)
    fixed = 0.5 * 102.1

    assert product < fixed / 2


def test_no_history_is_sensible() -> None:
    assert simulated(Schedule(fit([], 101.6)), 101.6, 0.2) < 0.5 * 102.1


@pytest.mark.parametrize("factor", [0.4, 0.7, 1.0, 1.5, 3.0])
def test_a_wrong_history_costs_at_most_a_tenth_of_the_time(factor: float) -> None:
    schedule = Schedule(fit([Observation(101.6)] * 100, 101.6))
    end = 101.6 * factor
    _, lag = polls_until(schedule, end)

    assert lag <= max(5.5, 0.11 * end)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.builds(Observation, st.floats(0.1, 4000), st.booleans()), max_size=40),
    st.floats(0.5, 1000),
    st.floats(0, 5000),
)
def test_every_history_gives_a_usable_delay(
    past: list[Observation], usual: float, elapsed: float
) -> None:
    schedule = Schedule(fit(past, usual))

    assert 0.25 <= schedule.delay(elapsed, elapsed) <= 30.25
    assert schedule.due(elapsed + 1) >= schedule.due(elapsed)


def test_running_jobs_push_the_estimate_up() -> None:
    done = [Observation(50.0)] * 5
    running = [Observation(90.0, finished=False)] * 5

    assert fit(done + running, 60).median > fit(done, 60).median * 1.2
    assert fit(done + running, 60).median > fit(done + [Observation(90.0)] * 5, 60).median


def test_recent_jobs_weigh_more() -> None:
    slow, fast = [Observation(100.0)] * 10, [Observation(30.0)] * 10

    assert fit(slow + fast, 60).median < 46
    assert fit(fast + slow, 60).median > 66


def test_the_chance_that_a_job_ended_grows_from_nothing_to_certainty() -> None:
    plan = Schedule(fit([], 100))
    at = [plan.chance(20, 20 + 10 * n) for n in range(60)]

    assert at[0] == 0
    assert at == sorted(at)
    assert 0.4 < plan.chance(0, 100) < 0.6
    assert at[-1] > 0.95


def test_a_crowd_asks_less_often() -> None:
    latency = fit([], 100)
    few, many = (Schedule(latency, lag_per_request(flying)).due(200) for flying in (5, 1000))

    assert lag_per_request(1) == lag_per_request(80) == PRICE
    assert lag_per_request(1000) == lag_per_request(5000) == PRICE * DEAREST
    assert many / few == pytest.approx(DEAREST**-0.5, rel=0.01)
