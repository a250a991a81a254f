"""What goes wrong on purpose, so that recovery can be shown."""

from __future__ import annotations

import asyncio
import json
import random
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, JSONResponse

from veo_widgets.catalogue import prompt_of
from veo_widgets.segmind.protocol import RESET_HEADER, utc
from veo_widgets.server.fault_rules import OF_RENDERS, Fault, Where
from veo_widgets.server.http_errors import BAD_KEY, LIMITED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TEXTS: Final = {
    "400": "Bad Request",
    "401": BAD_KEY,
    "403": "Insufficient permissions",
    "404": "Not found",
    "406": "Insufficient credits: 0.00 left, 0.40 needed",
    "410": "This model has been retired",
    "429": LIMITED,
    "500": "Internal Server Error",
    "503": "Service temporarily unavailable",
}


class FaultPlan:
    """Decides which fault meets which request; the same seed decides the same."""

    def __init__(self, faults: Iterable[Fault], seed: int | None) -> None:
        self._faults = tuple(faults)
        self._random = random.Random(seed)  # noqa: S311
        self._seen: dict[int, int] = {}
        self._met: dict[int, int] = {}

    @property
    def reads(self) -> bool:
        """Whether a fault on the wire depends on what a submit says."""
        return any(fault.prompt for fault in self._faults if fault.kind not in OF_RENDERS)

    @property
    def calm(self) -> bool:
        """Whether nothing can go wrong on the wire."""
        return all(fault.kind in OF_RENDERS for fault in self._faults)

    def render(self, model: str, prompt: str) -> Fault | None:
        """Return the fault that a render ends with, if any."""
        for number, fault in enumerate(self._faults):
            fits = fault.model in {"", model} and fault.prompt in prompt
            if fault.kind in OF_RENDERS and fits and self._hit(number, fault):
                return fault
        return None

    def request(self, where: str, model: str, prompt: str = "") -> Fault | None:
        """Return the fault that meets a request, if any; only submits have a model and a prompt."""
        for number, fault in enumerate(self._faults):
            fits = fault.where in {"any", where} and fault.model in {"", model}
            fits = fits and fault.prompt in prompt
            wire = fault.kind not in OF_RENDERS
            if wire and fits and self._hit(number, fault):
                return fault
        return None

    def _hit(self, number: int, fault: Fault) -> bool:
        self._seen[number] = self._seen.get(number, 0) + 1
        if fault.nth and self._seen[number] != fault.nth:
            return False
        if fault.first and self._met.get(number, 0) >= fault.first:
            return False
        hit = self._random.random() < fault.rate
        self._met[number] = self._met.get(number, 0) + hit
        return hit


def where(method: str, path: str) -> tuple[Where | None, str]:
    """Name what a request is for, and the model of a submit."""
    parts = path.strip("/").split("/")
    if path.startswith("/generations/"):
        return "clip", ""
    if path == "/upload-asset":
        return "upload", ""
    if path.startswith("/v2/requests/"):
        return ("status" if parts[-1] == "status" else "result"), ""
    if path.startswith("/v1/requests/"):
        return "status", ""
    if method == "POST" and parts[0] in {"v1", "v2"} and len(parts) == 2:
        return "submit", parts[1]
    return None, ""


class FaultMiddleware:
    """ASGI middleware that lets faults happen on the wire."""

    def __init__(self, app: ASGIApp, plan: FaultPlan, clock: Callable[[], float]) -> None:
        self._app, self._plan, self._clock = app, plan, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or fail as the rules say."""
        fault = None
        if scope["type"] == "http":
            place, model = where(scope["method"], scope["path"])
            prompt = ""
            if place == "submit" and self._plan.reads:
                prompt, receive = await _read(receive)
            fault = self._plan.request(place, model, prompt) if place else None
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, send)
        elif fault.kind == "reset before":
            _abort(send)
        elif fault.kind == "reset after":
            await self._app(scope, receive, _nowhere)
            _abort(send)
        elif fault.kind == "truncate":
            await self._app(scope, receive, _Truncated(send))
        else:
            await _answer(fault, self._clock())(scope, receive, send)


async def _read(receive: Receive) -> tuple[str, Receive]:
    """Return the prompt of a submit, and what gives its messages once more."""
    messages: list[Message] = []
    while not messages or messages[-1].get("more_body"):
        messages.append(await receive())
    kept = iter(messages)

    async def again() -> Message:
        message = next(kept, None)
        return await receive() if message is None else message

    try:
        body = json.loads(b"".join(message.get("body", b"") for message in messages))
    except ValueError:
        body = None
    return prompt_of(body) if isinstance(body, dict) else "", again


def _answer(fault: Fault, now: float) -> JSONResponse | HTMLResponse:
    if fault.kind == "html":
        return HTMLResponse("<html><body><h1>It works!</h1></body></html>")
    if fault.kind in {"502", "504"}:
        title = "Bad Gateway" if fault.kind == "502" else "Gateway Time-out"
        return HTMLResponse(f"<html><h1>{title}</h1></html>", int(fault.kind))
    headers = {}
    if fault.kind == "429":
        headers = {RESET_HEADER: utc(now + fault.seconds)}
    text = fault.text or TEXTS[fault.kind]
    return JSONResponse({"error": text}, int(fault.kind), headers)


async def _nowhere(message: Message) -> None:
    del message


class _Truncated:
    """Passes half of the first body on, then cuts the line."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._cut = False

    async def __call__(self, message: Message) -> None:
        if self._cut:
            return
        body = message.get("body", b"")
        if message["type"] == "http.response.body" and body:
            self._cut = True
            await self._send({**message, "body": body[: len(body) // 2], "more_body": True})
            _abort(self._send)
        else:
            await self._send(message)


def _abort(send: Send) -> None:
    """Cut the connection under a response; uvicorn's cycle owns the transport."""
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is not None:
        transport.abort()
