"""A request of unknown fate that a person sends again: looked for once more, then sent once."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.moody import ASKED, Moody, at_once, client, empty, lost, opened, service  # noqa: F401
from veo_widgets import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Client


def test_send_again_pressed_in_two_places_sends_once(
    service: Moody, opened: Callable[..., Client]
) -> None:
    first, second = opened(), opened()
    job = lost(service, first, **ASKED)
    service.history = empty  # type: ignore[method-assign]
    at_once([first.job(job.id).resubmit, second.job(job.id).resubmit])
    first.job(job.id).wait(60)

    assert len(service.taken) == 2
    assert first.job(job.id).request_id == "fake1"
    assert first.job(job.id).record.risked > 0


def test_what_the_history_shows_late_is_found_before_it_is_sent_again(
    service: Moody, client: Client
) -> None:
    job = lost(service, client, **ASKED)

    assert job.resubmit().wait(60).path.exists()
    assert len(service.taken) == 1
    assert job.record.risked == 0


def test_takes_that_the_history_shows_late_are_found_before_they_are_sent_again(
    service: Moody, client: Client
) -> None:
    jobs = [lost(service, client, take=take, **ASKED) for take in (1, 2, 3)]
    for job in jobs:
        job.resubmit()

    assert all(job.wait(60).path.exists() for job in jobs)
    assert len(service.taken) == 3


def test_a_history_that_cannot_be_read_keeps_nobody_from_sending_again(
    service: Moody, client: Client
) -> None:
    job = lost(service, client, **ASKED)

    async def broken(around: float | None = None, page: int = 1) -> Any:
        raise errors.AuthenticationError("no history for this key")

    service.history = broken  # type: ignore[method-assign]
    job.resubmit().wait(60)

    assert len(service.taken) == 2
    assert job.record.risked > 0


def test_a_wish_to_send_again_outlives_the_client(
    service: Moody, opened: Callable[..., Client]
) -> None:
    client = opened()
    job = lost(service, client, **ASKED)
    asked = threading.Event()

    async def stuck(around: float | None = None, page: int = 1) -> Any:
        asked.set()
        await asyncio.sleep(60)

    service.history = stuck  # type: ignore[method-assign]
    job.resubmit()
    assert asked.wait(20)
    assert (job.state, job.cancel()) == ("unknown", False)
    with pytest.raises(errors.InvalidRequest, match="being sent again"):
        job.resubmit()
    client.close()
    assert len(service.taken) == 1
    service.history = empty  # type: ignore[method-assign]

    assert opened().job(job.id).wait(60).path.exists()
    assert len(service.taken) == 2
