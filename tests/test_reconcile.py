"""Jobs that ask for the same, whose answers were lost: each finds a request of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.conftest import accepted, serving
from veo_widgets.conductor import Limits
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client

ASKED: dict[str, Any] = {"prompt": "a lake in the hills", "duration": 4, "seed": 11}


def states(client: Client, takes: int) -> list[str]:
    """Send equal jobs and return how each ends."""
    jobs = [client.submit("veo-3-fast", take=n + 1, **ASKED) for n in range(takes)]
    return [client.session.blocking(client.session.ended(job.id), 60).state for job in jobs]


def test_one_look_finds_every_job_of_a_sweep_of_takes(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    faults = (Fault("reset after", "submit"),)
    with serving(tmp_path / "server", faults=faults) as running:
        client = connect(running, limits=Limits(reconcile_delays=(0.5,)))

        assert states(client, 12) == ["ready"] * 12
        assert accepted(running) == 12


def test_a_look_waits_for_the_answer_to_an_equal_request(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    faults = (Fault("reset after", "submit", nth=1), Fault("slow", "submit", nth=1, seconds=1.0))
    with serving(tmp_path / "server", faults=faults) as running:
        client = connect(running, limits=Limits(reconcile_delays=(0.0,)))

        assert states(client, 2) == ["ready"] * 2
        assert accepted(running) == 2
