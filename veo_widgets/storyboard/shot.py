"""What one clip is to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shot:
    """A clip to draw and to sound: the same shot gives the same frames and samples.

    Attributes:
        model: The slug of the model that is stood in for; each has a look of its own.
        prompt: What to show.
        seed: Chooses the composition.
        width: Pixels, even.
        height: Pixels, even.
        seconds: Length.
        fps: Frames a second.
        negative: What to leave out.
        start: The picture to begin with, as file bytes.
        last: The picture to end on, as file bytes.
        references: Pictures of subjects to place, as file bytes.
        draft: Whether to draw for rehearsal: quicker and rougher.
        clean: Whether to leave out all words, the tag too, so that the picture does
            not tell what was asked for.
    """

    model: str
    prompt: str
    seed: int
    width: int
    height: int
    seconds: float
    fps: int
    negative: str = ""
    start: bytes | None = None
    last: bytes | None = None
    references: tuple[bytes, ...] = ()
    draft: bool = False
    clean: bool = False

    @property
    def frames(self) -> int:
        """Number of frames."""
        return round(self.seconds * self.fps)
