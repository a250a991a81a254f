"""Many clips: a worker may die, memory stays flat, and a Dask cluster gives the same figures."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.clips import coded_clip
from veo_widgets._lib.cluster import Cluster
from veo_widgets.errors import HomeError
from veo_widgets.media.metrics import Reading, Work, chosen, measure, measure_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import LocalCluster

NAMES = tuple(each.name for each in chosen())


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> list[Work]:
    folder = tmp_path_factory.mktemp("many")
    return [
        Work(coded_clip(folder / f"{n}.mp4", 24, 320, 180, 20 * n, sound=True), NAMES)
        for n in range(4)
    ]


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_gives_the_same_figures(cluster: LocalCluster, works: list[Work]) -> None:
    with Cluster(cluster.scheduler_address) as executor:
        outcomes = list(measure_all(works, executor, 4, carried=True))

    assert {each.number: each.readings for each in outcomes} == {
        number: measure(work) for number, work in enumerate(works)
    }


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_dies_in_the_middle_loses_no_clip(
    cluster: LocalCluster, works: list[Work]
) -> None:
    killed = []

    def kill() -> None:
        """Kill the first worker that has something to do."""
        from distributed import Client

        with Client(cluster.scheduler_address, set_as_default=False) as client:
            for _ in range(1500):
                busy = {name for name, tasks in client.processing().items() if tasks}
                for worker in cluster.workers.values():
                    if worker.worker_address in busy:
                        os.kill(worker.process.pid, signal.SIGKILL)
                        killed.append(worker.worker_address)
                        return
                time.sleep(0.01)  # bounded: waiting for the task to be on a worker

    thread = threading.Thread(target=kill)
    thread.start()
    with Cluster(cluster.scheduler_address) as executor:
        outcomes = list(measure_all(works * 4, executor, 4, carried=True))
    thread.join(30)

    assert killed
    assert {each.number for each in outcomes} == set(range(16))
    assert not [each.trouble for each in outcomes if each.trouble]


def test_a_scheduler_that_is_not_there_is_told() -> None:
    with pytest.raises(HomeError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:1"):
        Cluster("tcp://127.0.0.1:1")


class Mortal:
    """An executor whose workers die at the first of some clips."""

    def __init__(self, deaths: dict[int, int]) -> None:
        self.deaths = deaths

    def submit(self, _: Callable[..., object], work: Work) -> object:
        from concurrent.futures import BrokenExecutor, Future

        future: Future[object] = Future()
        number = int(str(work.clip))
        if self.deaths.get(number, 0):
            self.deaths[number] -= 1
            future.set_exception(BrokenExecutor("died"))
        else:
            future.set_result({"n": Reading(float(number))})
        return future


def test_a_worker_that_dies_takes_no_clip_with_it_unless_it_dies_again_and_again() -> None:
    works = [Work(Path(str(n)), ("n",)) for n in range(6)]
    outcomes = {each.number: each for each in measure_all(works, Mortal({1: 1, 2: 2, 3: 9}), 2)}

    assert set(outcomes) == set(range(6))
    assert {n for n, each in outcomes.items() if each.readings} == {0, 1, 2, 4, 5}
    assert outcomes[3].trouble == "the workers that measured it died"


def test_clips_are_read_only_as_there_is_room() -> None:
    opened: list[int] = []

    def works() -> Iterator[Work]:
        for number in range(1000):
            opened.append(number)
            yield Work(Path(str(number)), ("n",))

    for count, outcome in enumerate(measure_all(works(), Mortal({}), 4), 1):
        assert outcome.readings
        assert len(opened) <= count + 4
    assert count == 1000
