"""From an accepted request to a clip on disk."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue import frame_size
from veo_widgets.server import inputs, worker
from veo_widgets.server.inputs import InputError

if TYPE_CHECKING:
    import random
    from concurrent.futures import Executor
    from pathlib import Path

    from veo_widgets.catalogue import Catalogue, Model
    from veo_widgets.server.engine import RenderSpec
    from veo_widgets.server.faults import Chance
    from veo_widgets.server.records import Records, Request
    from veo_widgets.server.settings import Settings

ROLES = {"start_image": "start", "last_frame": "last"}


class Renders:
    """The queue and its workers.

    Args:
        settings: How the server is set up.
        records: Where requests are kept.
        catalogue: The models.
        executor: Runs renders; any ``concurrent.futures`` executor will do.
        chance: Which renders fail on purpose.
    """

    def __init__(
        self,
        settings: Settings,
        records: Records,
        catalogue: Catalogue,
        executor: Executor,
        chance: Chance,
    ) -> None:
        self._settings, self._records = settings, records
        self._catalogue, self._executor, self._chance = catalogue, executor, chance
        self._slots = asyncio.Semaphore(settings.workers)
        self._tasks: OrderedDict[str, asyncio.Task[None]] = OrderedDict()
        self._making: dict[str, asyncio.Lock] = {}
        self.own = ""

    @property
    def clips(self) -> Path:
        """Folder of rendered clips."""
        return self._settings.folder / "clips"

    @property
    def assets(self) -> Path:
        """Folder of uploaded images."""
        return self._settings.folder / "assets"

    def resume(self) -> None:
        """Take up what an earlier run of this server left unfinished."""
        for request in self._records.unfinished():
            self.enqueue(request)

    def enqueue(self, request: Request) -> asyncio.Task[None]:
        """Start working on a request as soon as a worker is free."""
        task = asyncio.get_running_loop().create_task(self._work(request))
        self._tasks[request.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(request.id, None))
        return task

    async def finished(self, request_id: str) -> None:
        """Wait until a request has ended."""
        task = self._tasks.get(request_id)
        if task is not None:
            await asyncio.shield(task)

    async def stop(self) -> None:
        """Drop all work; the records keep it for the next run."""
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _work(self, request: Request) -> None:
        async with self._slots:
            self._records.start(request.id, time.time())
            error = self._chance.render(request.model, str(request.body.get("prompt")))
            clip = None
            try:
                if error is None:
                    clip = await self._clip(request)
            except (InputError, ValueError) as problem:
                error = str(problem)
            except Exception as problem:  # noqa: BLE001
                error = f"the renderer broke: {type(problem).__name__}: {problem}"
        await asyncio.sleep(max(0.0, request.due - time.time()))
        if clip is None:
            self._records.fail(request.id, error or "Inference failed", time.time())
        else:
            self._records.complete(request.id, clip, time.time())

    async def _clip(self, request: Request) -> str:
        """Return the name of the request's clip, rendered when it is not there."""
        spec = await self._spec(self._catalogue[request.model], request.body)
        name = f"{spec.key}.mp4"
        path = self.clips / name
        async with self._making.setdefault(name, asyncio.Lock()):
            if not path.exists():
                loop = asyncio.get_running_loop()
                data = await self._rendered(loop, spec)
                part = path.with_suffix(".part")
                part.write_bytes(data)
                part.replace(path)
        return name

    async def _rendered(
        self, loop: asyncio.AbstractEventLoop, spec: RenderSpec
    ) -> bytes:
        """Render a clip; once more if the worker died under it."""
        try:
            return await loop.run_in_executor(self._executor, worker.render, spec)
        except BrokenExecutor:
            return await loop.run_in_executor(self._executor, worker.render, spec)

    async def _spec(self, model: Model, body: dict[str, Any]) -> RenderSpec:
        from veo_widgets.server.engine import from_request

        images: dict[str, Any] = {}
        for role, name in ROLES.items():
            url = body.get(model.having(role) or "")
            if url:
                images[name] = await self._image(url)
        several = body.get(model.having("reference_images") or "") or []
        images["references"] = [await self._image(url) for url in several]
        asked = {**model.defaults(), **body}
        return from_request(
            model.slug,
            asked,
            frame_size(asked),
            images=images,
            audible="generate_audio" in model.properties,
            draft=self._settings.draft,
        )

    async def _image(self, url: str) -> bytes:
        return await inputs.image(
            url, self.assets, own=self.own, allow_private=self._settings.allow_private
        )


def due(latency: str, usual: float, now: float, rng: random.Random) -> float:
    """Return the earliest moment at which a request may complete.

    Args:
        latency: ``fast``, ``real`` or seconds.
        usual: The model's usual seconds.
        now: Seconds since the epoch.
        rng: Draws real latencies: lognormal, spread of a fifth.
    """
    if latency == "fast":
        return now
    if latency == "real":
        return now + usual * rng.lognormvariate(0, 0.2)
    return now + float(latency)
