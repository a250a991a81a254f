"""A report's folder on this machine alone, with HTTP Range: what a page opened from a file lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets._lib.values import short
from veo_widgets.errors import InvalidRequest
from veo_widgets.report.place import INDEX, is_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.applications import Starlette

HOST: Final = "127.0.0.1"
NAMES: Final = ("127.0.0.1", "localhost")


def app_of(report: Path) -> Starlette:
    """Return what serves a report, and nothing beside it.

    Args:
        report: A folder, or one file.

    Raises:
        InvalidRequest: It is no report.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import FileResponse
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    try:
        is_folder = report.is_dir()
    except OSError:
        is_folder = False
    page = report / INDEX if is_folder else report
    if not is_report(page):
        raise InvalidRequest(f"{short(str(report))} is no report: veo-widgets report writes one")
    route: Route | Mount
    if is_folder:
        route = Mount("/", StaticFiles(directory=report, html=True))
    else:
        route = Route("/", lambda _: FileResponse(page))
    only = Middleware(TrustedHostMiddleware, allowed_hosts=[*NAMES])
    return Starlette(routes=[route], middleware=[only])


def serve_report(report: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve a report on this machine until it is stopped.

    Args:
        report: A folder, or one file.
        port: 0 picks a free one.
        ready: Called with the page's address.

    Raises:
        InvalidRequest: It is no report, or the port is taken.
    """
    import socket

    import uvicorn

    app = app_of(report)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise InvalidRequest(f"port {port} cannot be used: {error.strerror}") from None
        ready(f"http://{HOST}:{listening.getsockname()[1]}/")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        server.run(sockets=[listening])
