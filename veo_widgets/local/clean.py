"""Clips of the local server again, without a word in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.errors import EndpointUnreachable
from veo_widgets.segmind.protocol import KEY_HEADER

if TYPE_CHECKING:
    from veo_widgets.service import Endpoint

RENDER_S: Final = 180.0


async def clean_clip(endpoint: Endpoint, request_id: str) -> bytes | None:
    """Return a clip as it was asked for, but with neither card nor tag burnt in.

    Args:
        endpoint: A local server, or one that was started by hand.
        request_id: The clip's request there.

    Returns:
        The MP4, free of metadata; ``None`` when that server does not know the request.

    Raises:
        EndpointUnreachable: It does not answer.
    """
    import httpx

    url = f"{endpoint.api}/-/clean/{request_id}"
    headers = {KEY_HEADER: endpoint.key}
    async with httpx.AsyncClient(trust_env=False, timeout=RENDER_S) as http:
        try:
            answer = await http.get(url, headers=headers)
        except httpx.HTTPError as error:
            raise EndpointUnreachable(f"the local server does not answer: {error}") from None
    return answer.content if answer.status_code == httpx.codes.OK else None
