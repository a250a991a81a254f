"""Clips as the browser draws them."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from veo_widgets import errors
from veo_widgets.catalogue import frame_size, prompt_of, said
from veo_widgets.catalogue.snippets import as_python
from veo_widgets.core.money import span
from veo_widgets.home.media_registry import media_path
from veo_widgets.media import Clip, VideoInfo, poster, smaller
from veo_widgets.media.credentials import credentials_of
from veo_widgets.view.asked import UNREAD, asked_of, checks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from veo_widgets.catalogue import Model
    from veo_widgets.media import Derived
    from veo_widgets.view.wire.common import ClipFacts, FactView
    from veo_widgets.view.wire.grid import GridClip
    from veo_widgets.view.wire.player import ClipView

LABEL_LENGTH: Final = 60
THUMB_WIDTH: Final = 192
NOTED_S: Final = 0.1
DIGEST: Final = re.compile("[0-9a-f]{64}")


class Unopened(NamedTuple):
    """A file that is shown as a clip that could not be opened.

    Attributes:
        name: What it is called.
        reason: Why, in words for people.
    """

    name: str
    reason: str


def clip_facts(clip: Clip) -> ClipFacts:
    """Return what the file says of itself."""
    facts = clip.facts
    width, height = size_of(clip)
    return {
        "sha256": clip.sha256,
        "size": facts.size,
        "width": width,
        "height": height,
        "fps": facts.fps,
        "frames": facts.frames,
        "start": facts.start,
        "times": list(facts.times),
        "uneven": facts.uneven,
        "duration": facts.duration,
        "length": max(facts.length, facts.duration),
        "codec": facts.video_codec,
        "has_audio": facts.has_audio,
    }


def size_of(clip: Clip) -> tuple[int, int]:
    """Return the pixels that a clip's place on the page is for: what was asked if unread."""
    facts = clip.facts
    return (facts.width, facts.height) if facts.decoded else frame_size(clip.parameters)


def clip_view(
    clip: Clip,
    home_id: str,
    estimate: str | None = None,
    model: Model | None = None,
    *,
    pictured: bool = True,
) -> ClipView:
    """Return what a player needs to know of a clip.

    Args:
        clip: The clip.
        home_id: Under what it is served; empty where it is not.
        estimate: What it was expected to cost, in words; what the clip knows of it if not given.
        model: What was asked for it, where that is known.
        pictured: Whether its poster is in it.
    """
    return {
        **clip_facts(clip),
        "title": label(clip),
        "code": as_python(clip.model, dict(clip.parameters)) if clip.model else "",
        "path": media_path(home_id, clip.sha256) if home_id else "",
        "poster": poster_uri(clip.path) if pictured else "",
        "prompt": plain(prompt_of(clip.parameters) or clip.path.name),
        "about": described(clip, model),
        "facts": fact_views(clip, estimate, model),
    }


def grid_clip(
    clip: Clip, derived: Derived, model: Model | None, *, stored: bool, served: bool
) -> GridClip:
    """Return what a pane needs to know of a clip.

    Args:
        clip: The clip.
        derived: Where its proxy and strip lie.
        model: What was asked for it; ``None`` where nobody knows.
        stored: Whether it lies in the home.
        served: Whether the Jupyter server was told of it, where it lies elsewhere.
    """
    made = derived.has(clip.sha256)
    return {
        **clip_facts(clip),
        "checks": checks(asked_of(model, clip.parameters), clip.facts),
        "loudness": derived.facts(clip.sha256).get("loudness") if made else None,
        "stored": stored,
        "served": served,
        "derived": made,
        "trouble": derived.trouble(clip.sha256),
    }


def label(clip: Clip) -> str:
    """Name a clip in a few words."""
    prompt = plain(prompt_of(clip.parameters) or clip.path.name)
    short = prompt if len(prompt) <= LABEL_LENGTH else prompt[: LABEL_LENGTH - 1] + "…"
    return f"{clip.model}: {short}" if clip.model else short


def plain(text: object) -> str:
    """Return a text on one line, as it can be sent: also the name of a file of any bytes."""
    return " ".join(str(text).encode("utf-8", "replace").decode().split())


def labels_of(clips: Sequence[Clip | Unopened], given: Sequence[str] | None) -> list[str]:
    """Name clips apart: as given, else by file or by what was asked."""
    if given is not None:
        return list(given)
    names = [_name(clip) for clip in clips]
    if len(set(names)) == len(names):
        return names
    longer = [
        name if isinstance(clip, Unopened) else f"{name} · {label(clip)}"
        for name, clip in zip(names, clips, strict=True)
    ]
    return [
        name if longer.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(longer, 1)
    ]


def _name(clip: Clip | Unopened) -> str:
    if isinstance(clip, Unopened):
        return clip.name
    told = said(clip.parameters, "seed")
    seed = "–" if told is None else told
    return f"{clip.model} · seed {seed}" if clip.model else plain(clip.path.name)


def described(clip: Clip, model: Model | None = None) -> str:
    """Say model, size, seconds and seed of a clip in a few words."""
    facts, seed = clip.facts, said(clip.parameters, "seed")
    words = [
        model.title if model else clip.model,
        *(
            [f"{facts.width}×{facts.height}", f"{facts.duration:.3g} s"]
            if facts.decoded
            else [UNREAD]
        ),
        "" if seed is None else f"seed {plain(seed)}",
    ]
    return " · ".join(filter(None, words))


def fact_views(
    clip: Clip, estimate: str | None = None, model: Model | None = None
) -> list[FactView]:
    """Set what was asked beside what came, and what else is known of a clip.

    Args:
        clip: The clip.
        estimate: What it was expected to cost, in words; what the clip knows of it if not given.
        model: What was asked for it; ``None`` where nobody knows, and its defaults are not told.
    """
    facts, seed = clip.facts, said(clip.parameters, "seed")
    told = None if seed is None else plain(seed)
    expected = estimate or (clip.estimate and span(*clip.estimate).replace("-", "–"))
    signed = credentials_of(clip.path)
    return [
        *checks(asked_of(model, clip.parameters), facts),
        *_of_file(facts),
        _fact("seed", told, told),
        _fact("cost", expected and f"est. {expected}", _dollars(clip.cost)),
        *([_fact("Content Credentials", None, signed)] if signed else []),
    ]


def _of_file(facts: VideoInfo) -> list[FactView]:
    if not facts.decoded:
        return []
    longer = facts.length > facts.duration + NOTED_S
    codecs = " + ".join(filter(None, (facts.video_codec, facts.audio_codec)))
    return [
        *([_fact("length with sound", None, f"{facts.length:g} s")] if longer else []),
        _fact("codecs", None, codecs),
    ]


def _dollars(cost: float | None) -> str | None:
    return None if cost is None else f"${cost:.2f}"


def _fact(name: str, asked: str | None, got: str | None) -> FactView:
    return {"name": name, "asked": asked, "got": got or "not known", "differs": False}


def poster_uri(path: Path) -> str:
    """Return a clip's first frame as a data URI of a small JPEG; empty without one.

    Only a clip that is named by its digest has its poster beside it; beside any other
    file lies somebody's picture.
    """
    beside = path.with_suffix(".jpg")
    try:
        data = (
            beside.read_bytes() if DIGEST.fullmatch(path.stem) and beside.exists() else poster(path)
        )
    except (errors.MediaError, OSError):
        return ""
    return _jpeg_uri(data)


def thumb_uri(path: Path, thumb: Path, width: int = THUMB_WIDTH) -> str:
    """Return a clip's first frame as a data URI of a small JPEG; empty without one.

    Args:
        path: The clip.
        thumb: Where the small picture lies, if it was made.
        width: Pixels at most.
    """
    beside = path.with_suffix(".jpg")
    made = [thumb, *([beside] if DIGEST.fullmatch(path.stem) else [])]
    try:
        found = next((each for each in made if each.exists()), None)
        if found is not None:
            data = _smaller(found, found.stat().st_mtime_ns, width)
        else:
            data = poster(path, width=width)
    except (errors.MediaError, OSError):
        return ""
    return _jpeg_uri(data)


@lru_cache(maxsize=512)
def _smaller(picture: Path, _: int, width: int) -> bytes:
    """Return a picture as a small one, made once for as long as its file stays the same."""
    return smaller(picture.read_bytes(), width)


def _jpeg_uri(data: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
