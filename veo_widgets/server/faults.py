"""What goes wrong on purpose, so that recovery can be shown."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from starlette.responses import HTMLResponse, JSONResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Kind = Literal[
    "429", "500", "502", "503", "504", "html", "slow", "reset before", "reset after",
    "truncate", "block", "fail",
]  # fmt: skip
Where = Literal["submit", "status", "result", "clip", "upload", "any"]
TEXTS: Final = {
    "429": "rate_limit_exceeded",
    "500": "Internal Server Error",
    "503": "Service temporarily unavailable",
}
BLOCK_TEXT: Final = (
    "Veo could not generate 1 videos based on the prompt provided. You will not be "
    "charged for this request. Try rephrasing the prompt. Support codes: 42237218"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule.

    Attributes:
        kind: What happens. ``block`` and ``fail`` end the render as FAILED; the
            others meet a request for ``where``.
        where: Which requests.
        rate: Chance for each request, 0 to 1.
        model: Only this model's submits and renders.
        prompt: Only prompts that contain this text.
        first: Only the first so many requests that fit; 0 for all.
        seconds: How long ``slow`` takes, or until a 429's limit ends.
    """

    kind: Kind
    where: Where = "any"
    rate: float = 1.0
    model: str = ""
    prompt: str = ""
    first: int = 0
    seconds: float = 1.0


def read_faults(rows: Iterable[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """Build rules from JSON.

    Raises:
        ValueError: A rule has an unknown name or kind.
    """
    found = []
    for row in rows:
        try:
            fault = Fault(**row)
        except TypeError as error:
            raise ValueError(f"a fault cannot be {dict(row)}: {error}") from None
        if fault.kind not in get_args(Kind) or fault.where not in get_args(Where):
            raise ValueError(
                f"a fault's kind is one of {', '.join(get_args(Kind))} and its "
                f"'where' one of {', '.join(get_args(Where))}; got {dict(row)}"
            )
        found.append(fault)
    return tuple(found)


class Chance:
    """Decides which fault meets which request; the same seed decides the same."""

    def __init__(self, faults: Iterable[Fault], seed: int) -> None:
        self._faults = tuple(faults)
        self._random = random.Random(seed)  # noqa: S311
        self._met: dict[int, int] = {}

    def render(self, model: str, prompt: str) -> str | None:
        """Return the error that a render must end with, if any."""
        for number, fault in enumerate(self._faults):
            fits = fault.model in {"", model} and fault.prompt in prompt
            if fault.kind in {"block", "fail"} and fits and self._hit(number, fault):
                return BLOCK_TEXT if fault.kind == "block" else "Inference failed"
        return None

    def request(self, where: str, model: str) -> Fault | None:
        """Return the fault that meets a request, if any."""
        for number, fault in enumerate(self._faults):
            fits = fault.where in {"any", where} and fault.model in {"", model}
            if (
                fault.kind not in {"block", "fail"}
                and fits
                and self._hit(number, fault)
            ):
                return fault
        return None

    def _hit(self, number: int, fault: Fault) -> bool:
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
    if method == "POST" and parts[0] in {"v1", "v2"} and len(parts) == 2:
        return "submit", parts[1]
    return None, ""


class Faulty:
    """ASGI middleware that lets faults happen on the wire."""

    def __init__(self, app: ASGIApp, chance: Chance) -> None:
        self._app, self._chance = app, chance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or fail as the rules say."""
        fault = None
        if scope["type"] == "http":
            place, model = where(scope["method"], scope["path"])
            fault = self._chance.request(place, model) if place else None
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
            await _answer(fault)(scope, receive, send)


def _answer(fault: Fault) -> JSONResponse | HTMLResponse:
    if fault.kind == "html":
        return HTMLResponse("<html><body><h1>It works!</h1></body></html>")
    if fault.kind in {"502", "504"}:
        return HTMLResponse("<html><h1>Bad Gateway</h1></html>", int(fault.kind))
    headers = {}
    if fault.kind == "429":
        headers = {"retry-after": f"{fault.seconds:g}"}
    return JSONResponse({"error": TEXTS[fault.kind]}, int(fault.kind), headers)


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
            await self._send(
                {**message, "body": body[: len(body) // 2], "more_body": True}
            )
            _abort(self._send)
        else:
            await self._send(message)


def _abort(send: Send) -> None:
    """Cut the connection under a response; uvicorn's cycle owns the transport."""
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is not None:
        transport.abort()
