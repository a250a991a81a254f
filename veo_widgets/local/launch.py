"""Find the home's server, or start it; and hold it open while this process lives."""

from __future__ import annotations

import json
import os
import secrets
import select
import socket
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from veo_widgets._lib import child
from veo_widgets._lib.files import write_private
from veo_widgets._lib.secret import Secret
from veo_widgets._lib.values import count
from veo_widgets.errors import EndpointUnreachable, InvalidRequest
from veo_widgets.segmind import at
from veo_widgets.segmind.protocol import KEY_HEADER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from veo_widgets.home.paths import Home
    from veo_widgets.service import Endpoint

START_S: Final = 30.0
FAST_S: Final = 6.0
OPTIONS: Final = "VEO_WIDGETS_LOCAL"


@dataclass(frozen=True)
class Running:
    """A local server that this process holds open.

    Attributes:
        endpoint: How to reach it.
    """

    endpoint: Endpoint
    _line: socket.socket = field(repr=False)

    @property
    def alive(self) -> bool:
        """Whether the server still holds the line."""
        readable, _, _ = select.select([self._line], [], [], 0)
        return not readable or bool(_peek(self._line))

    def release(self) -> None:
        """Let the server go, if nobody else needs it."""
        self._line.close()


def ensure(home: Home) -> Running:
    """Attach to the home's server, started if it does not run.

    Settings may come as JSON in ``VEO_WIDGETS_LOCAL`` (``latency``, ``draft``, …).

    Raises:
        EndpointUnreachable: It did not start; the message tells its last words.
    """
    from filelock import FileLock

    home.server.mkdir(parents=True, exist_ok=True)
    with FileLock(home.server / "start.lock", mode=0o600):
        found = _attach(home.server)
        if found is None:
            _start(home)
            found = _attach(home.server)
    if found is None:
        raise EndpointUnreachable("the local server started and was gone at once")
    return found


def read_options(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the local server's settings as ``VEO_WIDGETS_LOCAL`` gives them.

    Raises:
        InvalidRequest: It is no JSON object, or its ``workers`` are no number from 1.
    """
    try:
        options = json.loads(environ.get(OPTIONS) or "{}")
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise InvalidRequest(f'{OPTIONS} is a JSON object such as {{"latency": "real"}}')
    if "workers" in options:
        options["workers"] = count(options["workers"], f"workers in {OPTIONS}")
    return options


def _attach(folder: Path) -> Running | None:
    try:
        state = json.loads((folder / "server.json").read_text("utf-8"))
        url, key = str(state["url"]), Secret(state["key"])
        parts = urlsplit(url)
        line = socket.create_connection((parts.hostname or "", parts.port or 0), 2)
    except (OSError, ValueError, KeyError):
        return None
    request = f"GET /-/attach HTTP/1.1\r\nhost: {parts.netloc}\r\n{KEY_HEADER}: {key}\r\n\r\n"
    try:
        line.settimeout(5)
        line.sendall(request.encode())
        answer = b""
        while b"attached" not in answer:
            chunk = line.recv(4096)
            if not chunk or b" 401 " in chunk:
                line.close()
                return None
            answer += chunk
    except OSError:
        line.close()
        return None
    line.settimeout(None)
    return Running(at(url, key, "local"), line)


def _start(home: Home) -> None:
    key = _account(home.server / "account")
    options = read_options()
    log = home.server / "server.log"
    with log.open("ab") as errors:
        process = subprocess.Popen(  # noqa: S603
            child.command("veo_widgets.server", str(home.server), str(home.models)),
            env=child.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    with process.stdin as told, process.stdout as said:
        told.write(json.dumps({"key": key, **options}).encode() + b"\n")
        told.flush()
        line = _first_line(said.fileno(), time.monotonic() + START_S)
    if not line:
        tail = log.read_text("utf-8", "replace").strip().splitlines()[-1:]
        process.kill()
        process.wait()
        raise EndpointUnreachable(
            f"the local server did not start: {' '.join(tail) or 'no word'} (see {log})"
        )
    _reap(process)


def _account(path: Path) -> str:
    """Return the home's key, the same at each start: it names the account."""
    try:
        key = path.read_text("utf-8").strip()
    except FileNotFoundError:
        key = ""
    if not key:
        key = f"SG_{secrets.token_hex(8)}"
        write_private(path, key)
    return key


def _reap(process: subprocess.Popen[bytes]) -> None:
    """Collect the server when it ends, so that it leaves no zombie."""
    import threading

    threading.Thread(target=process.wait, name="veo-widgets-server", daemon=True).start()


def _first_line(descriptor: int, deadline: float) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return b""
        chunk = os.read(descriptor, 4096)
        if not chunk:
            return b""
        line += chunk
    return line


def _peek(line: socket.socket) -> bytes:
    try:
        return line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return b""


def usual_s(latency: str, model_s: float | None) -> float | None:
    """Return the usual seconds of a request here.

    Args:
        latency: The server's setting.
        model_s: The cloud's usual seconds for the model.
    """
    if latency == "real":
        return model_s
    return FAST_S if latency == "fast" else float(latency) + FAST_S
