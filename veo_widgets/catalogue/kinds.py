"""Which control a parameter needs, found from its normal form, with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from veo_widgets.catalogue.roles import medium_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "text",
    "prompt",
    "number",
    "integer",
    "seed",
    "frames",
    "choice",
    "choices",
    "boolean",
    "media",
    "list",
    "object",
    "size",
    "width_height",
    "json",
]
KINDS: Final = get_args(Kind)
Medium = Literal["image", "video", "sound"]
LONG: Final = frozenset({"prompt", "negative_prompt"})
BYTES: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(k|m|g)(?:i?b|egabytes?|ilobytes?)\b", re.IGNORECASE)
SECONDS: Final = re.compile(
    r"(?:up to|at most|max\w*|no longer than)\D{0,12}(\d+)\s*(?:s\b|sec)", re.IGNORECASE
)
UNIT: Final = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
TYPES: Final = (
    "jpeg",
    "jpg",
    "png",
    "webp",
    "gif",
    "mp4",
    "mov",
    "webm",
    "wav",
    "mp3",
    "m4a",
    "ogg",
)


class Told(NamedTuple):
    """A kind and why.

    Attributes:
        kind: Which control.
        reason: For people.
    """

    kind: Kind
    reason: str


def kind_of(name: str, row: Mapping[str, Any], role: str = "") -> Told:
    """Return which control a parameter needs.

    Args:
        name: The parameter.
        row: Its description in the normal form.
        role: Its role, where it is known.
    """
    kind = row.get("type")
    if kind == "array":
        return _list(name, row)
    if kind == "object":
        inside = bool(row.get("properties"))
        why = "named values inside" if inside else "an object whose inside is not told"
        return Told("object" if inside else "json", why)
    medium, why = medium_of(name, row)
    if medium:
        return Told("media", why)
    if row.get("enum"):
        return Told("size" if role == "size" else "choice", f"{len(row['enum'])} values")
    branch: Mapping[str, Any] = next(iter(row.get("anyOf") or ()), {})
    return kind_of(name, branch, role) if branch else _scalar(kind, role)


def _scalar(kind: object, role: str) -> Told:
    if kind == "boolean":
        return Told("boolean", "yes or no")
    if kind in {"integer", "number"}:
        return _number(str(kind), role)
    if kind != "string":
        return Told("json", "its type is not told")
    if role == "size":
        return Told("size", "pixels as one text")
    return Told("prompt" if role in LONG else "text", "free text")


def _number(kind: str, role: str) -> Told:
    if role in {"width", "height"}:
        return Told("width_height", "one side of the picture in pixels")
    if role == "frames":
        return Told("frames", "a length in frames")
    if role == "seed":
        return Told("seed", "a seed")
    return Told("integer" if kind == "integer" else "number", f"its type is {kind}")


def _list(name: str, row: Mapping[str, Any]) -> Told:
    items = row.get("items") or {}
    if items.get("enum"):
        return Told("choices", f"several of {len(items['enum'])} values")
    inner = kind_of(name, items)
    return Told("list", f"a list; each is {inner.kind}")


def marked(name: str, row: Mapping[str, Any], role: str = "") -> dict[str, Any]:
    """Return a description with ``x-kind``, ``x-medium`` and limits, all the way in.

    Args:
        name: The parameter.
        row: Its description in the normal form.
        role: Its role, where it is known.
    """
    out = dict(row)
    if out.get("type") == "array":
        items = dict(out.get("items") or {})
        if not set(items) - {"x-medium"} and medium_of(name, {"type": "string"})[0]:
            items = {"type": "string", "format": "uri", **items}
        out["items"] = marked(name, {**items, **_limits(out, items)}, "")
    if isinstance(out.get("properties"), dict):
        out["properties"] = {n: marked(n, r) for n, r in out["properties"].items()}
    told = kind_of(name, out, role)
    out["x-kind"], out["x-kind-why"] = told
    if told.kind == "media":
        out["x-medium"] = medium_of(name, out)[0]
        out |= _limits(out, out)
    else:
        out.pop("x-medium", None)
    return out


def _limits(told: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Read the limits of files that a description tells in words."""
    text = str(told.get("description") or "")
    limits: dict[str, Any] = {}
    size, length = BYTES.search(text), SECONDS.search(text)
    if size:
        limits["x-max-bytes"] = round(float(size[1]) * UNIT[size[2].lower()])
    if length:
        limits["x-max-seconds"] = int(length[1])
    words = re.findall(r"[a-z0-9]+", text.lower())
    accepted = [kind for kind in TYPES if kind in words]
    if accepted:
        limits["x-accept"] = accepted
    return {key: value for key, value in limits.items() if key not in row}
