"""The page around what a report tells: nothing in it runs or loads but what it brings along."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.bundles import module_source
from veo_widgets.report.place import GENERATOR, MEDIA
from veo_widgets.report.style import PAGE_STYLE
from veo_widgets.view.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.report.media import MediaFile
    from veo_widgets.report.place import Form

THEME: Final = (
    "const dark=matchMedia('(prefers-color-scheme: dark)'),"
    "root=document.documentElement,"
    "set=()=>{root.dataset.theme=dark.matches?'dark':'light'};"
    "dark.addEventListener('change',set);set();root.classList.add('scripts');"
    "root.classList.toggle('served',location.protocol!=='file:')"
)
BESIDE: Final = " 'self' file:"
"""What lies in the folder of the page, served or not."""
DOT: Final = " · "
STUCK: Final = "\u00a0"
SHORT: Final = 24
"""Letters of a part that stays on one line."""
HYPHENED: Final = re.compile(r"[^\s-]+(?:-[^\s-]+)+")


def page_of(
    form: Form,
    title: str,
    body: str,
    data: Mapping[str, object],
    media: Sequence[MediaFile],
) -> list[bytes]:
    """Return a page, in parts that follow each other.

    Args:
        form: With the media in it, or beside it.
        title: What it is called.
        body: Well-formed HTML, its texts escaped.
        data: What its scripts draw, by the id of the element that it is drawn into.
        media: What it shows and plays.
    """
    script = module_source("report")
    beside = BESIDE if form == "folder" else ""
    policy = (
        f"default-src 'none'; script-src {_digest(THEME)} {_digest(script)}; "
        f"style-src 'unsafe-inline'; img-src data: blob:{beside}; media-src blob:{beside}; "
        "base-uri 'none'; form-action 'none'"
    )
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'{GENERATOR}"><meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><script>{THEME}</script>"
        f"<style>{STYLE}{PAGE_STYLE}</style></head><body>{body}"
    )
    states = "".join(
        f'<script type="application/json" id="{name}-data">{as_json(value)}</script>'
        for name, value in data.items()
    )
    parts = [_bytes(f"{head}{states}<script>{script}</script>")]
    if form == "file":
        parts += [_held(file, number) for number, file in enumerate(media) if not file.is_picture]
    return [*parts, b"</body></html>\n"]


def places(form: Form, media: Sequence[MediaFile]) -> dict[str, str]:
    """Return where the page finds each file: beside it, or the element that holds it."""
    return {
        file.name: f"{MEDIA}/{file.name}" if form == "folder" else f"#f{number}"
        for number, file in enumerate(media)
    }


def picture(form: Form, media: Sequence[MediaFile], name: str) -> str:
    """Return a picture as an ``img``'s attributes; empty where there is none."""
    for number, file in enumerate(media):
        if file.name == name:
            return f'id="f{number}" src="{shown_at(form, file)}"'
    return ""


def shown_at(form: Form, picture: MediaFile) -> str:
    """Return a picture's address: beside the page, or its bytes."""
    return f"{MEDIA}/{picture.name}" if form == "folder" else _data_uri(picture)


def unbroken(text: str) -> str:
    """Return a text as HTML whose lines break neither at a name's hyphens nor before a dot.

    Of several short parts between dots (``fox · seed 1``) each stays whole.
    """
    parts = text.split(DOT)
    if len(parts) > 1:
        parts = [part.replace(" ", STUCK) if len(part) <= SHORT else part for part in parts]
    return HYPHENED.sub(r'<bdi class="name">\g<0></bdi>', escape(f"{STUCK}{DOT[1:]}".join(parts)))


def in_style(html: str) -> str:
    """Return HTML that looks as it does in a notebook."""
    return f'<div class="veo">{html}</div>'


def _data_uri(file: MediaFile) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(file.read()).decode()}"


def _held(file: MediaFile, number: int) -> bytes:
    data = base64.b64encode(file.read())
    return b'<script type="text/plain" id="f%d">' % number + data + b"</script>"


def _digest(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def as_json(value: object) -> str:
    """Write JSON that ends no element, whatever its texts say; endless numbers are null."""
    return json.dumps(_finite(value), separators=(",", ":")).replace("<", "\\u003c")


def _finite(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {str(name): _finite(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def download(name: str, text: str, form: Form, face: str) -> str:
    """Return a link that saves a table: the file beside the page, or its bytes in the link."""
    kind = "application/json" if name.endswith(".json") else "text/csv"
    data = base64.b64encode(text.encode("utf-8", "replace")).decode()
    place = name if form == "folder" else f"data:{kind};base64,{data}"
    return f'<a class="file" href="{place}" download="{escape(name)}">{escape(face)}</a>'
