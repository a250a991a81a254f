"""What only this server has: who holds it open, how it is doing, its workers' line."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from veo_widgets.catalogue import prompt_of
from veo_widgets.server import responses
from veo_widgets.server.accounts import digest
from veo_widgets.server.http_errors import Refused
from veo_widgets.server.state import origin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from veo_widgets.segmind.protocol import Generation
    from veo_widgets.server.state import ServerState

ROWS = 60
PROGRESS = "/-/progress"


def routes(state: ServerState) -> list[Route]:
    """Return the routes below ``/-/``."""

    async def attach(request: Request) -> Response:
        state.account(request)

        async def hold() -> AsyncIterator[bytes]:
            with state.attendance.present():
                yield b"attached\n"
                await state.attendance.ending.wait()

        return StreamingResponse(hold(), media_type="text/plain")

    async def count(request: Request) -> Response:
        state.account(request)
        return JSONResponse({"accepted": state.records.count()})

    async def progress(request: Request) -> Response:
        token = request.headers.get("x-render-token", "")
        if not secrets.compare_digest(token.encode("utf-8", "replace"), state.token.encode()):
            raise Refused(401, "This line is for the server's own workers")
        name = request.path_params["request_id"]
        stored = state.records.get(name)
        wanted = stored is not None and stored.status == "PROCESSING"
        if wanted:
            state.queue.progress[name] = _share(await request.body())
        return JSONResponse({"cancel": not wanted})

    async def overview(request: Request) -> Response:
        account = state.account(request)
        return JSONResponse(_overview(state, account, origin(request)))

    return [
        Route("/-/attach", attach, methods=["GET"]),
        Route("/-/count", count, methods=["GET"]),
        Route("/-/overview", overview, methods=["GET"]),
        Route(PROGRESS + "/{request_id}", progress, methods=["POST"]),
    ]


def _share(body: bytes) -> float:
    try:
        share = float(json.loads(body)["share"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        share = -1.0
    if not 0 <= share <= 1:
        raise Refused(400, "share is a number from 0 to 1")
    return share


def _overview(state: ServerState, account: str, here: str) -> dict[str, Any]:
    settings = state.settings
    waiting = state.records.waiting()
    guests = {digest(key) for key in settings.keys if key != settings.key}
    rows = state.records.newest(ROWS)
    accounts = state.accounts.all()
    if account in guests:
        rows = [row for row in rows if row.account == account]
        accounts = [row for row in accounts if row[0] == account]
    return {
        "engine": settings.engine,
        "queued": waiting.get("QUEUED", 0),
        "processing": waiting.get("PROCESSING", 0),
        "most": settings.queue,
        "workers": settings.workers,
        "rendering": len(state.queue.progress),
        "where": settings.scheduler or "this machine",
        "accepted": state.records.count(),
        "accounts": [(name[:6], left) for name, left in accounts],
        "bytes": state.files.size(),
        "most_bytes": settings.clip_gigabytes * 1e9,
        "latency": settings.latency,
        "retention": settings.retention,
        "rpm": settings.rpm,
        "faults": len(settings.faults),
        "choices": asdict(settings.options),
        "requests": [
            {
                **_without_body(responses.generation(here, row)),
                "prompt": prompt_of(row.body)[:500],
                "status": row.status,
                "progress": state.queue.progress.get(row.id),
                "seconds": responses.seconds(row.created, row.finished),
            }
            for row in rows
        ],
    }


def _without_body(row: Generation) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "request_body"}
