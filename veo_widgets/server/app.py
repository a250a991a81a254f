"""The application: its routes, and what they share."""

from __future__ import annotations

import random
import secrets
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from veo_widgets.segmind import protocol
from veo_widgets.server import openapi
from veo_widgets.server.accounts import Accounts
from veo_widgets.server.faults import Chance, Faulty
from veo_widgets.server.files import Files
from veo_widgets.server.http_errors import BAD_KEY, NO_KEY, Refused, broke, limited, refuse
from veo_widgets.server.queue import Queue
from veo_widgets.server.rate_limit import RateLimit
from veo_widgets.server.records import Records
from veo_widgets.server.routes import account, internal, jobs, storage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from concurrent.futures import Executor

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from veo_widgets._lib.sqlite import Database
    from veo_widgets.catalogue import Catalogue
    from veo_widgets.server.attendance import Attendance
    from veo_widgets.server.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "testserver")
PAGE = Path(__file__).parent / "page.html"


class Service:
    """What the routes of one server share.

    Args:
        settings: How the server is set up.
        db: Its database.
        catalogue: The models.
        executor: Runs renders.
        attendance: Who holds the server open.
        clock: Tells the time, in seconds since the epoch.
    """

    def __init__(
        self,
        settings: Settings,
        db: Database,
        catalogue: Catalogue,
        executor: Executor,
        attendance: Attendance,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.catalogue, self.clock = settings, catalogue, clock
        self.attendance = attendance
        self.records = Records(db)
        self.accounts = Accounts(db, settings)
        self.files = Files(settings)
        self.limit = RateLimit(settings.rpm)
        self.chance = Chance(settings.faults, settings.seed)
        seed = settings.seed
        began = None if seed is None else f"{seed}|{self.records.count()}"
        self.random = random.Random(began)  # noqa: S311
        self.token = secrets.token_hex(16)
        self.queue = Queue(
            settings, self.records, self.files, catalogue, executor, self.chance, clock
        )

    def account(self, request: Request, *, counts: bool = False) -> str:
        """Return who calls.

        Args:
            request: The call.
            counts: Whether it counts toward the requests a minute.

        Raises:
            Refused: 401 without a key that is taken, 429 for a call too many.
        """
        key = request.headers.get(protocol.KEY_HEADER, "")
        if not key:
            raise Refused(401, NO_KEY)
        found = self.accounts.of(key)
        if found is None:
            raise Refused(401, BAD_KEY)
        if counts:
            until = self.limit.take(found, self.clock())
            if until is not None:
                raise limited(until)
        return found


def origin(request: Request) -> str:
    """Return the address that the caller reached this server at."""
    host = request.headers.get("host") or ":".join(map(str, request.scope["server"]))
    return f"{request.scope['scheme']}://{host}"


def build(service: Service) -> ASGIApp:
    """Return the ASGI application."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        service.queue.begin()
        yield
        await service.queue.stop()

    async def document(request: Request) -> Response:
        return JSONResponse(openapi.document(service.catalogue, origin(request)))

    async def page(_: Request) -> Response:
        return FileResponse(PAGE, media_type="text/html")

    routes = [
        *jobs.routes(service),
        *account.routes(service),
        *storage.routes(service),
        *internal.routes(service),
        Route("/openapi.json", document, methods=["GET"]),
        Route("/", page, methods=["GET"]),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: refuse, Exception: broke},
    )
    app.router.redirect_slashes = False
    if service.settings.host in LOOPBACK:
        app.add_middleware(
            TrustedHostMiddleware,
            allowed_hosts=[*LOOPBACK, *service.settings.names],
            www_redirect=False,
        )
    if service.chance.calm:
        return app
    return Faulty(app, service.chance, service.clock)
