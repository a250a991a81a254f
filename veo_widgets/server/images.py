"""Bring in the files that a request names, within limits."""

from __future__ import annotations

import asyncio
import base64
import binascii
import io
import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import httpx

    from veo_widgets.server.files import Files

MOST_BYTES: Final = 20_000_000
MOST_OF_OTHERS: Final = 45_000_000
MEDIA: Final = ("image/", "video/", "audio/")
MOST_PIXELS: Final = 50_000_000
MOST_REDIRECTS: Final = 3
SECONDS: Final = 10.0
IN_ALL_S: Final = 20.0
MAGIC: Final = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n": "png",
    b"RIFF": "webp",
    b"GIF8": "gif",
    b"BM": "bmp",
}
ASSETS: Final = "/assets/"


class InputError(Exception):
    """An input image that cannot be had; the message names it and the reason."""


async def image(url: str, files: Files, *, allow_private: bool) -> bytes:
    """Return the bytes of an input image that decodes; see ``file``.

    Raises:
        InputError: With the URL and the reason.
    """
    data = await file(url, files, allow_private=allow_private)
    await asyncio.to_thread(check_image, data, _shown(url))
    return data


def _shown(url: str) -> str:
    return url if len(url) <= 200 else url[:80] + "…"


async def file(url: str, files: Files, *, allow_private: bool) -> bytes:
    """Return the bytes of an input file, of any kind.

    Args:
        url: A data URI, an asset of this server, or any http URL.
        files: The uploads; their names are drawn at random, so a name is enough
            to know one by, whatever host the URL reached this server at.
        allow_private: Whether private addresses may be asked.

    Raises:
        InputError: With the URL and the reason.
    """
    shown = _shown(url)
    uploaded = files.asset(url.rpartition(ASSETS)[2]) if ASSETS in url else None
    if url.startswith("data:"):
        return decode_data_uri(url)
    if uploaded is not None:
        return uploaded.read_bytes()
    return await _fetch(url, shown, allow_private=allow_private)


def decode_data_uri(uri: str) -> bytes:
    """Return the bytes of a base64 data URI.

    Raises:
        InputError: It is malformed or too long.
    """
    head, _, body = uri.partition(",")
    most = _most(head.removeprefix("data:"))
    if not head.endswith(";base64") or len(body) > most * 4 // 3 + 4:
        raise InputError(f"the data URI is not base64 or holds more than {most / 1e6:g} MB")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"the data URI is broken: {error}") from None


def kind_of(data: bytes) -> str | None:
    """Return ``jpeg``, ``png``, ``webp``, ``gif`` or ``bmp``, told by the first bytes."""
    return next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)


def check_image(data: bytes, shown: str) -> None:
    """Make sure that an image is one, is not huge once unpacked, and decodes.

    Raises:
        InputError: With the image's name and the reason.
    """
    import cv2
    import imagesize
    import numpy as np

    if kind_of(data) is None:
        raise InputError(f"{shown} is no image")
    try:
        width, height = imagesize.get(io.BytesIO(data))
    except Exception as error:
        raise InputError(f"{shown} is a broken image") from error
    if width < 1 or height < 1:
        raise InputError(f"{shown} is a broken image")
    if width * height > MOST_PIXELS:
        raise InputError(f"{shown} has {width} x {height} pixels, which is more than 50 million")
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None:
        raise InputError(f"{shown} is a broken image")


async def _fetch(url: str, shown: str, *, allow_private: bool) -> bytes:
    import httpx

    try:
        async with asyncio.timeout(IN_ALL_S), httpx.AsyncClient(timeout=SECONDS) as http:
            for _ in range(MOST_REDIRECTS + 1):
                request = await _request(http, url, shown, allow_private=allow_private)
                response = await http.send(request, stream=True)
                try:
                    if not response.is_redirect:
                        return await _read(response, shown)
                finally:
                    await response.aclose()
                url = urljoin(url, response.headers.get("location", ""))
    except httpx.HTTPError as error:
        why = str(error) or type(error).__name__
        raise InputError(f"{shown} cannot be fetched: {why}") from None
    except TimeoutError:
        raise InputError(f"{shown} took more than {IN_ALL_S:g} s") from None
    raise InputError(f"{shown} redirects too often")


async def _read(response: httpx.Response, shown: str) -> bytes:
    if response.status_code != 200:
        raise InputError(f"{shown} answered {response.status_code}")
    kind = response.headers.get("content-type", "image/").partition(";")[0]
    if not kind.startswith(MEDIA) and kind not in {
        "application/octet-stream",
        "binary/octet-stream",
    }:
        raise InputError(f"{shown} is {kind}, no image, video or sound")
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > _most(kind):
            raise InputError(f"{shown} has more than {_most(kind) / 1e6:g} MB")
    return bytes(data)


def _most(media_type: str) -> int:
    """Return the most bytes of a file; videos and sounds may be larger than pictures."""
    return MOST_OF_OTHERS if media_type.startswith(MEDIA[1:]) else MOST_BYTES


async def _request(
    http: httpx.AsyncClient, url: str, shown: str, *, allow_private: bool
) -> httpx.Request:
    """Build a request to the very address that was checked.

    The name is looked up once: a second look-up could be told another address.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in {"http", "https"}:
        raise InputError(f"{shown} is no http URL")
    port = port or (443 if parts.scheme == "https" else 80)
    try:
        results = await asyncio.get_running_loop().getaddrinfo(host, port)
    except (OSError, UnicodeError) as error:
        raise InputError(f"{shown} cannot be fetched: {error}") from None
    addresses = [str(address[0]) for *_, address in results]
    if not allow_private:
        for address in addresses:
            if not ipaddress.ip_address(address).is_global:
                raise InputError(f"{shown} is at a private address, which is not allowed")
    literal = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    fixed = parts._replace(netloc=f"{literal}:{port}").geturl()
    headers = {"host": parts.netloc.rpartition("@")[2]}
    return http.build_request("GET", fixed, headers=headers, extensions={"sni_hostname": host})
