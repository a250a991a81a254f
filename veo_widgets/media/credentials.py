"""Content Credentials of a clip, as far as they can be read here."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Final

from veo_widgets.media.boxes import has_credentials

if TYPE_CHECKING:
    from pathlib import Path

STATES: Final = {
    "Trusted": "valid, by a trusted signer",
    "Valid": "valid, by a signer that nobody vouches for",
    "Invalid": "broken: the file was changed after it was signed",
}
UNREAD: Final = "there; pip install 'veo-widgets[provenance]' reads them"


def credentials_of(path: Path) -> str:
    """Return what a clip's Content Credentials say, in words; empty where it has none."""
    if not has_credentials(path):
        return ""
    try:
        c2pa = importlib.import_module("c2pa")
    except ImportError:
        return UNREAD
    try:
        with c2pa.Reader(os.fspath(path)) as reader:
            state = str(reader.get_validation_state())
    except (c2pa.C2paError, OSError):
        return "there, but they cannot be read"
    return STATES.get(state, state)
