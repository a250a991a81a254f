"""What goes wrong on purpose, so that recovery can be shown."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from starlette.responses import HTMLResponse, JSONResponse

from veo_widgets.segmind.protocol import RESET_HEADER
from veo_widgets.server.http_errors import BAD_KEY, LIMITED
from veo_widgets.server.responses import utc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Kind = Literal[
    "400",
    "401",
    "403",
    "404",
    "406",
    "410",
    "429",
    "500",
    "502",
    "503",
    "504",
    "html",
    "slow",
    "reset before",
    "reset after",
    "truncate",
    "block",
    "fail",
    "stuck",
]
Where = Literal["submit", "status", "result", "clip", "upload", "any"]
About = Literal["video", "prompt", "audio", "image"]
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
BLOCKS: Final[dict[str, str]] = {
    "video": "Veo could not generate 1 videos based on the prompt provided. You will not "
    "be charged for this request. Try rephrasing the prompt. Support codes: 42237218",
    "prompt": "The prompt could not be submitted. This prompt contains sensitive words "
    "that violate Google's Responsible AI practices. Try rephrasing the prompt. "
    "Support codes: 58061214",
    "audio": "We encountered an issue with the audio for your prompt, which means we "
    "could not create your video. You will not be charged for this request.",
    "image": "Veo could not generate videos because the input image violates Vertex "
    "AI's usage guidelines. Support codes: 15236754",
}
NUMBER: Final = (int, float)
FIELDS: Final[dict[str, type | tuple[type, ...]]] = {
    "rate": NUMBER,
    "seconds": NUMBER,
    "first": int,
    "nth": int,
    "model": str,
    "prompt": str,
    "text": str,
}
OF_RENDERS: Final = frozenset({"block", "fail", "stuck"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule.

    Attributes:
        kind: What happens. ``block`` and ``fail`` end the render as FAILED and
            ``stuck`` leaves it in PROCESSING; the others meet a request for
            ``where``.
        where: Which requests.
        rate: Chance for each request, 0 to 1.
        model: Only this model's submits and renders.
        prompt: Only renders of prompts that contain this text.
        first: Only the first so many requests that fit; 0 for all.
        nth: Only the n-th request that fits, counted from 1; 0 for all.
        seconds: How long ``slow`` takes, or until a 429's limit ends.
        about: Which of Google's texts ``block`` tells.
        text: The error's text, instead of the usual one.
    """

    kind: Kind
    where: Where = "any"
    rate: float = 1.0
    model: str = ""
    prompt: str = ""
    first: int = 0
    nth: int = 0
    seconds: float = 1.0
    about: About = "video"
    text: str = ""


def read_faults(rows: Iterable[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """Build rules from JSON.

    Raises:
        ValueError: A rule has an unknown name or kind.
    """
    found = []
    if not isinstance(rows, (list, tuple)):
        raise ValueError(f"faults are a list of objects, not {rows!r}")
    for row in rows:
        if not isinstance(row, Mapping):
            raise ValueError(f"a fault is an object, not {row!r}")
        try:
            fault = Fault(**row)
        except TypeError as error:
            raise ValueError(f"a fault cannot be {dict(row)}: {error}") from None
        for name, kinds in FIELDS.items():
            value = getattr(fault, name)
            if not isinstance(value, kinds) or isinstance(value, bool):
                raise ValueError(f"a fault's {name} cannot be {value!r}; got {dict(row)}")
        for name, known in (("kind", Kind), ("where", Where), ("about", About)):
            if getattr(fault, name) not in get_args(known):
                raise ValueError(
                    f"a fault's {name} is one of {', '.join(get_args(known))}; got {dict(row)}"
                )
        if not 0 <= fault.rate <= 1:
            raise ValueError(f"a fault's rate is from 0 to 1; got {dict(row)}")
        found.append(fault)
    return tuple(found)


class Chance:
    """Decides which fault meets which request; the same seed decides the same."""

    def __init__(self, faults: Iterable[Fault], seed: int | None) -> None:
        self._faults = tuple(faults)
        self._random = random.Random(seed)  # noqa: S311
        self._seen: dict[int, int] = {}
        self._met: dict[int, int] = {}

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

    def request(self, where: str, model: str) -> Fault | None:
        """Return the fault that meets a request, if any."""
        for number, fault in enumerate(self._faults):
            fits = fault.where in {"any", where} and fault.model in {"", model}
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


def words(fault: Fault) -> str:
    """Return the error that a fault of a render tells."""
    usual = BLOCKS[fault.about] if fault.kind == "block" else "Inference failed"
    return fault.text or usual


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


class Faulty:
    """ASGI middleware that lets faults happen on the wire."""

    def __init__(self, app: ASGIApp, chance: Chance, clock: Callable[[], float]) -> None:
        self._app, self._chance, self._clock = app, chance, clock

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
            await _answer(fault, self._clock())(scope, receive, send)


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
