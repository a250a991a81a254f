"""Warnings: what Google says of Veo that the model pages do not.

The service may or may not enforce these, so they never refuse a request. Sources
are in ``docs/protocol.md``, part 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Rule = tuple[str, str, str]
GEMINI: Final = "Gemini API video documentation, 2025-11-05"
VERTEX: Final = "Vertex AI Veo reference, autumn 2025"
LAST_SEED: Final = 2**32 - 1


def _is_hd(asked: Mapping[str, Any]) -> bool:
    return asked.get("resolution") == "1080p"


RULES: Final[Mapping[str, tuple[Callable[[Mapping[str, Any]], bool], Rule]]] = {
    "hd_needs_8s": (
        lambda asked: _is_hd(asked) and asked.get("duration", 8) != 8,
        ("duration", "Google's Veo 3.1 makes 1080p only at 8 seconds.", GEMINI),
    ),
    "hd_needs_16_9": (
        lambda asked: _is_hd(asked) and asked.get("aspect_ratio", "16:9") != "16:9",
        ("aspect_ratio", "Google's Veo 3 makes 1080p only at 16:9.", GEMINI),
    ),
    "last_needs_image": (
        lambda asked: bool(asked.get("last_frame")) and not asked.get("image"),
        ("last_frame", "Google's Veo takes a last frame only with a first.", GEMINI),
    ),
    "references_8s": (
        lambda asked: (
            bool(asked.get("reference_images"))
            and (
                asked.get("duration", 8) != 8
                or asked.get("aspect_ratio", "16:9") != "16:9"
                or len(asked["reference_images"]) > 3
            )
        ),
        (
            "reference_images",
            "Google's Veo takes up to 3 reference images, at 8 seconds and 16:9.",
            GEMINI,
        ),
    ),
    "negative_wording": (
        lambda asked: str(asked.get("negative_prompt") or "").lower().startswith("no "),
        (
            "negative_prompt",
            "Google advises to name the thing itself ('sharp angles'), without 'no'.",
            GEMINI,
        ),
    ),
    "odd_ratio": (
        lambda asked: asked.get("aspect_ratio") in {"4:3", "1:1", "3:4"},
        ("aspect_ratio", "Google's Veo 3 knows only 16:9 and 9:16.", VERTEX),
    ),
    "fps_30": (
        lambda asked: asked.get("fps") == 30,
        ("fps", "Google's Veo 3 makes 24 frames a second.", VERTEX),
    ),
    "seed_range": (
        lambda asked: isinstance(asked.get("seed"), int) and not 0 <= asked["seed"] <= LAST_SEED,
        ("seed", f"Google's seeds run from 0 to {LAST_SEED}.", VERTEX),
    ),
}
