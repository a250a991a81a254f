"""Many clips measured, on the cores of this machine or on a Dask cluster."""

from __future__ import annotations

import os
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from veo_widgets._lib.cluster import Cluster
from veo_widgets._lib.pool import Pool
from veo_widgets.errors import MediaError
from veo_widgets.media.metrics.measure import Work, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor

    from veo_widgets.media.metrics.base import Reading

DIED: Final = "the workers that measured it died"
DEATHS: Final = 2
"""A clip on which so many workers died is left."""
IN_FLIGHT: Final = 2
"""Clips that wait for each worker, so that memory stays flat however many there are."""
CLUSTER_IN_FLIGHT: Final = 16


class Outcome(NamedTuple):
    """What became of one clip.

    Attributes:
        number: Its place in what was given.
        readings: By the metric's name; empty where it could not be measured.
        trouble: Why not.
    """

    number: int
    readings: dict[str, Reading]
    trouble: str = ""


@contextmanager
def workers(scheduler: str | None, most: int) -> Iterator[tuple[Executor, int]]:
    """Open what measures, and say how many clips it takes at once.

    Args:
        scheduler: The address of a Dask scheduler; processes of this machine without.
        most: How many clips there are.

    Raises:
        HomeError: The scheduler does not answer, or Dask is not installed.
    """
    if scheduler:
        with Cluster(scheduler) as cluster:
            yield cluster, CLUSTER_IN_FLIGHT
        return
    count = max(1, min(os.cpu_count() or 1, most))
    with ExitStack() as stack:
        pool = stack.enter_context(Pool(count))
        stack.callback(pool.end)
        yield pool, IN_FLIGHT * count


def measure_all(
    works: Iterable[Work], executor: Executor, at_once: int, *, carried: bool = False
) -> Iterator[Outcome]:
    """Measure clips, and yield each as it is done.

    A worker that dies takes no clip with it: what it had is given to another.

    Args:
        works: The clips, read as there is room for them.
        executor: Who measures.
        at_once: How many clips are under way.
        carried: Whether the clips' bytes go with them, to machines without the files.
    """
    coming = enumerate(works)
    again: deque[tuple[int, Work]] = deque()
    deaths: Counter[int] = Counter()
    under_way: dict[Future[dict[str, Reading]], tuple[int, Work]] = {}
    while True:
        while len(under_way) < at_once:
            item = again.popleft() if again else next(coming, None)
            if item is None:
                break
            under_way[_begun(executor, item[1], carried=carried)] = item
        if not under_way:
            return
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            number, work = under_way.pop(future)
            outcome = _outcome(number, future)
            if outcome is not None:
                yield outcome
            elif _counted(deaths, number) <= DEATHS:
                again.append((number, work))
            else:
                yield Outcome(number, {}, DIED)


def _begun(executor: Executor, work: Work, *, carried: bool) -> Future[dict[str, Reading]]:
    """Give a clip to a worker; what keeps it from one is the future's error."""
    try:
        return executor.submit(measure, work.carried() if carried else work)
    except (OSError, BrokenExecutor) as error:
        failed: Future[dict[str, Reading]] = Future()
        failed.set_exception(error)
        return failed


def _outcome(number: int, future: Future[dict[str, Reading]]) -> Outcome | None:
    """Return what became of a clip; ``None`` where its worker died."""
    try:
        return Outcome(number, future.result())
    except (BrokenExecutor, CancelledError):
        return None
    except (MediaError, OSError) as error:
        return Outcome(number, {}, str(error))
    except Exception as error:
        if type(error).__name__ == "KilledWorker":
            return Outcome(number, {}, DIED)
        raise


def _counted(deaths: Counter[int], number: int) -> int:
    deaths[number] += 1
    return deaths[number]
