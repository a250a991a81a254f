"""Which rows of a public list are video models, and how that is told."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue.model import Model

FIELDS: Final = ("output", "output_type", "outputs", "returns", "category", "categories")
MORE: Final = ("tags", "task", "tasks", "type", "modality", "modalities", "kind", "output_modality")
MAKES: Final = re.compile(r"(^|[^a-z])(videos?|movie)([^a-z]|$)|[a-z0-9]2v(id|ideo)?([^a-z]|$)")
NAMES: Final = re.compile(r"video|[tirvs]2v|svd|lip-?sync|animat|talking", re.IGNORECASE)
NOT: Final = re.compile(
    r"video[-_ ]?(?:to|2)[-_ ]?(?:text|audio|sound|prompt|image|gif)|caption|transcri|understand|"
    r"video-?(?:qa|chat|analy|search|llm)",
    re.IGNORECASE,
)
OTHER: Final = re.compile(r"(^|[^a-z])(image|text|audio|speech|music|3d|embedding)s?([^a-z]|$)")
TELLS: Final = re.compile(
    r"\b(generat|creat|produc|turn|animat|mak|render|synthes)\w*\b[^.]{0,80}\b(videos?|clips?)\b",
    re.IGNORECASE,
)
LENGTHS: Final = ("duration", "frames")
PICTURES: Final = ("resolution", "aspect_ratio", "size", "width", "fps", "start_image", "video")


@lru_cache(1)
def known() -> Mapping[str, Any]:
    """Return the slugs that pages and lists were read to be of video models, and those not."""
    told = resources.files("veo_widgets.catalogue") / "others" / "known.json"
    data: Mapping[str, Any] = json.loads(told.read_text("utf-8"))
    return {**data, "video": frozenset(data["video"]), "other": frozenset(data["other"])}


def video_reason(slug: str, row: Mapping[str, Any], model: Model | None) -> tuple[bool, str]:
    """Tell whether a published row is a video model, and why.

    What the row says of its output goes first, then what is known of the slug, then its
    names, then what only makers of video ask for.

    Args:
        slug: The row's.
        row: As published.
        model: What its parameters are, where they could be read.
    """
    name = f"{slug} {row.get('name') or ''}"
    return (
        _by_row(row)
        or _by_slug(slug)
        or _by_name(name)
        or _by_parameters({} if model is None else model.names)
        or _by_words(slug, name, str(row.get("description") or ""))
    )


def _by_row(row: Mapping[str, Any]) -> tuple[bool, str] | None:
    told = " ".join(json.dumps(row[key]).lower() for key in (*FIELDS, *MORE) if row.get(key))
    if MAKES.search(told):
        return True, "its row says video"
    return (False, "its row says that it makes something else") if OTHER.search(told) else None


def _by_slug(slug: str) -> tuple[bool, str] | None:
    if slug in known()["other"]:
        return False, "known to make something else"
    return (True, "a known video model") if slug in known()["video"] else None


def _by_name(name: str) -> tuple[bool, str] | None:
    if NOT.search(name):
        return False, "its name says that a video goes in and none comes out"
    return (True, "its name says video") if NAMES.search(name) else None


def _by_parameters(names: Mapping[str, str]) -> tuple[bool, str] | None:
    if "last_frame" in names or "frames" in names:
        return True, f"it takes {names.get('last_frame') or names['frames']}"
    length = next((names[role] for role in LENGTHS if role in names), None)
    picture = next((names[role] for role in PICTURES if role in names), None)
    return (True, f"it takes {length} and {picture}") if length and picture else None


def _by_words(slug: str, name: str, description: str) -> tuple[bool, str]:
    if TELLS.search(description):
        return True, "its description says video"
    family = slug.partition("-")[0]
    kin = sorted(other for other in known()["video"] if other.startswith(f"{family}-"))
    if len(kin) > 1 and not OTHER.search(name.lower()):
        return True, f"of the family of {kin[0]}"
    return False, "nothing tells that it makes video"
