"""Text that is used but never shown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, TypeVar

HIDDEN: Final = "(the key)"
SHORTEST: Final = 6


class Secret(str):
    """Text whose repr is hidden, so that no traceback and no frame shows it."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Hide it."""
        return repr(HIDDEN)


T = TypeVar("T")


def hidden(value: T) -> T | Secret:
    """Return a value whose repr is hidden if it is text."""
    return Secret(value) if isinstance(value, str) else value


def scrub(text: str, secret: str) -> str:
    r"""Return a text without a secret, however it was written there.

    Args:
        text: Any text, a JSON document too; one stays one.
        secret: What must not be in it, also not as ``%53``, ``\u0053`` or ``&#83;``.
            One shorter than six characters is no secret, but a word of any text.
    """
    return _spellings(str(secret)).sub(HIDDEN, text) if len(secret) >= SHORTEST else text


@lru_cache(8)
def _spellings(secret: str) -> re.Pattern[str]:
    def ways(letter: str) -> str:
        code = ord(letter)
        escaped = rf"\\+(?i:u{code:04x}|x{code:02x})"
        quoted = rf"%(?:25)*(?i:{code:02x})"
        reference = rf"&#(?:0*{code}|[xX]0*(?i:{code:x}));"
        return rf"(?:\\*{re.escape(letter)}|{escaped}|{quoted}|{reference})"

    return re.compile("".join(map(ways, secret)))
