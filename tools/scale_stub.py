"""A service of many jobs that costs next to nothing itself, for the scale benchmark.

It answers the queue's routes after a round trip, with jobs that take as long as Veo's,
and keeps when each job was complete and how often it was asked about.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

END = b"\r\n\r\n"


class Service:
    """The jobs, and what goes wrong on purpose."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.rng = random.Random(options.seed)
        self.jobs: dict[str, dict[str, Any]] = {}
        self.clip = Path(options.clip).read_bytes()
        self.taken: list[float] = []
        self.limited = 0
        self.asked = 0
        self.url = ""

    def duration(self) -> float:
        spread = math.sqrt(math.log(1 + self.options.cv**2))
        return float(self.options.median * self.rng.lognormvariate(0, spread))

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any] | bytes]:
        """Return code and body; a negative code is a reset."""
        if path == "/-/times":
            return 200, {
                "jobs": {name: job["ends"] for name, job in self.jobs.items()},
                "polls": sum(job["polls"] for job in self.jobs.values()),
                "limited": self.limited,
                "accepted": len(self.jobs),
                "asked": self.asked,
            }
        if path.startswith("/file/"):
            return 200, self.clip
        self.asked += 1
        now = time.time()
        if self.options.rpm:
            self.taken = [at for at in self.taken if at > now - 60]
            if len(self.taken) >= self.options.rpm:
                self.limited += 1
                return 429, {"error": "rate_limit_exceeded", "reset": self.taken[0] + 60}
            self.taken.append(now)
        chance = self.rng.random()
        rate = self.options.faults
        if chance < rate:
            self.limited += 1
            return 429, {"error": "rate_limit_exceeded", "reset": now + 1}
        if chance < 2 * rate:
            return 502, b"<html><body>502 Bad Gateway</body></html>"
        if chance < 3 * rate and method == "GET":
            return -1, b""
        if method == "POST":
            return 200, self.accept(path.rpartition("/")[2], json.loads(body), now)
        return self.look(path, now)

    def accept(self, slug: str, asked: dict[str, Any], now: float) -> dict[str, Any]:
        name = f"{self.rng.getrandbits(64):016x}"
        self.jobs[name] = {
            "model": slug,
            "asked": asked,
            "at": now,
            "ends": now + self.duration(),
            "polls": 0,
        }
        return {
            "request_id": name,
            "status": "QUEUED",
            "status_url": f"{self.url}/v2/requests/{name}/status",
            "response_url": f"{self.url}/v2/requests/{name}",
        }

    def look(self, path: str, now: float) -> tuple[int, dict[str, Any]]:
        parts = path.split("?", maxsplit=1)[0].strip("/").split("/")
        if "requests" not in parts:
            rows = [
                {
                    "request_id": name,
                    "model_name": job["model"],
                    "request_body": job["asked"],
                    "created_at": datetime.fromtimestamp(job["at"], UTC).isoformat(),
                    "model_status": "COMPLETED" if job["ends"] <= now else "PROCESSING",
                }
                for name, job in list(self.jobs.items())[::-1][:100]
            ]
            return 200, {"data": rows}
        name = parts[parts.index("requests") + 1]
        job = self.jobs.get(name)
        if job is None:
            return 404, {"error": "not found"}
        if parts[-1] == "status":
            job["polls"] += 1
        if job["ends"] > now:
            return 200, {"request_id": name, "status": "PROCESSING"}
        return 200, {
            "request_id": name,
            "status": "COMPLETED",
            "metrics": {"cost": 0.4},
            "output": [f"{self.url}/file/{name}.mp4"],
        }


class Wire(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, answered after a round trip."""

    def __init__(self, service: Service) -> None:
        self.service, self.buffer = service, b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while END in self.buffer:
            head, _, rest = self.buffer.partition(END)
            length = 0
            for line in head.split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if len(rest) < length:
                return
            body, self.buffer = rest[:length], rest[length:]
            method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
            asyncio.get_running_loop().call_later(
                self.service.options.rtt, self.write, method, path, body
            )

    def write(self, method: str, path: str, body: bytes) -> None:
        if self.transport.is_closing():
            return
        code, told = self.service.answer(method, path, body)
        if code < 0:
            self.transport.abort()
            return
        kind = b"application/json"
        if isinstance(told, bytes):
            data, kind = told, b"video/mp4" if code == 200 else b"text/html"
        else:
            data = json.dumps(told).encode()
        extra = b""
        if code == 429 and isinstance(told, dict):
            extra = f"x-rate-limit-reset-at-utc: {told['reset']}\r\n".encode()
        self.transport.write(
            b"HTTP/1.1 %d X\r\ncontent-type: %s\r\ncontent-length: %d\r\n%s\r\n"
            % (code, kind, len(data), extra)
            + data
        )


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("clip")
    parser.add_argument("--median", type=float, default=101.6)
    parser.add_argument("--cv", type=float, default=0.2)
    parser.add_argument("--rtt", type=float, default=0.1)
    parser.add_argument("--rpm", type=int, default=0)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    service = Service(parser.parse_args())
    server = await asyncio.get_running_loop().create_server(
        lambda: Wire(service), "127.0.0.1", 0, backlog=4096
    )
    service.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    print(service.url, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
