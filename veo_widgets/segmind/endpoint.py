"""Where Segmind's API is: in the cloud, or behind a base URL."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

from veo_widgets.service import Endpoint

NAME: Final = "segmind"
API: Final = "https://api.segmind.com"
STORAGE: Final = "https://workflows-api.segmind.com"
ACCOUNT: Final = "https://api.spotprod.segmind.com"


def segmind(key: str) -> Endpoint:
    """Return the cloud's endpoint."""
    return Endpoint(NAME, API, STORAGE, ACCOUNT, key)


def at(base_url: str, key: str = "", name: str | None = None) -> Endpoint:
    """Return the endpoint behind a base URL, which serves all paths itself.

    Args:
        base_url: An http or https URL; a last segment ``/v1`` or ``/v2`` is cut.
        key: The API key.
        name: The endpoint's name; the URL when not given.

    Raises:
        ValueError: The URL has no http scheme or no host.
    """
    base_url = base_url.strip()
    try:
        parts = urlsplit(base_url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not base_url.isascii() or not base_url.isprintable() or " " in base_url:
        raise ValueError(f"{base_url!r} is no base URL; it should look like http://host:port/v1")
    if "@" in parts.netloc:
        raise ValueError(f"a base URL holds no name or password, as that of {parts.hostname} does")
    path = parts.path.rstrip("/")
    if path.endswith(("/v1", "/v2")):
        path = path[:-3]
    bare = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return Endpoint(name or bare, bare, bare, bare, key)
