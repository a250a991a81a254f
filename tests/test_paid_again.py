"""A request of unknown fate that a person sends again: looked for once more, then sent once."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.moody import ASKED, Moody, at_once, client, empty, lost, opened, service  # noqa: F401
from tests.press import until
from veo_widgets import errors
from veo_widgets._lib.sqlite import Unwritable
from veo_widgets.view.job import actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Client


def test_send_again_pressed_in_two_places_sends_once(
    service: Moody, opened: Callable[..., Client]
) -> None:
    first, second = opened(), opened()
    job = lost(service, first, **ASKED)
    service.history = empty  # type: ignore[method-assign]
    told = at_once([first.job(job.id).resubmit, second.job(job.id).resubmit])
    assert [type(each) for each in told].count(errors.InvalidRequest) == 1
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


@pytest.mark.parametrize(
    "passing",
    [
        errors.EndpointUnreachable("offline"),
        errors.RateLimited("slower", reset_at=time.time() + 0.2),
        errors.ServerError("odd", 502),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_history_that_fails_for_a_moment_is_asked_again_before_paying(
    service: Moody, client: Client, passing: errors.VeoError
) -> None:
    job = lost(service, client, **ASKED)
    real, left = service.history, [2]

    async def history(around: float | None = None, page: int = 1) -> Any:
        if left[0]:
            left[0] -= 1
            raise passing
        return await real(around, page)

    service.history = history  # type: ignore[method-assign]
    job.resubmit().wait(60)

    assert len(service.taken) == 1
    assert job.record.risked == 0


def test_a_ledger_that_is_busy_as_a_request_is_found_pays_nothing_twice(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = lost(service, client, **ASKED)
    ledger = client.session.ledger
    real, left = ledger.move, [1]

    def move(job: str, state: str, *rest: Any, **changes: Any) -> Any:
        if state == "queued" and left[0]:
            left[0] -= 1
            raise Unwritable("database is locked")
        return real(job, state, *rest, **changes)

    monkeypatch.setattr(ledger, "move", move)
    job.resubmit().wait(60)

    assert len(service.taken) == 1


def test_a_wish_taken_back_in_another_process_sends_nothing(
    service: Moody, opened: Callable[..., Client]
) -> None:
    client, other = opened(), opened()
    job = lost(service, client, **ASKED)
    asked, go = threading.Event(), threading.Event()

    async def slow(around: float | None = None, page: int = 1) -> Any:
        asked.set()
        await asyncio.to_thread(go.wait, 20)
        return []

    service.history = slow  # type: ignore[method-assign]
    job.resubmit()
    assert asked.wait(20)
    assert actions(job.record) == ["unwatch"]
    other.job(job.id).unwatch()
    go.set()
    held = "SELECT 1 FROM jobs WHERE holder IS NOT NULL"
    until(lambda: not client.session.ledger._db.read(held))

    assert (job.state, job.record.hold, len(service.taken)) == ("unknown", None, 1)


def test_a_wish_outlives_the_look_of_another_process(
    service: Moody, opened: Callable[..., Client]
) -> None:
    client, other = opened(), opened()
    asked, go = threading.Event(), threading.Event()

    async def slow(around: float | None = None, page: int = 1) -> Any:
        asked.set()
        await asyncio.to_thread(go.wait, 20)
        return []

    real = service.submit

    async def submit(model: str, parameters: Any) -> Any:
        await real(model, parameters)
        service.submit = real  # type: ignore[method-assign]
        raise errors.SubmissionUnknown("the connection broke")

    service.submit, service.history = submit, slow  # type: ignore[method-assign]
    job = client.submit("veo-2", **ASKED)
    assert asked.wait(20)
    other.job(job.id).resubmit()
    go.set()

    assert job.wait(60).path.exists()
    assert len(service.taken) == 2


def test_a_fault_of_the_kit_as_it_looks_leaves_the_job_to_a_person(
    service: Moody, client: Client
) -> None:
    job = lost(service, client, **ASKED)
    known = service.history

    async def broken(around: float | None = None, page: int = 1) -> Any:
        raise KeyError("an odd row")

    service.history = broken  # type: ignore[method-assign]
    with pytest.raises(errors.SubmissionUnknown, match="odd row"):
        job.resubmit().wait(60)
    assert actions(job.record) == ["resubmit"]
    service.history = known  # type: ignore[method-assign]

    assert job.resubmit().wait(60).path.exists()
    assert len(service.taken) == 1
