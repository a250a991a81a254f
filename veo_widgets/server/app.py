"""The routes of the API, answered from records and renders."""

from __future__ import annotations

import json
import random
import time
import uuid
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from veo_widgets import protocol
from veo_widgets.server import bodies
from veo_widgets.server.faults import Chance, Faulty
from veo_widgets.server.inputs import InputError, decode_data_uri
from veo_widgets.server.records import Request as Stored
from veo_widgets.server.renders import Renders, due

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from concurrent.futures import Executor

    from starlette.requests import Request

    from veo_widgets.catalogue import Catalogue, Model
    from veo_widgets.server.lifetime import Attendance
    from veo_widgets.server.records import Records
    from veo_widgets.server.settings import Settings

MOST_BODY = 64_000_000


class Refused(HTTPException):
    """An answer with an error body."""


class Service:
    """The handlers of one server."""

    def __init__(
        self,
        settings: Settings,
        records: Records,
        catalogue: Catalogue,
        executor: Executor,
        attendance: Attendance,
    ) -> None:
        chance = Chance(settings.faults, settings.fault_seed)
        self._settings, self._records, self._catalogue = settings, records, catalogue
        self._attendance = attendance
        self._random = random.Random(settings.fault_seed)  # noqa: S311
        self.renders = Renders(settings, records, catalogue, executor, chance)
        self.chance = chance

    # --- who asks

    def _account(self, request: Request) -> str:
        key = request.headers.get(protocol.KEY_HEADER, "")
        if not key:
            raise Refused(401, "Missing Authorization or x-api-key in header")
        if self._settings.key and key != self._settings.key:
            raise Refused(401, "Unauthorized. API key is invalid or may have expired.")
        return key

    async def _body(self, request: Request) -> dict[str, Any]:
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise Refused(406, "Invalid content type. Use application/json")
        data = bytearray()
        async for chunk in request.stream():
            data += chunk
            if len(data) > MOST_BODY:
                raise Refused(400, "The body is too large")
        try:
            body = json.loads(data)
        except ValueError:
            raise Refused(400, "The body is no JSON") from None
        if not isinstance(body, dict):
            raise Refused(400, "The body must be a JSON object")
        return body

    # --- submit and run

    async def _accept(self, request: Request, via: str) -> Stored:
        account = self._account(request)
        slug = request.path_params["model"]
        if slug not in self._catalogue:
            raise Refused(404, f"Model {slug} not found")
        model: Model = self._catalogue[slug]
        report = model.check(await self._body(request))
        problems = [p for p in report.problems if p.field in model.properties]
        if problems:
            raise Refused(400, " ".join(p.message for p in problems))
        body, _ = model.with_seed(report.parameters, self._random.randrange)
        cost = round(model.price(body).high, 4)
        balance = self._records.balance(account)
        if balance < cost:
            raise Refused(
                406, f"Insufficient credits: {balance:.2f} left, {cost:.2f} needed"
            )
        now = time.time()
        usual = model.usual_s
        stored = Stored(
            str(uuid.uuid4()), account, slug, body, "QUEUED", now,
            due(self._settings.latency, usual, now, self._random),
            None, None, None, cost, body.get("seed"), None, via,
        )  # fmt: skip
        self._records.add(stored)
        self.renders.enqueue(stored)
        return stored

    async def submit(self, request: Request) -> Response:
        """Take a request into the queue (protocol E1)."""
        stored = await self._accept(request, "v2")
        return JSONResponse(bodies.submitted(self._origin(request), stored.id))

    async def run(self, request: Request) -> Response:
        """Render and answer with the clip itself (protocol E5)."""
        stored = await self._accept(request, "v1")
        await self.renders.finished(stored.id)
        ended = self._records.get(stored.id) or stored
        if ended.clip is None:
            return JSONResponse({"error": ended.error}, 422)
        headers = {
            protocol.COST_HEADER: f"{ended.cost:g}",
            protocol.CREDITS_HEADER: f"{self._records.balance(ended.account):g}",
            protocol.REQUEST_HEADER: ended.id,
            protocol.TIME_HEADER: f"{bodies.seconds(ended.created, ended.finished):.3f}",
            bodies.ENGINE_HEADER: bodies.ENGINE,
        }
        if ended.seed is not None:
            headers[protocol.SEED_HEADER] = str(ended.seed)
        path = self.renders.clips / ended.clip
        return FileResponse(path, headers=headers, media_type="video/mp4")

    # --- status and result

    def _find(self, request: Request) -> Stored:
        account = self._account(request)
        name = request.path_params["request_id"]
        found = self._records.get(name)
        gone = found is None or time.time() - found.created > self._settings.retention
        if found is None or gone or found.account != account:
            raise Refused(404, f"Request {name} not found")
        return found

    async def status(self, request: Request) -> Response:
        """Tell how a request is doing (protocol E2)."""
        stored = self._find(request)
        credits_ = self._records.balance(stored.account)
        body = bodies.status(self._origin(request), stored, credits_)
        return JSONResponse(body, 422 if stored.status == "FAILED" else 200)

    async def result(self, request: Request) -> Response:
        """Return the final body (protocol E3); before the end, the status."""
        stored = self._find(request)
        credits_ = self._records.balance(stored.account)
        body = bodies.result(self._origin(request), stored, credits_)
        return JSONResponse(body, 422 if stored.status == "FAILED" else 200)

    # --- files

    async def clip(self, request: Request) -> Response:
        """Serve a clip with HTTP Range; open to all, as the cloud's CDN is."""
        stored = self._records.get(request.path_params["name"].removesuffix(".mp4"))
        if stored is None or stored.clip is None:
            raise Refused(404, "No such file")
        path = self.renders.clips / stored.clip
        if not path.exists():
            raise Refused(404, "The file has aged out")
        return FileResponse(
            path, media_type="video/mp4", headers={bodies.ENGINE_HEADER: bodies.ENGINE}
        )

    async def upload(self, request: Request) -> Response:
        """Store input images (protocol E7)."""
        self._account(request)
        body = await self._body(request)
        uris = body.get("data_urls")
        if not isinstance(uris, list) or not all(isinstance(u, str) for u in uris):
            raise Refused(400, "data_urls must be a list of data URIs")
        urls = []
        for uri in uris:
            kind = uri[5:].partition(";")[0].partition("/")[2]
            name = f"{uuid.uuid4()}.{kind if kind in {'png', 'webp'} else 'jpeg'}"
            try:
                (self.renders.assets / name).write_bytes(decode_data_uri(uri))
            except InputError as error:
                raise Refused(400, str(error)) from None
            urls.append(f"{self._origin(request)}/assets/{name}")
        return JSONResponse(
            {"file_urls": urls, "message": "Files uploaded successfully"}
        )

    async def asset(self, request: Request) -> Response:
        """Serve an uploaded image."""
        name = request.path_params["name"]
        if name not in {path.name for path in self.renders.assets.iterdir()}:
            raise Refused(404, "No such file")
        return FileResponse(self.renders.assets / name)

    # --- account

    async def credits(self, request: Request) -> Response:
        """Return the balance (protocol E6)."""
        balance = self._records.balance(self._account(request))
        return JSONResponse({"credits": round(balance, 4), "free-credits": 0.0})

    async def models(self, _: Request) -> Response:
        """Return the public model list (protocol E8)."""
        return JSONResponse([bodies.model_row(m) for m in self._catalogue.values()])

    async def history(self, request: Request) -> Response:
        """Return the account's newest requests (protocol E9)."""
        account = self._account(request)
        told = request.query_params.get("per_page", "50")
        limit = min(int(told), 500) if told.isdecimal() else 50
        rows = self._records.history(account, limit)
        origin = self._origin(request)
        return JSONResponse({"data": [bodies.generation(origin, row) for row in rows]})

    async def generation(self, request: Request) -> Response:
        """Return one request of any age (protocol E9)."""
        account = self._account(request)
        stored = self._records.get(request.path_params["request_id"])
        if stored is None or stored.account != account:
            raise Refused(404, "Request not found")
        return JSONResponse(bodies.generation(self._origin(request), stored))

    async def attach(self, request: Request) -> Response:
        """Hold the server open for as long as the caller lives."""
        self._account(request)

        async def hold() -> AsyncIterator[bytes]:
            with self._attendance.one():
                yield b"attached\n"
                await self._attendance.ending.wait()

        return StreamingResponse(hold(), media_type="text/plain")

    async def count(self, request: Request) -> Response:
        """Tell how many requests were ever accepted, for tests and the curious."""
        self._account(request)
        return JSONResponse({"accepted": self._records.count()})

    def _origin(self, request: Request) -> str:
        return f"{request.url.scheme}://{request.url.netloc}"


def build(service: Service) -> Faulty:
    """Return the ASGI application."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        service.renders.resume()
        yield
        await service.renders.stop()

    routes = [
        Route(protocol.STATUS, service.status, methods=["GET"]),
        Route(protocol.RESULT, service.result, methods=["GET"]),
        Route("/v1/requests/{request_id}", service.status, methods=["GET"]),
        Route(protocol.CREDITS, service.credits, methods=["GET"]),
        Route(protocol.SUBMIT, service.submit, methods=["POST"]),
        Route(protocol.RUN, service.run, methods=["POST"]),
        Route(protocol.UPLOAD, service.upload, methods=["POST"]),
        Route(protocol.MODELS, service.models, methods=["GET"]),
        Route("/inference-request/generations", service.history, methods=["GET"]),
        Route(
            "/inference-request/recent-generations", service.history, methods=["GET"]
        ),
        Route(protocol.HISTORY, service.history, methods=["GET"]),
        Route(protocol.GENERATION, service.generation, methods=["GET"]),
        Route("/generations/{name}", service.clip, methods=["GET"]),
        Route("/assets/{name}", service.asset, methods=["GET"]),
        Route("/-/attach", service.attach, methods=["GET"]),
        Route("/-/count", service.count, methods=["GET"]),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _refuse, Exception: _broke},
    )
    return Faulty(app, service.chance)


async def _refuse(_: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    if status == 405:
        return HTMLResponse("<html><h1>405 Method Not Allowed</h1></html>", 405)
    return JSONResponse(
        {"error": getattr(error, "detail", "Internal Server Error")}, status
    )


async def _broke(_: Request, error: Exception) -> Response:
    return JSONResponse(
        {"error": f"Internal Server Error: {type(error).__name__}"}, 500
    )
