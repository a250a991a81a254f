"""Uploads and clips (protocol E7, and the files' own host)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from veo_widgets.segmind import protocol
from veo_widgets.server import images, inputs, validation
from veo_widgets.server.http_errors import Refused
from veo_widgets.server.images import InputError
from veo_widgets.server.responses import ENGINE_HEADER
from veo_widgets.server.state import origin

if TYPE_CHECKING:
    from starlette.requests import Request

    from veo_widgets.server.state import ServerState


def routes(state: ServerState) -> list[Route]:
    """Return the routes of files; they are open to all, as the cloud's CDN is."""

    async def upload(request: Request) -> Response:
        state.account(request)
        body = await validation.json_body(request)
        uris = body.get("data_urls")
        if not isinstance(uris, list) or not all(isinstance(u, str) for u in uris):
            raise Refused(400, "data_urls must be a list of data URIs")
        kept = []
        for number, uri in enumerate(uris):
            try:
                data = images.decode_data_uri(uri)
                kept.append((data, await inputs.checked(data, f"data_urls[{number}]")))
            except InputError as error:
                raise Refused(400, str(error)) from None
        urls = []
        for data, kind in kept:
            name = state.files.keep_asset(data, kind)
            urls.append(f"{origin(request)}{images.ASSETS}{name}")
        key = state.settings.options.upload_key
        return JSONResponse({key: urls, "message": "Files uploaded successfully"})

    async def asset(request: Request) -> Response:
        path = state.files.asset(request.path_params["name"])
        if path is None:
            raise Refused(404, "No such file")
        return FileResponse(path)

    async def clip(request: Request) -> Response:
        stored = state.records.get(request.path_params["name"].removesuffix(".mp4"))
        path = state.files.clip(stored.clip if stored else None)
        if path is None:
            raise Refused(404, "No such file")
        headers = {ENGINE_HEADER: state.settings.engine}
        return FileResponse(path, media_type="video/mp4", headers=headers)

    return [
        Route(protocol.UPLOAD, upload, methods=["POST"]),
        Route("/generations/{name}", clip, methods=["GET"]),
        Route("/assets/{name}", asset, methods=["GET"]),
    ]
