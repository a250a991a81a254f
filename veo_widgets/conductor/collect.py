"""Bring a completed job's clip home."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from veo_widgets import errors
from veo_widgets._lib.files import FULL
from veo_widgets.conductor import reconcile
from veo_widgets.conductor.submit import taken
from veo_widgets.conductor.tries import NoClip, Tries
from veo_widgets.core.decisions import limit_s
from veo_widgets.media import (
    ClipBroken,
    ClipGone,
    Fetched,
    VideoInfo,
    fetch,
    is_video,
    probe,
    save_stream,
    unread,
)

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.conductor.context import Context
    from veo_widgets.core.record import Hold, JobRecord
    from veo_widgets.service import RunResult, Service, Status

AGAIN_S: Final = 10.0
RESULT_PRIORITY: Final = 10.0
SILENT: Final = (
    errors.EndpointUnreachable,
    errors.ServerError,
    errors.RequestExpired,
    errors.AuthenticationError,
    errors.InvalidRequest,
)


async def collect(context: Context, record: JobRecord) -> JobRecord:
    """Download, check, name; then the job is ready.

    The tiers are the result, the history of any age, and the file's own URL. A host
    that does not answer is waited for; it says nothing about the clip.

    Raises:
        RequestExpired: Every tier said for long that it has the clip no more.
        MediaError: What the host gives is no whole clip, again and again, or the
            service completed the job without a clip.
        ContentBlocked: A filter took the clip.
    """
    tries = Tries(context)
    while True:
        try:
            record = await _addressed(context, record)
            return await _fetched(context, record, tries)
        except OSError as error:
            record = await _unstored(context, record, error)
            await asyncio.sleep(AGAIN_S)
        except NoClip as error:
            tries.judge(error)
            await asyncio.sleep(tries.pause())
        except errors.RateLimited as error:
            context.pacer(record.endpoint).hold(limit_s(error.reset_at, context.clock()))
        except ClipBroken as error:
            tries.judge(error)
            await asyncio.sleep(tries.pause())
        except ClipGone as error:
            tries.judge(error)
            await asyncio.sleep(tries.pause())
            record = await _elsewhere(context, record)
        except SILENT as error:
            tries.judge(error)
            if tries.count > 1:
                record = await _held(context, record, "unreachable", f"{error}; still asking")
            await asyncio.sleep(tries.pause())


async def _unstored(context: Context, record: JobRecord, error: OSError) -> JobRecord:
    """Say why a clip cannot be written; a person may mend it while the job waits."""
    if error.errno in FULL:
        note = "the disk is full; going on when there is room"
        return await _held(context, record, "disk full", note)
    why = f"{error.strerror or error}: {error.filename or context.store.home.clips}"
    return await _held(context, record, "fault", f"the clip cannot be stored ({why}); trying again")


async def _held(context: Context, record: JobRecord, hold: Hold, note: str) -> JobRecord:
    if record.hold == hold:
        return record
    try:
        return await context.move(record, "saving", note, hold=hold, note=note)
    except sqlite3.OperationalError:
        return record


async def _addressed(context: Context, record: JobRecord) -> JobRecord:
    if record.output_url is not None:
        return record
    status = await _find(context, record)
    if status.url is None:
        if status.state == "completed":
            raise NoClip(status.note)
        raise errors.ServerError("the result names no clip yet", 200)
    return await context.move(
        record,
        "saving",
        "the clip's address is known",
        output_url=status.url,
        cost=record.cost if record.cost is not None else status.cost,
    )


async def _fetched(context: Context, record: JobRecord, tries: Tries) -> JobRecord:
    part = await context.in_thread(context.store.part, record.id)
    service = await context.endpoints.service(record.endpoint)
    async with context.downloads:
        fetched = await fetch(service.download, service.own_address(record.output_url or ""), part)
    try:
        info = await context.in_thread(probe, part)
    except ClipBroken as error:
        if tries.same_again(fetched.sha256) and await context.in_thread(is_video, part):
            why = str(error).removeprefix(f"{part} ")
            note = f"this machine cannot show the clip: it {why}"
            return await finish(context, record, part, fetched, unread(fetched.size), note)
        part.unlink(missing_ok=True)
        raise
    return await finish(context, record, part, fetched, info)


async def _elsewhere(context: Context, record: JobRecord) -> JobRecord:
    """Ask the result and the history for another address of a clip."""
    if record.request_id is None:
        return record
    try:
        url = (await _find(context, record)).url
    except errors.InferenceFailed:
        raise
    except errors.VeoError:
        return record
    if url is None or url == record.output_url:
        return record
    return await context.move(record, "saving", "another address has it", output_url=url)


async def _find(context: Context, record: JobRecord) -> Status:
    """Return where the clip lies, by the result or, when that is gone, the history."""
    request_id = str(record.request_id)
    await context.pacer(record.endpoint).acquire(lambda: RESULT_PRIORITY)
    service = await context.endpoints.service(record.endpoint)
    try:
        status = await service.result(request_id)
    except errors.RequestExpired:
        return await reconcile.from_history(service, request_id)
    if status.error is not None:
        raise status.error
    return status


async def finish(
    context: Context,
    record: JobRecord,
    part: Path,
    fetched: Fetched,
    info: VideoInfo,
    note: str | None = None,
) -> JobRecord:
    """Name a checked download and close the job."""
    await context.in_thread(_keep, context, part, fetched.sha256)
    return await context.move(
        record,
        "ready",
        note or "the clip is on disk",
        sha256=fetched.sha256,
        hold=None,
        note=note,
        ended=context.clock(),
        facts=info.as_dict(),
        error=None,
        **({"output_url": None} if (record.output_url or "").startswith("data:") else {}),
    )


def _keep(context: Context, part: Path, sha256: str) -> None:
    context.store.keep(part, sha256)
    with contextlib.suppress(errors.MediaError, OSError):
        context.store.poster(sha256)


# --- in one call


async def run(
    context: Context, service: Service, record: JobRecord, payload: dict[str, Any]
) -> JobRecord:
    """Send through v1 and take the clip from the answer itself.

    Raises:
        SubmissionUnknown: The service took the request, and its answer names neither
            the clip nor the request: the history may.
    """
    async with service.run(record.model, payload) as result:
        status = result.status
        if status is not None and status.error is not None:
            raise status.error
        url = status.url if status is not None else None
        if result.request_id is None and url is None and result.chunks is None:
            raise errors.SubmissionUnknown("the service answered without a clip or an id")
        if result.chunks is not None and result.request_id is None:
            return await _take_unnamed(context, record, result)
        record = await taken(
            context,
            record,
            "saving",
            "the service answered",
            result.request_id,
            cost=result.cost,
            completed=context.clock(),
            output_url=url,
        )
        if result.chunks is None:
            return record
        try:
            return await _take(context, record, result)
        except (errors.MediaError, errors.EndpointUnreachable):
            return record


async def _take(context: Context, record: JobRecord, result: RunResult) -> JobRecord:
    assert result.chunks is not None  # noqa: S101
    part = context.store.part(record.id)
    try:
        fetched = await save_stream(result.chunks, part)
        info = await context.in_thread(probe, part)
    except errors.VeoError:
        part.unlink(missing_ok=True)
        raise
    return await finish(context, record, part, fetched, info)


async def _take_unnamed(context: Context, record: JobRecord, result: RunResult) -> JobRecord:
    """Take a clip whose answer names no request: cut short, only the history has it."""
    part = context.store.part(record.id)
    assert result.chunks is not None  # noqa: S101
    try:
        fetched = await save_stream(result.chunks, part)
        info = await context.in_thread(probe, part)
    except errors.VeoError as error:
        part.unlink(missing_ok=True)
        raise errors.SubmissionUnknown(f"the clip broke off: {error}") from None
    record = await taken(
        context,
        record,
        "saving",
        "the service answered",
        None,
        cost=result.cost,
        completed=context.clock(),
    )
    return await finish(context, record, part, fetched, info)
