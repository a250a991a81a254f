"""Text from outside as a terminal may show it."""

from __future__ import annotations

import re
from typing import Final

SEQUENCES: Final = re.compile(
    r"(?:\x1b\]|\x9d|\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
BLANKS: Final = re.compile(r"[\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
UNSEEN: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff]|[\U000e0000-\U000e0fff]"
)


def plain(text: object) -> str:
    """Return a text on one line, without what would steer a terminal.

    Args:
        text: Anything; its ``str`` may hold terminal codes, control characters and marks
            that turn the direction of writing.
    """
    return UNSEEN.sub("", BLANKS.sub(" ", SEQUENCES.sub("", str(text))))
