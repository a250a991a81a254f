"""When to ask a service whether a job is done.

A job of known kind finishes around a known time, so asking at a fixed interval
asks too often early and too rarely when it matters. If one request is worth
``price`` seconds of lag, the cheapest rate of polls at time *t* is
``sqrt(h(t) / (2 * price))`` with *h* the hazard, that is the chance of finishing
now given that it has not finished yet (calculus of variations on the sum of the
expected lag and the expected requests; the same square root that governs optimal
inspection of a failing machine in reliability theory). So polls are spaced by equal
steps of the integral of that root. The latency is taken as lognormal, learned from
the ledger's own history: recent jobs weigh more (half-life eight jobs), jobs still
running count as censored, and the vendor's usual latency stands for two jobs at
the start. Two insurances keep a wrong history cheap: a share of *surprise* (the
same centre, a far wider spread) and a cap, a tenth of the time elapsed but eight
seconds at least and thirty at most. A request grows dearer with the crowd: each of a thousand jobs asks less
often than each of a hundred. The clock restarts when the service first says that
it is processing.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

PRICE: Final = 0.01
USUAL_S: Final = 60.0
"""What stands for the vendor's usual latency where nobody tells it."""
DEAREST: Final = 5.5
CROWD: Final = 90
PRIOR_JOBS: Final = 2.0
PRIOR_SD: Final = 0.3
SURPRISE_SD: Final = 1.0
HALF_LIFE_JOBS: Final = 8.0
FIRST_CAP_S: Final = 8.0
LAST_CAP_S: Final = 30.0
SHORTEST_S: Final = 0.25


def lag_per_request(in_flight: int) -> float:
    """Return the seconds of lag that one request is worth.

    Args:
        in_flight: Jobs of this endpoint that are being polled.
    """
    return round(PRICE * min(DEAREST, max(1.0, in_flight / CROWD)), 3)


@dataclass(frozen=True, slots=True)
class Observation:
    """One job's time from submission, in seconds.

    Attributes:
        seconds: Until it completed, or until now if it has not.
        finished: Whether it completed.
    """

    seconds: float
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Latency:
    """A lognormal latency with a share of surprise.

    Attributes:
        mu: Mean of the logarithm of seconds.
        sd: Standard deviation of the logarithm.
        surprise: Share of jobs taken from the wider spread, 0 to 1.
        known: Whether it was told or learnt; else it only says when to ask.
    """

    mu: float
    sd: float
    surprise: float
    known: bool = True

    @property
    def median(self) -> float:
        """Seconds by which half the jobs are done."""
        return math.exp(self.mu)

    @property
    def told(self) -> float | None:
        """Seconds by which half the jobs are done; ``None`` where nobody knows."""
        return self.median if self.known else None

    def usual(self) -> tuple[float, float]:
        """Return the seconds between which eight of ten jobs end."""
        reach = 1.2816 * self.sd
        return math.exp(self.mu - reach), math.exp(self.mu + reach)

    def hazard(self, seconds: float) -> float:
        """Return the chance per second of finishing now, if not finished before."""
        density = survival = 0.0
        parts = ((1 - self.surprise, self.sd), (self.surprise, SURPRISE_SD))
        for share, sd in parts:
            z = (math.log(seconds) - self.mu) / sd
            density += share * math.exp(-z * z / 2) / (2.5066282746 * sd * seconds)
            survival += share * math.erfc(z / 1.4142135624) / 2
        return density / survival if survival > 1e-12 else 1.0 / seconds


def fit(past: Sequence[Observation], usual_s: float | None) -> Latency:
    """Learn a latency from past jobs.

    Args:
        past: Jobs of the same kind, oldest first.
        usual_s: The vendor's usual latency in seconds; counts as two jobs. ``None`` where
            nobody tells it.

    Returns:
        The latency to expect of the next job.
    """
    done = [math.log(max(seen.seconds, 0.05)) for seen in past if seen.finished]
    if usual_s is not None:
        prior = math.log(max(usual_s, 0.05))
    else:
        prior = sum(done) / len(done) if done else math.log(USUAL_S)
    weights = [0.5 ** (age / HALF_LIFE_JOBS) for age in range(len(past))][::-1]
    total = PRIOR_JOBS + sum(weights)
    mu, sd = prior, PRIOR_SD
    for _ in range(1 if all(seen.finished for seen in past) else 6):
        logs = [
            (math.log(max(seen.seconds, 0.05)), 0.0)
            if seen.finished
            else _beyond(math.log(max(seen.seconds, 0.05)), mu, sd)
            for seen in past
        ]
        pairs = list(zip(weights, logs, strict=True))
        mu = (PRIOR_JOBS * prior + sum(w * x for w, (x, _) in pairs)) / total
        spread = sum(w * ((x - mu) ** 2 + rest) for w, (x, rest) in pairs)
        variance = (PRIOR_JOBS * PRIOR_SD**2 + spread) / total
        sd = max(0.02, math.sqrt(variance * (1 + 1 / total)))
    return Latency(mu, sd, 1 / (10 + len(past)), usual_s is not None or bool(done))


def _beyond(bound: float, mu: float, sd: float) -> tuple[float, float]:
    """Return mean and variance of a normal known to lie above ``bound``."""
    z = (bound - mu) / sd
    tail = math.erfc(z / 1.4142135624) / 2
    ratio = math.exp(-z * z / 2) / 2.5066282746 / tail if tail > 1e-9 else z + 1 / z
    return mu + sd * ratio, max(0.0, sd * sd * (1 + z * ratio - ratio * ratio))


class Schedule:
    """The times at which to poll one kind of job.

    Args:
        latency: What to expect.
        price: Seconds of lag that one request is worth.
    """

    _points: Final = 600

    def __init__(self, latency: Latency, price: float = PRICE) -> None:
        self.latency = latency
        start, end = latency.median / 50, latency.median * 50
        growth = (end / start) ** (1 / self._points)
        self._times = [start * growth**i for i in range(self._points + 1)]
        self._polls, self._risks = [0.0], [0.0]
        for before, after in pairwise(self._times):
            hazard = latency.hazard((before + after) / 2)
            rate = math.sqrt(hazard / (2 * price))
            self._polls.append(self._polls[-1] + rate * (after - before))
            self._risks.append(self._risks[-1] + hazard * (after - before))

    def due(self, seconds: float) -> float:
        """Return how many polls are worth making in the first ``seconds``."""
        return _interpolate(seconds, self._times, self._polls)

    def chance(self, last: float, now: float) -> float:
        """Return how likely a job ended since it was last seen running, 0 to 1.

        This ranks jobs when requests are rationed.

        Args:
            last: Seconds from its start to the last poll.
            now: Seconds from its start to this moment.
        """
        risks = [_interpolate(at, self._times, self._risks) for at in (last, now)]
        return 1 - math.exp(risks[0] - risks[1])

    def delay(self, elapsed: float, last: float | None) -> float:
        """Return how long to wait before the next poll.

        Args:
            elapsed: Seconds since the job was submitted (or began processing).
            last: ``elapsed`` at the last poll; ``None`` when there was none.

        Returns:
            Seconds, at least 0.25.
        """
        since = elapsed if last is None else last
        wanted = _interpolate(self.due(since) + 1, self._polls, self._times)
        if last is not None:
            cap = last + min(max(0.1 * last, FIRST_CAP_S), LAST_CAP_S)
            wanted = min(wanted, cap)
        return max(SHORTEST_S, wanted - elapsed)


@lru_cache(maxsize=256)
def schedule(latency: Latency, price: float = PRICE) -> Schedule:
    """Return the schedule of a latency, made once."""
    return Schedule(latency, price)


def _interpolate(at: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    if at <= xs[0]:
        return ys[0]
    if at >= xs[-1]:
        slope = (ys[-1] - ys[-2]) / max(xs[-1] - xs[-2], 1e-12)
        return ys[-1] + slope * (at - xs[-1])
    i = bisect_left(xs, at)
    part = (at - xs[i - 1]) / max(xs[i] - xs[i - 1], 1e-12)
    return ys[i - 1] + part * (ys[i] - ys[i - 1])
