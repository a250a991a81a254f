"""Which endpoint a client talks to, and with which key."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.secret import Secret
from veo_widgets._lib.values import expect
from veo_widgets.errors import AuthenticationError, InvalidRequest
from veo_widgets.segmind import at, segmind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.service import Endpoint

KEY: Final = "SEGMIND_API_KEY"
BASE_URL: Final = "VEO_WIDGETS_BASE_URL"
SERVICE: Final = "veo_widgets"
ACCOUNT: Final = "segmind"
QUOTES: Final = ("'", '"', "`")
PRINTABLE: Final = re.compile(r"[!#-&(-_a-~]*")


def resolve(
    api_key: str | None,
    base_url: str | None,
    environ: Mapping[str, str] | None = None,
    stored: Callable[[], str | None] | None = None,
) -> Endpoint | None:
    """Find the endpoint: arguments, then environment, then keyring.

    Args:
        api_key: A key given by hand.
        base_url: Another server; ends in ``/v1``, as the official client's does.
        environ: Holds ``SEGMIND_API_KEY`` and ``VEO_WIDGETS_BASE_URL``; this
            process's when not given.
        stored: Returns the keyring's key.

    Returns:
        The endpoint, or ``None`` for the embedded local server.

    Raises:
        InvalidRequest: The base URL is none.
        AuthenticationError: The key cannot be one.
    """
    if base_url is not None:
        expect(base_url, str, "base_url", "an address such as https://api.segmind.com/v1")
    url = base_url or _set(BASE_URL, environ)
    key = (
        checked_key(api_key, "api_key")
        or checked_key(_set(KEY, environ), KEY)
        or checked_key((stored or keyring_key)(), "the keyring's key")
    )
    if url:
        try:
            return at(str(url), key)
        except ValueError as error:
            raise InvalidRequest(str(error)) from None
    return segmind(key) if key else None


def checked_key(given: object, name: str) -> Secret:
    """Return a key without the white space around it; empty when there is none.

    Args:
        given: What somebody gave as the key.
        name: Where it was given.

    Raises:
        AuthenticationError: No service has such a key; the message does not show it.
    """
    kind = type(given)
    key = Secret(given.strip() if isinstance(given, str) else "")
    del given
    problem = ""
    if not issubclass(kind, (str, type(None))):
        problem = f"is of type {kind.__name__}, not text"
    elif key.startswith(QUOTES):
        problem = "has quotes around it"
    elif not PRINTABLE.fullmatch(key):
        problem = "holds a line break, a space, a quote or a letter beyond ASCII"
    if problem:
        raise AuthenticationError(
            f"{name} {problem}; a key is plain letters and digits such as SG_0123",
            next_step="Copy the key again from the service's console; nothing was sent.",
        )
    return key


def _set(name: str, environ: Mapping[str, str] | None) -> Secret:
    return Secret((os.environ if environ is None else environ).get(name) or "")


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
    return Secret(key) if key else None


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
        keyring.set_password(SERVICE, ACCOUNT, str.__str__(key))
    except (KeyringError, RuntimeError):
        raise InvalidRequest(
            f"this system's keyring takes no key; set {KEY} in the environment instead"
        ) from None
