"""What was asked of a model, its defaults included, beside what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import by_role, frame_size, seconds_of
from veo_widgets.catalogue.size import SHAPING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.media import VideoInfo
    from veo_widgets.view.wire.common import FactView

NOTED_S: Final = 0.1
UNREAD: Final = "kept as it came; this machine cannot decode it"
NOTED_FPS: Final = 0.01


def asked_of(model: Model | None, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a request asks by role, with what the model does when it is not told."""
    asked = by_role(parameters, model, filled=True)
    seconds = seconds_of(parameters, model, filled=True)
    return asked if seconds is None else {**asked, "duration": seconds}


def checks(asked: Mapping[str, Any], facts: VideoInfo) -> list[FactView]:
    """Set what was asked beside what came.

    Args:
        asked: By role, as ``asked_of`` returns it.
        facts: What the file is.
    """
    if not facts.decoded:
        return [_check("clip", None, UNREAD, differs=False)]
    sized = any(role in asked for role in SHAPING)
    wanted = frame_size(asked) if sized else None
    size = (facts.width, facts.height)
    seconds, fps = _number(asked.get("duration")), _number(asked.get("fps"))
    sound = asked.get("audio")
    return [
        _check("size", wanted and _size(wanted), _size(size), differs=wanted not in {None, size}),
        _check(
            "length",
            None if seconds is None else f"{seconds:g} s",
            f"{facts.duration:.3g} s",
            differs=seconds is not None and abs(seconds - facts.duration) > NOTED_S,
        ),
        _check(
            "rate",
            None if fps is None else f"{fps:g} fps",
            f"{facts.fps:.4g} fps{', varying' if facts.times else ''}",
            differs=fps is not None and abs(fps - facts.fps) > NOTED_FPS,
        ),
        _check(
            "sound",
            ("yes" if sound else "no") if isinstance(sound, bool) else None,
            "yes" if facts.has_audio else "no",
            differs=isinstance(sound, bool) and sound is not facts.has_audio,
        ),
    ]


def _size(size: tuple[int, int]) -> str:
    return "×".join(map(str, size))


def _number(value: object) -> float | None:
    try:
        return float(str(value).strip().removesuffix("s"))
    except ValueError:
        return None


def _check(name: str, asked: str | None, got: str, *, differs: bool) -> FactView:
    return {"name": name, "asked": asked, "got": got, "differs": differs}
