"""What one render is asked for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import by_role, seconds_of
from veo_widgets.catalogue.units import USUAL_FPS

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_S: Final = 8.0


@dataclass(frozen=True, slots=True)
class RenderSpec:
    """A clip, fully described: the same spec gives the same bytes.

    Attributes:
        model: The model's slug; each has a look of its own.
        prompt: What to show.
        seed: Chooses the composition.
        width: Pixels, even.
        height: Pixels, even.
        seconds: Length.
        fps: Frames a second.
        sound: Whether to add a sound track.
        negative: What to leave out.
        start: The picture to begin with, as file bytes.
        last: The picture to end on, as file bytes.
        references: Pictures of subjects to place, as file bytes.
        draft: Whether to render for rehearsal: quicker and rougher.
        clean: Whether to leave all words out of the picture and the file.
        heard: A sound that is to be heard, as file bytes.
        shots: Prompt and seconds of each, where the clip is several shots one after the other.
        parameters: The request itself, images by their sha256; it travels in the
            file, so that a clip can tell what it was asked for.
    """

    model: str
    prompt: str
    seed: int
    width: int
    height: int
    seconds: float
    fps: int
    sound: bool
    negative: str = ""
    start: bytes | None = None
    last: bytes | None = None
    references: tuple[bytes, ...] = ()
    draft: bool = False
    clean: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)
    heard: bytes | None = None
    shots: tuple[tuple[str, float], ...] = ()

    @property
    def frames(self) -> int:
        """Number of frames."""
        return round(self.seconds * self.fps)

    def as_json(self) -> dict[str, Any]:
        """Return the spec as JSON can hold it, images by their sha256."""
        values = asdict(self)
        for name in ("start", "last"):
            values[name] = _digest(values[name])
        values["references"] = [_digest(data) for data in self.references]
        heard, shots = values.pop("heard"), values.pop("shots")
        return (
            values
            | ({"heard": _digest(heard)} if heard else {})
            | ({"shots": shots} if shots else {})
        )

    @property
    def key(self) -> str:
        """64 hexadecimal digits that name this very clip."""
        text = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def from_request(
    model: str,
    parameters: Mapping[str, Any],
    size: tuple[int, int],
    *,
    images: Mapping[str, Any],
    audible: bool,
    draft: bool = False,
    asked: Mapping[str, Any] | None = None,
    seconds: float | None = None,
    sound: bytes | None = None,
    shots: tuple[tuple[str, float], ...] = (),
) -> RenderSpec:
    """Turn a request into a spec.

    Args:
        model: The model's slug.
        parameters: The request, defaults filled in, with a seed; images by name.
        size: Width and height in pixels.
        images: File bytes under ``start``, ``last`` and ``references``.
        audible: Whether this model can make sound at all.
        draft: Whether to render for rehearsal.
        asked: The same by role; by the usual names where it is not given.
        seconds: The length; what the request says of it where it is not given.
        sound: A sound that came along, as file bytes.
        shots: Prompt and seconds of each, where there are several.
    """
    told = by_role(parameters) if asked is None else asked
    return RenderSpec(
        model=model,
        prompt=str(told.get("prompt") or ""),
        seed=int(told.get("seed") or 0),
        width=size[0],
        height=size[1],
        seconds=seconds or seconds_of(told) or USUAL_S,
        fps=int(told.get("fps") or USUAL_FPS),
        sound=sound is not None or (audible and bool(told.get("audio", True))),
        negative=str(told.get("negative_prompt") or ""),
        start=images.get("start"),
        last=images.get("last"),
        references=tuple(images.get("references", ())),
        draft=draft,
        parameters=dict(parameters),
        heard=sound,
        shots=shots,
    )


def image_name(data: bytes) -> str:
    """Return what stands for an image in the parameters of a file."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
