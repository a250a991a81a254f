"""Which endpoint a client talks to, and with which key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from veo_widgets.errors import InvalidRequest
from veo_widgets.segmind import at, segmind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.service import Endpoint

KEY: Final = "SEGMIND_API_KEY"
BASE_URL: Final = "VEO_WIDGETS_BASE_URL"
SERVICE: Final = "veo_widgets"
ACCOUNT: Final = "segmind"


def resolve(
    api_key: str | None,
    base_url: str | None,
    environ: Mapping[str, str] = os.environ,
    stored: Callable[[], str | None] | None = None,
) -> Endpoint | None:
    """Find the endpoint: arguments, then environment, then keyring.

    Args:
        api_key: A key given by hand.
        base_url: Another server; ends in ``/v1``, as the official client's does.
        environ: Holds ``SEGMIND_API_KEY`` and ``VEO_WIDGETS_BASE_URL``.
        stored: Returns the keyring's key.

    Returns:
        The endpoint, or ``None`` for the embedded local server.

    Raises:
        InvalidRequest: The base URL is none.
    """
    url = base_url or environ.get(BASE_URL)
    key = api_key or environ.get(KEY) or (stored or keyring_key)()
    if url:
        try:
            return at(url, key or "")
        except ValueError as error:
            raise InvalidRequest(str(error)) from None
    return segmind(key) if key else None


def keyring_key() -> str | None:
    """Return the key that ``veo.login()`` stored, if a keyring is there."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        key = keyring.get_password(SERVICE, ACCOUNT)
    except (KeyringError, RuntimeError):
        return None
    return str(key) if key else None


def store_key(key: str) -> None:
    """Keep a key in the system's keyring.

    Raises:
        InvalidRequest: There is no keyring, or it refused.
    """
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise InvalidRequest(
            f"veo.login() needs the keyring extra: pip install 'veo-widgets[keyring]'; or set {KEY}"
        ) from None
    try:
        keyring.set_password(SERVICE, ACCOUNT, key)
    except (KeyringError, RuntimeError):
        raise InvalidRequest(
            f"this system's keyring takes no key; set {KEY} in the environment instead"
        ) from None
