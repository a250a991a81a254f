"""Answers that are no: their codes and texts (``docs/protocol.md``, part 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from veo_widgets.segmind.protocol import RESET_HEADER, utc

if TYPE_CHECKING:
    from starlette.requests import Request

NO_KEY: Final = "Missing Authorization or x-api-key in header"
BAD_KEY: Final = "Unauthorized. API key is invalid or may have expired."
BAD_TYPE: Final = "Invalid content type. Use application/json"
NO_PROMPT: Final = "Prompt is Mandatory and must be string"
LIMITED: Final = "rate_limit_exceeded"
NOT_ALLOWED: Final = (
    "<html><head><title>405 Not Allowed</title></head><body><h1>405 Not Allowed</h1></body></html>"
)


class Refused(HTTPException):
    """An answer with an error body."""


def limited(until: float) -> Refused:
    """Return the refusal of a call too many.

    Args:
        until: When the limit ends, in seconds since the epoch.
    """
    return Refused(429, LIMITED, {RESET_HEADER: utc(until)})


async def refuse(_: Request, error: Exception) -> Response:
    """Put a refusal, or what the router says, into the service's own form."""
    if isinstance(error, Refused):
        body = {"error": error.detail}
        return JSONResponse(body, error.status_code, dict(error.headers or {}))
    status = getattr(error, "status_code", 500)
    if status == 405:
        allowed = getattr(error, "headers", None)
        return HTMLResponse(NOT_ALLOWED, 405, dict(allowed or {}))
    return JSONResponse({"error": "Bad Request: no such path"}, 400)


async def broke(_: Request, error: Exception) -> Response:
    """Tell of a fault of this server itself."""
    return JSONResponse({"error": f"Internal Server Error: {type(error).__name__}"}, 500)
