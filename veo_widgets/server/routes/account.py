"""Balance, model list and history (protocol E6, E8, E9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from veo_widgets.segmind import protocol
from veo_widgets.server import history, responses
from veo_widgets.server.http_errors import Refused
from veo_widgets.server.state import origin

if TYPE_CHECKING:
    from starlette.requests import Request

    from veo_widgets.server.state import ServerState

OUTPUTS = "/inference-request/generations"
RECENT = "/inference-request/recent-generations"


def routes(state: ServerState) -> list[Route]:
    """Return the routes of an account."""
    wrap = state.settings.options.history

    async def balance(request: Request) -> Response:
        left = state.accounts.balance(state.account(request))
        return JSONResponse({"credits": round(left, 4), "free-credits": 0.0})

    async def models(_: Request) -> Response:
        return JSONResponse([responses.model_row(model) for model in state.models.values()])

    async def requests(request: Request) -> Response:
        account = state.account(request)
        query, now = request.query_params, state.clock()
        listed, facts = history.requests(state.records, account, query, now)
        rows = [responses.generation(origin(request), row) for row in listed]
        return JSONResponse(history.wrapped(wrap, rows, facts))

    async def outputs(request: Request) -> Response:
        account = state.account(request)
        listed, facts = history.outputs(state.records, account, request.query_params)
        rows = [responses.output_row(origin(request), row) for row in listed]
        return JSONResponse(history.wrapped(wrap, rows, facts))

    async def recent(request: Request) -> Response:
        if not request.query_params.get("model_name"):
            state.account(request)
            raise Refused(400, "model_name is required")
        return await outputs(request)

    async def detail(request: Request) -> Response:
        account = state.account(request)
        stored = state.records.get(request.path_params["request_id"])
        if stored is None or stored.account != account:
            raise Refused(404, "Request not found")
        return JSONResponse(responses.generation(origin(request), stored))

    return [
        Route(protocol.CREDITS, balance, methods=["GET"]),
        Route(protocol.MODELS, models, methods=["GET"]),
        Route(OUTPUTS, outputs, methods=["GET"]),
        Route(RECENT, recent, methods=["GET"]),
        Route(protocol.HISTORY, requests, methods=["GET"]),
        Route(protocol.GENERATION, detail, methods=["GET"]),
    ]
