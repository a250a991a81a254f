"""Defaults that are samples of a playground: shown as examples, never sent unasked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.choices import as_type, number

if TYPE_CHECKING:
    from collections.abc import Mapping

RANDOM: Final = re.compile(
    r"(?<!\d)(-1|0)\b[^.;]{0,40}\brandom|\brandom\w*\b[^.;]{0,40}?(?<!\d)(-1|0)\b"
)
ADDRESS: Final = re.compile(r"^(https?:|data:|s3:|gs:)", re.IGNORECASE)
SAMPLE: Final = re.compile(r"\b(sample|example|placeholder|lorem|your)\b", re.IGNORECASE)
LONGEST: Final = 24
UNSET: Final[tuple[object, ...]] = ("", None, [], {})
TEXTS: Final = frozenset({"prompt", "negative_prompt"})


def settled(row: Mapping[str, Any], role: str) -> dict[str, Any]:
    """Return a description whose default is one that may be sent, or that has none.

    Args:
        row: In the normal form, with its ``x-kind``.
        role: What it is for.
    """
    out = dict(row)
    if role == "seed":
        out |= _random(out)
    if isinstance(out.get("properties"), dict):
        out["properties"] = {n: settled(r, n) for n, r in out["properties"].items()}
    if isinstance(out.get("items"), dict):
        out["items"] = settled(out["items"], "")
    if "default" not in out:
        return out
    default = as_type(out.pop("default"), out.get("type"))
    if default in UNSET and default is not False and default != 0:
        return {**out, "x-nullable": True} if default is None and "default" in row else out
    if _is_sample(default, out, role):
        if default not in out.get("examples", ()):
            out["examples"] = [*out.get("examples", ()), default]
        return out
    out["default"] = default
    return out


def _random(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the seed that stands for one drawn by the service, where the page tells."""
    if "x-random" in row:
        return {}
    text = f"{row.get('title', '')}. {row.get('description', '')}".lower()
    told = RANDOM.search(text)
    if told:
        return {"x-random": int(told[1] or told[2])}
    least = number(row.get("minimum"))
    return {"x-random": -1} if -1 in (row.get("default"), least) else {}


def _is_sample(default: object, row: Mapping[str, Any], role: str) -> bool:
    kind = row.get("x-kind")
    if kind in {"media", "list", "object", "seed"} or role in TEXTS or role == "seed":
        return True
    if isinstance(row.get("enum"), list):
        return default not in row["enum"]
    if isinstance(default, str):
        if row.get("type") not in {"string", None}:
            return True
        return bool(ADDRESS.match(default) or SAMPLE.search(default)) or len(default) > LONGEST
    return False
