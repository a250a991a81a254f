"""Warnings: what Google says of Veo that the model pages do not.

The service may or may not enforce these, so they never refuse a request. Sources
are in ``docs/protocol.md``, part 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

Asked = Mapping[str, Any]
GEMINI: Final = "Gemini API video documentation, 2025-11-05"
VERTEX: Final = "Vertex AI Veo reference, autumn 2025"
LAST_SEED: Final = 2**32 - 1
MOST_REFERENCES: Final = 3


class Rule(NamedTuple):
    """Something that Google says of a request.

    Attributes:
        applies: Tells whether a request is one of those.
        field: The parameter it is about.
        message: What Google says.
        source: Where.
        cure: The values that would do as Google says; none where only a person knows.
    """

    applies: Callable[[Asked], bool]
    field: str
    message: str
    source: str
    cure: Callable[[Asked], dict[str, Any]] = lambda _: {}


def _is_hd(asked: Asked) -> bool:
    return asked.get("resolution") == "1080p"


def _with_references(asked: Asked) -> dict[str, Any]:
    """Return what a request with reference images would have to say otherwise."""
    images = list(asked.get("reference_images") or ())
    wanted = {
        "duration": 8,
        "aspect_ratio": "16:9",
        "reference_images": images[:MOST_REFERENCES],
    }
    usual = {"duration": 8, "aspect_ratio": "16:9", "reference_images": []}
    given = {**usual, **asked}
    return {name: value for name, value in wanted.items() if given[name] != value}


def _without_no(asked: Asked) -> dict[str, Any]:
    words = str(asked["negative_prompt"])[len("no ") :].strip()
    return {"negative_prompt": words} if words else {}


RULES: Final[Mapping[str, Rule]] = {
    "hd_needs_8s": Rule(
        lambda asked: _is_hd(asked) and asked.get("duration", 8) != 8,
        "duration",
        "Google's Veo 3.1 makes 1080p only at 8 seconds.",
        GEMINI,
        lambda _: {"duration": 8},
    ),
    "hd_needs_16_9": Rule(
        lambda asked: _is_hd(asked) and asked.get("aspect_ratio", "16:9") != "16:9",
        "aspect_ratio",
        "Google's Veo 3 makes 1080p only at 16:9.",
        GEMINI,
        lambda _: {"aspect_ratio": "16:9"},
    ),
    "last_needs_image": Rule(
        lambda asked: bool(asked.get("last_frame")) and not asked.get("image"),
        "last_frame",
        "Google's Veo takes a last frame only with a first.",
        GEMINI,
    ),
    "references_8s": Rule(
        lambda asked: bool(asked.get("reference_images")) and bool(_with_references(asked)),
        "reference_images",
        "Google's Veo takes up to 3 reference images, at 8 seconds and 16:9.",
        GEMINI,
        _with_references,
    ),
    "negative_wording": Rule(
        lambda asked: str(asked.get("negative_prompt") or "").lower().startswith("no "),
        "negative_prompt",
        "Google advises to name the thing itself ('sharp angles'), without 'no'.",
        GEMINI,
        _without_no,
    ),
    "odd_ratio": Rule(
        lambda asked: asked.get("aspect_ratio") in {"4:3", "1:1", "3:4"},
        "aspect_ratio",
        "Google's Veo 3 knows only 16:9 and 9:16.",
        VERTEX,
        lambda asked: {"aspect_ratio": "9:16" if asked["aspect_ratio"] == "3:4" else "16:9"},
    ),
    "fps_30": Rule(
        lambda asked: asked.get("fps") == 30,
        "fps",
        "Google's Veo 3 makes 24 frames a second.",
        VERTEX,
        lambda _: {"fps": 24},
    ),
    "seed_range": Rule(
        lambda asked: isinstance(asked.get("seed"), int) and not 0 <= asked["seed"] <= LAST_SEED,
        "seed",
        f"Google's seeds run from 0 to {LAST_SEED}.",
        VERTEX,
        lambda asked: {"seed": min(max(asked["seed"], 0), LAST_SEED)},
    ),
}
