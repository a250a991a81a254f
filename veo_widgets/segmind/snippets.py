"""A request as a shell command; never with the key."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from veo_widgets.segmind import protocol
from veo_widgets.segmind.endpoint import API

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_curl(model: str, parameters: Mapping[str, Any]) -> str:
    """Return a shell command that sends the request; the key stays in the environment."""
    url = shlex.quote(API + protocol.SUBMIT.format(model=quote(model, safe="")))
    body = shlex.quote(json.dumps(dict(parameters), ensure_ascii=False))
    return (
        f"curl {url} \\\n"
        f'  -H "{protocol.KEY_HEADER}: $SEGMIND_API_KEY" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d {body}"
    )
