"""Bring in the images that a request names, within limits."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import socket
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import httpx

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 20_000_000
MOST_REDIRECTS: Final = 3
SECONDS: Final = 10.0
MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF", b"GIF8", b"BM")
ASSETS: Final = "/assets/"


class InputError(Exception):
    """An input image that cannot be had; the message names it and the reason."""


async def image(url: str, assets: Path, *, own: str, allow_private: bool) -> bytes:
    """Return the bytes of an input image.

    Args:
        url: A data URI, an asset of this server, or any http URL.
        assets: Folder of uploaded assets.
        own: This server's origin.
        allow_private: Whether private addresses may be asked.

    Raises:
        InputError: With the URL and the reason.
    """
    shown = url if len(url) <= 200 else url[:80] + "…"
    if url.startswith("data:"):
        data = decode_data_uri(url)
    elif url.startswith(own + ASSETS):
        data = _asset(url.removeprefix(own + ASSETS), assets, shown)
    else:
        data = await _fetch(url, shown, allow_private=allow_private)
    if not data.startswith(MAGIC):
        raise InputError(f"{shown} is no image")
    return data


def decode_data_uri(uri: str) -> bytes:
    """Return the bytes of a base64 data URI.

    Raises:
        InputError: It is malformed or too long.
    """
    head, _, body = uri.partition(",")
    if not head.endswith(";base64") or len(body) > MOST_BYTES * 4 // 3 + 4:
        raise InputError("the data URI is not base64 or holds more than 20 MB")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise InputError(f"the data URI is broken: {error}") from None


def _asset(name: str, assets: Path, shown: str) -> bytes:
    known = {path.name: path for path in assets.iterdir()} if assets.is_dir() else {}
    if name not in known:
        raise InputError(f"{shown} is no asset of this server")
    return known[name].read_bytes()


async def _fetch(url: str, shown: str, *, allow_private: bool) -> bytes:
    async with httpx.AsyncClient(timeout=SECONDS) as http:
        for _ in range(MOST_REDIRECTS + 1):
            _check_host(url, shown, allow_private=allow_private)
            try:
                async with http.stream("GET", url) as response:
                    if response.is_redirect:
                        url = urljoin(url, response.headers.get("location", ""))
                        continue
                    if response.status_code != 200:
                        raise InputError(f"{shown} answered {response.status_code}")
                    data = bytearray()
                    async for chunk in response.aiter_bytes():
                        data += chunk
                        if len(data) > MOST_BYTES:
                            raise InputError(f"{shown} has more than 20 MB")
                    return bytes(data)
            except httpx.HTTPError as error:
                why = str(error) or type(error).__name__
                raise InputError(f"{shown} cannot be fetched: {why}") from None
    raise InputError(f"{shown} redirects too often")


def _check_host(url: str, shown: str, *, allow_private: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"{shown} is no http URL")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443)
    except OSError as error:
        raise InputError(f"{shown} cannot be fetched: {error}") from None
    for *_, address in found:
        if not ipaddress.ip_address(address[0]).is_global and not allow_private:
            raise InputError(f"{shown} is at a private address, which is not allowed")
