"""An independent judge: a service of the standard library alone that counts what it takes."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from veo_widgets.conductor import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from veo_widgets.client import Client

Body = dict[str, Any] | list[Any] | str | bytes
Scripted = tuple[int, Body]


@dataclass
class Judge:
    """What was asked of the service, and how it answers.

    Attributes:
        clip: The bytes of every clip.
        cost: What the metrics tell as cost.
        seconds: How long a request takes.
        scripts: What the next calls of a route are answered, before it goes on as usual;
            routes are ``submit``, ``status``, ``result``, ``history`` and ``clip``.
        result: Fields that a completed result has in place of its clip.
        accepted: How often each payload was taken.
        calls: How often each route was called.
    """

    clip: bytes
    cost: Any = 0.4
    seconds: float = 0.1
    scripts: dict[str, deque[Scripted]] = field(default_factory=lambda: defaultdict(deque))
    result: dict[str, Any] | None = None
    accepted: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    requests: dict[str, tuple[float, str, dict[str, Any]]] = field(default_factory=dict)
    origin: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def posts(self) -> int:
        """How many requests were taken, each of which costs money."""
        return sum(self.accepted.values())

    @property
    def twice(self) -> list[str]:
        """The payloads that were paid for more than once."""
        return [payload for payload, count in self.accepted.items() if count > 1]

    def options(self, **more: Any) -> dict[str, Any]:
        """Return what a client is opened with to send here."""
        limits = Limits(poll_s=0.5, again_s=0.1)
        url = f"{self.origin}/v1"
        return {"api_key": "SG_judged", "base_url": url, "limits": limits, **more}

    def take(self, model: str, payload: dict[str, Any]) -> Scripted:
        with self.lock:
            name = f"r{len(self.requests):04d}"
            self.accepted[json.dumps([model, payload], sort_keys=True)] += 1
            self.requests[name] = (time.monotonic(), model, payload)
        where = f"{self.origin}/v2/requests/{name}"
        urls = {"status_url": f"{where}/status", "response_url": where}
        return 200, {"request_id": name, "status": "QUEUED", **urls}

    def status(self, name: str) -> Scripted:
        if name not in self.requests:
            return 404, {"error": f"no request {name}"}
        began = self.requests[name][0]
        if time.monotonic() - began < self.seconds:
            return 200, {"request_id": name, "status": "PROCESSING"}
        clip = {"video": {"url": f"{self.origin}/clips/{name}.mp4"}}
        more = clip if self.result is None else self.result
        body = {"request_id": name, "status": "COMPLETED", "metrics": {"cost": self.cost}}
        return 200, {**body, **more}

    def row(self, name: str) -> Scripted:
        if name not in self.requests:
            return 404, {"error": f"no request {name}"}
        body = self.status(name)[1]
        assert isinstance(body, dict)
        _, model, payload = self.requests[name]
        row: dict[str, Any] = {"request_id": name, "model_name": model}
        row["request_body"] = payload
        url = body.get("video", {}).get("url") if isinstance(body.get("video"), dict) else None
        row |= {"model_status": body["status"], "generation_url": url}
        return 200, {**row, "credits_deduction": self.cost}

    def answer(self, method: str, path: str, payload: dict[str, Any]) -> Scripted:
        """Return how a call is answered, and count it."""
        parts = path.strip("/").split("/")
        route = _route(method, parts)
        self.calls[route] += 1
        if self.scripts[route]:
            return self.scripts[route].popleft()
        match route:
            case "submit":
                return self.take(parts[1], payload)
            case "status":
                return self.status(parts[2])
            case "result":
                return self.status(parts[2])
            case "history":
                if len(parts) > 2:
                    return self.row(parts[2])
                return 200, [self.row(name)[1] for name in [*self.requests][::-1]]
            case "clip":
                return 200, self.clip
        return 200, []


def _route(method: str, parts: list[str]) -> str:
    if method == "POST":
        return "submit"
    if parts[:2] == ["v2", "requests"]:
        return "status" if parts[-1] == "status" else "result"
    return {"clips": "clip", "inference-request": "history"}.get(parts[0], "other")


@contextmanager
def judging(clip: bytes, **settings: Any) -> Iterator[Judge]:
    """Serve until the block ends."""
    judge = Judge(clip, **settings)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            sent = json.loads(self.rfile.read(length) or b"{}") if length else {}
            code, body = judge.answer(self.command, urlsplit(self.path).path, sent)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            kind = "video/mp4" if isinstance(body, bytes) else "application/json"
            span = self.headers.get("range")
            if span and isinstance(body, bytes) and code == 200:
                start = int(span.removeprefix("bytes=").rstrip("-"))
                code, whole, data = 206, len(data), data[start:]
                self.send_response(code)
                self.send_header("content-range", f"bytes {start}-{whole - 1}/{whole}")
            else:
                self.send_response(code)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _handle  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    judge.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield judge
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def at_rest(client: Client, timeout: float = 60) -> None:
    """Wait until every job of a home goes no further by itself."""
    for job in client.jobs(limit=None):
        client.session.blocking(client.session.ended(job.id), timeout)
