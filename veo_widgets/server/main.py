"""Run a server in this process until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from filelock import FileLock, Timeout

from veo_widgets._lib.files import write_private
from veo_widgets.catalogue import Catalogue
from veo_widgets.errors import HomeError
from veo_widgets.server.app import build
from veo_widgets.server.attendance import Attendance
from veo_widgets.server.database import open_database
from veo_widgets.server.executors import executor
from veo_widgets.server.routes.internal import PROGRESS
from veo_widgets.server.state import ServerState
from veo_widgets.server.worker import ReportAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from pathlib import Path

    from veo_widgets.server.settings import Settings

    Renderers = Callable[[Settings], AbstractContextManager[Executor]]

STATE = "server.json"


def serve(
    settings: Settings,
    ready: Callable[[str], None],
    models: Path | None = None,
    renderers: Renderers = executor,
) -> None:
    """Serve until SIGINT or SIGTERM, or until the last attached process is gone.

    Args:
        settings: How.
        ready: Called with the base URL once requests are taken.
        models: Folder of model files that a person added.
        renderers: Opens what renders run on.

    Raises:
        HomeError: The folder cannot be used, or another server runs on it.
        OSError: The port is taken.
    """
    try:
        for name in ("clips", "assets"):
            (settings.folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(f"{settings.folder} cannot be written: {error.strerror}") from None
    lock = FileLock(settings.folder / "running.lock", mode=0o600)
    try:
        lock.acquire(timeout=5 if settings.attended else 0)
    except Timeout:
        raise HomeError(f"another server already runs on {settings.folder}") from None
    if logging.lastResort is not None:
        logging.getLogger("veo_widgets.server").addHandler(logging.lastResort)
    try:
        asyncio.run(_serve(settings, ready, models, renderers))
    finally:
        (settings.folder / STATE).unlink(missing_ok=True)
        lock.release()


async def _serve(
    settings: Settings, ready: Callable[[str], None], models: Path | None, renderers: Renderers
) -> None:
    listener = listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    db = open_database(settings.folder / "requests.sqlite")
    attendance = Attendance()
    url = f"http://{host}:{port}"
    with renderers(settings) as workers:
        state = ServerState(settings, db, Catalogue(models), workers, attendance)
        state.queue.report_to = ReportAddress(url + PROGRESS, state.token)
        config = uvicorn.Config(
            build(state), log_level="warning", access_log=False, timeout_graceful_shutdown=1
        )
        server = Server(config, attendance.ending.set)
        server.listen_to_signals()
        running = asyncio.create_task(server.serve([listener]))
        while not server.started and not running.done():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        if server.started:
            write_state(settings.folder / STATE, url, settings.key)
            ready(url)
        watch = [running]
        if settings.attended:
            watch.append(asyncio.create_task(attendance.alone()))
        await asyncio.wait(watch, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await running
    db.close()


class Server(uvicorn.Server):
    """A server that stops on SIGINT and SIGTERM and lets its owner clean up.

    Args:
        config: As uvicorn's.
        stopping: Called before connections are closed.
    """

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let those who wait know, then close."""
        self._stopping()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: uvicorn raises them again before we are done."""
        yield

    def listen_to_signals(self) -> None:
        """Stop on a signal; at once on a second one."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self.handle_exit, name, None)


def listen(host: str, port: int) -> socket.socket:
    """Return a bound socket; named TCP, so that answers are not delayed by 40 ms.

    asyncio sets TCP_NODELAY only on sockets whose protocol says TCP.

    Raises:
        OSError: The port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OverflowError:
        listener.close()
        raise OSError(errno.EINVAL, f"{port} is no port: 0 to 65535") from None
    except OSError as error:
        listener.close()
        raise OSError(
            error.errno, f"port {port} on {host} cannot be used: {error.strerror}"
        ) from None
    listener.listen(2048)
    return listener


def write_state(path: Path, url: str, key: str) -> None:
    """Tell other processes of this user where the server is, and its key."""
    write_private(path, json.dumps({"url": url, "key": key, "pid": os.getpid()}))
