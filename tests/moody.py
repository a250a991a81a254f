"""A service in memory that misbehaves as it is told, and clients of one home."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import KEY
from tests.fake_service import FakeService
from veo_widgets import errors
from veo_widgets.client import Client
from veo_widgets.conductor import Limits
from veo_widgets.service import Download

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

ASKED = {"prompt": "a lake in the hills", "duration": 5, "seed": 11}
QUICK = Limits(reconcile_delays=(0.0, 0.1, 0.2), patience_s=60.0, poll_s=0.5, again_s=0.1)
GONE = errors.RequestExpired("no such request")


class Moody(FakeService):
    """A service whose calls fail as they are scripted, each step once."""

    def __init__(self, clip: bytes) -> None:
        super().__init__(clip)
        self.failing: dict[str, list[Exception | int]] = {}
        self.forgetful = False
        self.calls: Counter[str] = Counter()

    async def _begin(self, method: str) -> None:
        self.calls[method] += 1
        steps = self.failing.get(method)
        if steps:
            step = steps.pop(0)
            if isinstance(step, Exception):
                raise step
        await super()._begin(method)

    async def status(self, request_id: str) -> Any:
        await self._begin("status")
        return (await self.find(request_id)).status

    async def result(self, request_id: str) -> Any:
        await self._begin("result")
        return (await self.find(request_id)).status

    async def find(self, request_id: str) -> Any:
        self.calls["find"] += 1
        if self.forgetful:
            raise GONE
        return await super().find(request_id)

    @asynccontextmanager
    async def download(self, url: str, start: int = 0) -> AsyncIterator[Download]:
        self.calls["download"] += 1
        steps = self.failing.get("download")
        step = steps.pop(0) if steps else None
        if isinstance(step, Exception):
            raise step
        if step is not None:
            yield Download(step, {}, self._cut())
            return
        async with super().download(url, start) as download:
            yield download

    async def _cut(self) -> AsyncIterator[bytes]:
        yield self.clip[: len(self.clip) // 3 + self.calls["download"]]


@pytest.fixture
def service(clip_of_four_seconds: bytes) -> Moody:
    return Moody(clip_of_four_seconds)


@pytest.fixture
def opened(service: Moody, tmp_path: Path) -> Iterator[Callable[..., Client]]:
    clients: list[Client] = []

    def make(limits: Limits = QUICK) -> Client:
        clients.append(
            Client(
                KEY,
                f"{service.name}/v1",
                tmp_path / "home",
                connect=lambda _: service,
                limits=limits,
            )
        )
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(opened: Callable[..., Client]) -> Client:
    return opened()


async def empty(around: float | None = None, page: int = 1) -> list[Any]:
    del around, page
    return []


def lost(service: Moody, client: Client, **asked: Any) -> Any:
    """Return a job whose answer was lost, and of which the history knows nothing."""
    real = service.submit

    async def submit(model: str, parameters: Any) -> Any:
        await real(model, parameters)
        raise errors.SubmissionUnknown("the connection broke")

    service.submit, kept = submit, service.history  # type: ignore[method-assign]
    service.history = empty  # type: ignore[method-assign]
    job = client.submit("veo-2", **asked)
    client.session.blocking(client.session.ended(job.id), 60)
    service.submit, service.history = real, kept  # type: ignore[method-assign]
    return job


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    gate, results = threading.Barrier(len(calls)), []

    def work(call: Callable[[], object]) -> None:
        gate.wait(20)
        try:
            results.append(call())
        except errors.VeoError as error:
            results.append(error)

    threads = [threading.Thread(target=work, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
