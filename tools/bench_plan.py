"""Plan a sweep of 2 000 cells, against naming the same cells by JSON and SHA-256 alone."""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING

from veo_widgets.catalogue import Catalogue
from veo_widgets.conductor import Limits
from veo_widgets.experiment.plan import Plan, make_plan
from veo_widgets.experiment.spec import SweepSpec, read

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
GIVEN = {
    "prompt": "a red panda riding a {thing} through the rain",
    "model": ["veo-3.1-fast", "veo-3-fast", "veo-2"],
    "thing": ["skateboard", "tram"],
    "resolution": ["720p", "1080p"],
    "seed": list(range(1, 168)),
    "negative_prompt": "blur",
}
MOST_S = 0.15


def plan(spec: SweepSpec, catalogue: Catalogue) -> Plan:
    return make_plan(spec, catalogue, "segmind", lambda _: {}, lambda _: 60.0, Limits())


def named(cells: Plan) -> list[str]:
    """Name the cells and nothing else: what any plan has to do."""
    return [
        hashlib.sha256(json.dumps(dict(cell.parameters), sort_keys=True).encode()).hexdigest()
        for cell in cells.cells
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
    catalogue = Catalogue()
    spec = read(GIVEN, catalogue, 7)
    cells = plan(spec, catalogue)
    planning = seconds(lambda: plan(spec, catalogue))
    naming = seconds(lambda: named(cells))
    print(
        f"{len(cells.cells)} cells: plan {1000 * planning:.0f} ms (at most {1000 * MOST_S:.0f}), "
        f"JSON and SHA-256 of the same {1000 * naming:.1f} ms; ratio {planning / naming:.1f}"
    )
