"""Bring a completed job's clip home."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import sqlite3
from typing import TYPE_CHECKING

import stamina

from veo_widgets import errors
from veo_widgets.conductor import reconcile
from veo_widgets.media import ClipGone, Facts, Fetched, fetch, probe

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.conductor.context import Tools
    from veo_widgets.core.record import JobRecord
    from veo_widgets.service import Service

ATTEMPTS = 8
PATIENCE_S = 6 * 3600
DISK_FULL = "the disk is full; going on when there is room"
AGAIN_S = 10.0
RESULT_GAIN = 10.0


async def save(tools: Tools, record: JobRecord) -> JobRecord:
    """Download, check, name; then the job is ready.

    The tiers are the result, the history of any age, and the file's own URL.

    Raises:
        RequestExpired: No tier has it any more.
        MediaError: What the host gives is no whole clip, again and again.
    """
    while True:
        try:
            return await _once(tools, record)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            if record.reason != DISK_FULL:
                with contextlib.suppress(sqlite3.OperationalError):
                    record = tools.move(record, "saving", DISK_FULL, reason=DISK_FULL)
            await asyncio.sleep(AGAIN_S)


async def _once(tools: Tools, record: JobRecord) -> JobRecord:
    service = await tools.endpoints.service(record.endpoint)
    part = tools.store.part(record.id)
    if record.output_url is None:
        url, cost = await _find(tools, service, record)
        record = tools.move(
            record,
            "saving",
            "the clip's address is known",
            output_url=url,
            cost=record.cost if record.cost is not None else cost,
        )
    try:
        try:
            fetched, facts = await _download(tools, record, part)
        except ClipGone as gone:
            record = await _elsewhere(tools, service, record, gone)
            fetched, facts = await _download(tools, record, part)
    except ClipGone as error:
        raise errors.RequestExpired(f"no address has the clip: {error}") from None
    except errors.EndpointUnreachable as error:
        raise errors.MediaError(f"the clip's host cannot be reached: {error}") from None
    return finish(tools, record, part, fetched, facts)


async def _elsewhere(
    tools: Tools, service: Service, record: JobRecord, gone: ClipGone
) -> JobRecord:
    """Ask the result and the history for another address of a clip."""
    if record.request_id is None:
        raise gone
    url, _ = await _find(tools, service, record)
    if url == record.output_url:
        raise gone
    return tools.move(record, "saving", f"{gone}; another address", output_url=url)


def _worth_another_try(error: Exception) -> bool:
    again = (errors.MediaError, errors.EndpointUnreachable)
    return isinstance(error, again) and not isinstance(error, ClipGone)


def finish(
    tools: Tools, record: JobRecord, part: Path, fetched: Fetched, facts: Facts
) -> JobRecord:
    """Name a checked download and close the job."""
    tools.store.keep(part, fetched.sha256)
    with contextlib.suppress(errors.MediaError, OSError):
        tools.store.poster(fetched.sha256)
    return tools.move(
        record,
        "ready",
        "the clip is on disk",
        sha256=fetched.sha256,
        reason=None,
        ended=tools.clock(),
        facts=facts.as_dict(),
        error=None,
    )


async def _find(tools: Tools, service: Service, record: JobRecord) -> tuple[str, float | None]:
    request_id = str(record.request_id)
    url: str | None = None
    cost: float | None = None
    async for attempt in stamina.retry_context(
        on=(errors.EndpointUnreachable, errors.ServerError, errors.RateLimited),
        attempts=None,
        timeout=3600,
        wait_initial=0.5,
        wait_max=15,
    ):
        with attempt:
            await tools.pacer(record.endpoint).turn(lambda: RESULT_GAIN)
            try:
                status = await service.result(request_id)
                url, cost = status.url, status.cost
            except errors.RequestExpired:
                url, cost = await reconcile.from_history(service, request_id)
            if url is None:
                raise errors.ServerError("the result names no clip yet", 200)
    assert url is not None  # noqa: S101
    return url, cost


async def _download(tools: Tools, record: JobRecord, part: Path) -> tuple[Fetched, Facts]:
    """Fetch and check; a host out of reach is tried for hours, a bad body eight times."""
    bad = 0
    async for attempt in stamina.retry_context(
        on=_worth_another_try, attempts=None, timeout=PATIENCE_S, wait_initial=0.5, wait_max=20
    ):
        with attempt:
            service = await tools.endpoints.service(record.endpoint)
            url = service.own_address(record.output_url or "")
            try:
                async with tools.downloads:
                    fetched = await fetch(service.download, url, part)
                return fetched, await asyncio.to_thread(probe, part)
            except ClipGone:
                raise
            except errors.MediaError as error:
                bad += 1
                if bad >= ATTEMPTS:
                    raise errors.VeoError(str(error)) from None
                if "does not decode" in str(error) or "cut short" in str(error):
                    part.unlink(missing_ok=True)
                raise
    raise errors.MediaError("the clip did not come")
