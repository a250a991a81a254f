"""Rank 10 models from 2 000 votes, against writing the same votes as JSON; and what it is worth."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from tools.studies import CAUTIOUS, DESIGNS, coverage, false_claims
from veo_widgets.core.duel import OUTCOMES, Duel
from veo_widgets.core.ranking import rank

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 25
MOST_MS = 5.0
MOST_RATIO = 0.6
STUDIES = 300


def votes(models: int, count: int) -> list[Duel]:
    """Draw votes on pairs of clips, 20 prompts, without any preference."""
    rng = np.random.default_rng(0)
    pairs = (rng.choice(models, 2, replace=False) for _ in range(count))
    return [
        Duel(f"m{one}", f"m{other}", OUTCOMES[rng.integers(3)], f"p{n // 3}", f"q{n % 20}")
        for n, (one, other) in enumerate(pairs)
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of several rounds, so that other work counts least."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    duels = votes(10, 2000)
    ranked = seconds(lambda: rank(duels))
    written = seconds(lambda: json.dumps([asdict(duel) for duel in duels]))
    ratio = ranked / written
    print(
        f"10 models, {len(duels)} votes: ranked in {1000 * ranked:.1f} ms (at most {MOST_MS:.0f}), "
        f"written as JSON in {1000 * written:.1f} ms: ratio {ratio:.2f} (at most {MOST_RATIO})"
    )
    for name, design in {**DESIGNS, **CAUTIOUS}.items():
        print(f"{name:62} {coverage(design, STUDIES):.3f}")
    for count in (60, 150):
        print(f"6 equal models, {count} votes, one called better: ", end="")
        print(f"{false_claims(6, count, STUDIES):.3f}")
    if ratio > MOST_RATIO:
        sys.exit("ranking takes too long")
