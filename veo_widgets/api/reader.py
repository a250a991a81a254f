"""The quicker way to ask, where it is installed (``veo_widgets[scale]``).

aiohttp costs a third of httpx's processor time for a status request. It only reads:
its adapter tells a connection that broke after sending as one that was never made,
which for a submission would mean paying twice.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING
from urllib.request import getproxies

if TYPE_CHECKING:
    import httpx


def reader(connections: int) -> httpx.AsyncBaseTransport | None:
    """Return a transport for GETs, or ``None`` for httpx's own.

    That is used where aiohttp is not installed, and behind a proxy, whose settings
    aiohttp would look up anew for every request.

    Args:
        connections: Connections at most.
    """
    if importlib.util.find_spec("httpx_aiohttp") is None or getproxies():
        return None
    import aiohttp
    import httpx
    from httpx_aiohttp import AiohttpTransport

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=connections, keepalive_timeout=30, ssl=httpx.create_ssl_context()
        )
        return aiohttp.ClientSession(connector=connector)

    transport: httpx.AsyncBaseTransport = AiohttpTransport(client=session)
    return transport
