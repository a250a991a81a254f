"""A service in memory: takes requests, is done after a while, hands out one clip."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from veo_widgets.errors import InferenceFailed, RequestExpired
from veo_widgets.service import Download, HistoryRow, RunResult, Status, Submission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

SECONDS, COST = 0.4, 0.4


class FakeService:
    """One account's service, as ``service.Service`` says.

    Args:
        clip: The bytes of every clip.
        outcome: How every request fails, if it does.
        **scripts: What a method's next calls do first: raise, or wait for seconds.
    """

    name, origin, retention_s, skew_s = "http://fake.test", "http://fake.test", 3600.0, 0.0

    def __init__(
        self,
        clip: bytes,
        outcome: InferenceFailed | None = None,
        **scripts: Iterable[Exception | float],
    ) -> None:
        self.clip, self.outcome = clip, outcome
        self.taken: dict[str, HistoryRow] = {}
        self._scripts = {name: iter(steps) for name, steps in scripts.items()}

    async def _begin(self, method: str) -> None:
        step = next(self._scripts.get(method, iter(())), 0.0)
        if isinstance(step, Exception):
            raise step
        await asyncio.sleep(step)

    async def submit(self, model: str, parameters: Mapping[str, Any]) -> Submission:
        await self._begin("submit")
        name, queued = f"fake{len(self.taken)}", Status("queued", "in line")
        self.taken[name] = HistoryRow(name, model, time.time(), dict(parameters), queued)
        return Submission(name)

    @asynccontextmanager
    async def run(self, model: str, parameters: Mapping[str, Any]) -> AsyncIterator[RunResult]:
        request_id = (await self.submit(model, parameters)).request_id
        await asyncio.sleep(SECONDS)
        status = (await self.find(request_id)).status
        yield RunResult(request_id, status.cost, status, None if status.error else self._chunks(0))

    async def status(self, request_id: str) -> Status:
        await self._begin("status")
        return (await self.find(request_id)).status

    result = status

    async def history(self, around: float | None = None, page: int = 1) -> list[HistoryRow]:
        del around
        newest = [*self.taken][::-1][100 * (page - 1) : 100 * page]
        return [await self.find(request_id) for request_id in newest]

    async def find(self, request_id: str) -> HistoryRow:
        if request_id not in self.taken:
            raise RequestExpired(f"no request {request_id}")
        row = self.taken[request_id]
        if time.time() - (row.created or 0.0) < SECONDS:
            return replace(row, status=Status("processing", "at work"))
        failed = Status("failed", "broke", error=self.outcome)
        done = Status("completed", "done", COST, f"{self.origin}/{request_id}.mp4")
        return replace(row, status=failed if self.outcome else done)

    async def upload(self, images: Sequence[tuple[str, bytes]]) -> list[str]:
        return [f"{self.origin}/{hash(data):x}" for _, data in images]

    @asynccontextmanager
    async def download(self, url: str, start: int = 0) -> AsyncIterator[Download]:
        there = 206 if start else 200
        yield Download(there if url.startswith(self.origin) else 404, {}, self._chunks(start))

    async def _chunks(self, start: int) -> AsyncIterator[bytes]:
        yield self.clip[start:]

    def own_address(self, url: str) -> str:
        return url

    async def credits(self) -> float:
        await self._begin("credits")
        return 100.0

    async def models(self) -> list[dict[str, Any]]:
        return []

    async def aclose(self) -> None: ...
