"""The application: its routes, and what stands before them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from veo_widgets.server import openapi
from veo_widgets.server.faults import FaultMiddleware
from veo_widgets.server.http_errors import broke, refuse
from veo_widgets.server.routes import account, clean, internal, jobs, storage
from veo_widgets.server.state import origin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from veo_widgets.server.state import ServerState

LOOPBACK = ("127.0.0.1", "localhost", "testserver")
PAGE = Path(__file__).parent / "page.html"


def build(state: ServerState) -> ASGIApp:
    """Return the ASGI application."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        state.queue.begin()
        yield
        await state.queue.stop()

    async def document(request: Request) -> Response:
        return JSONResponse(openapi.document(state.models, origin(request)))

    async def page(_: Request) -> Response:
        return FileResponse(PAGE, media_type="text/html")

    routes = [
        *jobs.routes(state),
        *account.routes(state),
        *storage.routes(state),
        *internal.routes(state),
        *clean.routes(state),
        Route("/openapi.json", document, methods=["GET"]),
        Route("/", page, methods=["GET"]),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: refuse, Exception: broke},
    )
    app.router.redirect_slashes = False
    if state.settings.host in LOOPBACK:
        app.add_middleware(
            TrustedHostMiddleware,
            allowed_hosts=[*LOOPBACK, *state.settings.names],
            www_redirect=False,
        )
    if state.plan.calm:
        return app
    return FaultMiddleware(app, state.plan, state.clock)
