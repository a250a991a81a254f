"""A clip again without a word in its picture, to be judged blind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from veo_widgets.server.http_errors import Refused
from veo_widgets.server.images import InputError

if TYPE_CHECKING:
    from starlette.requests import Request

    from veo_widgets.server.state import ServerState


def routes(state: ServerState) -> list[Route]:
    """Return the route of clean clips."""

    async def clean(request: Request) -> Response:
        account = state.account(request)
        stored = state.records.get(request.path_params["request_id"])
        if stored is None or stored.account != account or stored.status != "COMPLETED":
            raise Refused(404, "There is no clip of such a request")
        try:
            name = await state.queue.clean_clip(stored)
        except InputError as error:
            raise Refused(404, str(error)) from None
        return FileResponse(state.files.clips / name, media_type="video/mp4")

    return [Route("/-/clean/{request_id}", clean, methods=["GET"])]
