"""Answers lost among others like them: what was paid is found, however long that takes."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.conftest import accepted, serving
from tests.press import until
from veo_widgets.conductor import Limits
from veo_widgets.segmind import Segmind
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from veo_widgets.client import Client, Job
    from veo_widgets.local import Running
    from veo_widgets.service import HistoryRow

    Waiting = tuple[Running, Client, Job]

ASKED: dict[str, Any] = {"prompt": "a lake in the hills", "duration": 4, "seed": 11}


def state(client: Client, job: Job) -> str:
    """Return how a job ends."""
    return client.session.blocking(client.session.ended(job.id), 60).state


def test_a_look_goes_on_while_equal_requests_take_each_other_s_place(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    faults = (Fault("reset after", "submit", nth=1),)
    with serving(tmp_path / "server", faults=faults, latency="1") as running:
        client = connect(running, limits=Limits(reconcile_delays=(0.0,), in_flight=3))
        jobs = [client.submit("veo-3-fast", take=n + 1, via="v1", **ASKED) for n in range(8)]

        assert [state(client, job) for job in jobs] == ["ready"] * 8
        assert accepted(running) == 8


@contextmanager
def waiting_look(tmp_path: Path, connect: Callable[..., Client]) -> Iterator[Waiting]:
    """Look in one process for a lost answer while another sends an equal request."""
    faults = (Fault("reset after", "submit", nth=2),)
    with serving(tmp_path / "server", faults=faults, latency="3") as running:
        limits = Limits(reconcile_delays=(0.0, 0.1))
        one, other = (connect(running, tmp_path / "home", limits=limits) for _ in range(2))
        flying = one.submit("veo-3-fast", take=1, via="v1", **ASKED)
        until(lambda: accepted(running) == 1)
        lost = other.submit("veo-3-fast", take=2, **ASKED)
        until(lambda: lost.record.hold == "looking")
        yield running, other, lost
        assert state(one, flying) == "ready"
        assert accepted(running) == 2


def test_a_look_waits_for_an_equal_request_of_another_process(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with waiting_look(tmp_path, connect) as (_, other, lost):
        assert state(other, lost) == "ready"


def test_a_lost_request_is_found_behind_more_than_a_page_of_newer_ones(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    faults = (Fault("reset after", "submit", prompt="lake"),)
    with serving(tmp_path / "server", faults=faults, latency="0.1") as running:
        limits = Limits(reconcile_delays=(6.0,), in_flight=200)
        client = connect(running, limits=limits)
        lost = client.submit("veo-3-fast", **ASKED)
        others = connect(running, tmp_path / "others", limits=limits)
        for n in range(230):
            others.submit("veo-3-fast", **{**ASKED, "prompt": "a hill", "seed": n})
        until(lambda: accepted(running) == 231)

        assert state(client, lost) == "ready"
        assert accepted(running) == 231


def test_a_look_during_which_an_equal_request_leaves_is_none(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    asked = threading.Event()

    class Slow(Segmind):
        async def history(self, around: float | None = None, page: int = 1) -> list[HistoryRow]:
            asked.set()
            rows = await super().history(around, page)
            await asyncio.sleep(0.7)
            return rows

    faults = (Fault("reset after", "submit", nth=1),)
    with serving(tmp_path / "server", faults=faults, latency="5") as running:
        client = connect(running, connect=Slow, limits=Limits(reconcile_delays=(0.0,)))
        lost = client.submit("veo-3-fast", take=1, **ASKED)
        assert asked.wait(20)
        later = client.submit("veo-3-fast", take=2, via="v1", **ASKED)

        assert (state(client, lost), state(client, later)) == ("ready", "ready")
        assert accepted(running) == 2


def test_a_look_that_waits_for_another_process_outlives_its_client(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with waiting_look(tmp_path, connect) as (running, other, lost):
        assert not lost.cancel()
        other.close()
        limits = Limits(reconcile_delays=(0.0, 0.1))
        again = connect(running, tmp_path / "home", limits=limits)

        assert state(again, again.job(lost.id)) == "ready"


def test_send_again_during_a_look_waits_for_equal_requests_too(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with waiting_look(tmp_path, connect) as (_, other, lost):
        lost.resubmit()

        assert state(other, lost) == "ready"
        assert lost.record.risked == 0
