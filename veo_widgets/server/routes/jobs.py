"""Submit, run, status and result (protocol E1 to E5)."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, TypeGuard

from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from veo_widgets.catalogue.media import held
from veo_widgets.core.polling import USUAL_S
from veo_widgets.segmind import protocol
from veo_widgets.server import images, inputs, responses, validation
from veo_widgets.server.http_errors import Refused
from veo_widgets.server.images import InputError
from veo_widgets.server.queue import due
from veo_widgets.server.records import StoredRequest
from veo_widgets.server.state import origin

if TYPE_CHECKING:
    from typing import Any

    from starlette.requests import Request

    from veo_widgets.catalogue import Model
    from veo_widgets.server.state import ServerState


def routes(state: ServerState) -> list[Route]:
    """Return the routes of jobs; polls come first, for they are the most."""
    options = state.settings.options

    async def status(request: Request) -> Response:
        stored = _find(state, request)
        balance = state.accounts.balance(stored.account) if stored.finished else 0.0
        body = responses.status(origin(request), stored, balance, options)
        return JSONResponse(body, 422 if stored.status == "FAILED" else 200)

    async def result(request: Request) -> Response:
        stored = _find(state, request)
        if stored.finished is None and options.early_result == "404":
            raise Refused(404, f"Request {stored.id} has no result yet")
        balance = state.accounts.balance(stored.account) if stored.finished else 0.0
        body = responses.result(origin(request), stored, balance, options)
        return JSONResponse(body, 422 if stored.status == "FAILED" else 200)

    async def submit(request: Request) -> Response:
        stored = await _accept(state, request, "v2")
        return JSONResponse(responses.submitted(origin(request), stored.id))

    async def run(request: Request) -> Response:
        stored = await _accept(state, request, "v1")
        limit = state.settings.v1_limit or None
        try:
            async with asyncio.timeout(limit):
                await _ended_or_stopped(state, stored)
        except TimeoutError:
            raise Refused(504, "Internal Polling Error") from None
        ended = state.records.get(stored.id) or stored
        if ended.status != "COMPLETED":
            raise Refused(int(options.v1_error), ended.error or "Inference failed")
        path = state.files.clip(ended.clip)
        if path is None:
            raise Refused(404, "The clip has aged out")
        balance = state.accounts.balance(ended.account)
        headers = responses.headers(ended, balance, state.settings.engine)
        return FileResponse(path, headers=headers, media_type="video/mp4")

    return [
        Route(protocol.STATUS, status, methods=["GET"]),
        Route(protocol.RESULT, result, methods=["GET"]),
        Route("/v1/requests/{request_id}", status, methods=["GET"]),
        Route(protocol.SUBMIT, submit, methods=["POST"]),
        Route(protocol.RUN, run, methods=["POST"]),
    ]


async def _ended_or_stopped(state: ServerState, stored: StoredRequest) -> None:
    """Wait for the end of a synchronous call.

    A server that stops fails it, so that a client which asks again pays once.

    Raises:
        Refused: 503, the server stops.
    """
    ending = asyncio.create_task(state.attendance.ending.wait())
    finished = asyncio.create_task(state.queue.finished(stored.id))
    try:
        await asyncio.wait((ending, finished), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (ending, finished):
            task.cancel()
    current = state.records.get(stored.id)
    if current is not None and current.finished is None:
        state.queue.drop(current, "the server was stopped")
        raise Refused(503, "The server is stopping")


def _find(state: ServerState, request: Request) -> StoredRequest:
    options = state.settings.options
    account = state.account(request, counts=options.count_polls == "yes")
    name = request.path_params["request_id"]
    stored = state.records.get(name)
    age = state.clock() - stored.created if stored else 0.0
    if stored is None or age > state.settings.retention:
        raise Refused(404, f"Request {name} not found")
    if stored.account != account:
        if options.other_account == "403":
            raise Refused(403, f"Request {name} belongs to another account")
        raise Refused(404, f"Request {name} not found")
    return stored


async def _accept(state: ServerState, request: Request, via: str) -> StoredRequest:
    """Take a request into the queue.

    Raises:
        Refused: With the first of the service's reasons that applies.
    """
    account = state.account(request, counts=True)
    model = _model(state, request.path_params["model"])
    body = await validation.parameters(request)
    refusal, values = validation.refusal(model, body, state.settings.options)
    if refusal:
        raise refusal
    body |= await _kept_files(state, request, model, values)
    cost = model.price(values).high
    balance = state.accounts.balance(account)
    if cost is not None and balance < cost:
        raise Refused(406, f"Insufficient credits: {balance:.2f} left, {cost:.2f} needed")
    if state.queue.size >= state.settings.queue:
        raise Refused(503, "The queue is full")
    seeded, _ = model.with_seed(values, state.random.randrange)
    seed = model.having("seed")
    now = state.clock()
    stored = StoredRequest(
        id=str(uuid.UUID(int=state.random.getrandbits(128), version=4)),
        account=account,
        model=model.slug,
        body=body,
        status="QUEUED",
        created=now,
        due=due(state.settings.latency, model.usual_s or USUAL_S, now, state.random),
        started=None,
        finished=None,
        error=None,
        cost=cost,
        seed=seeded.get(seed) if seed else None,
        clip=None,
        via=via,
    )
    state.records.add(stored)
    state.queue.added()
    return stored


def _model(state: ServerState, slug: str) -> Model:
    if slug in state.settings.retired:
        raise Refused(410, f"Model {slug} has been retired")
    if slug in state.settings.forbidden:
        raise Refused(403, f"You do not have permission to use the model {slug}")
    if slug not in state.models:
        raise Refused(404, f"Model {slug} not found")
    return state.catalogue[slug]


async def _kept_files(
    state: ServerState, request: Request, model: Model, values: dict[str, Any]
) -> dict[str, Any]:
    """Store the files that came along, and return the parameters that held any with their URLs.

    So a request stays small wherever it is shown. Files that lie elsewhere come
    later, when a worker fetches them.

    Raises:
        Refused: One is broken, or too large, or data URIs are not taken.
    """
    urls: dict[str, str] = {}
    for slot in held(model.properties, values):
        if not _is_data(slot.value):
            continue
        if state.settings.options.data_uris == "refuse":
            raise Refused(400, f"{slot.path} must be a URL")
        try:
            data = images.decode_data_uri(slot.value)
            kind = await inputs.checked(data, slot.path)
        except InputError as error:
            raise Refused(400, f"{slot.path}: {error}") from None
        kept = state.files.keep_asset(data, kind)
        urls[slot.value] = f"{origin(request)}{images.ASSETS}{kept}"
    if not urls:
        return {}
    changed = model.with_media(
        values, lambda value, _: urls.get(value, value) if _is_data(value) else value
    )
    return {name: value for name, value in changed.items() if value != values[name]}


def _is_data(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith("data:")
