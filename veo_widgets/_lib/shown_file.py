"""A picture or a video that was written: a path that a cell shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.displayable import Displayable

if TYPE_CHECKING:
    Base = Path
else:
    Base = type(Path())

PICTURES: Final = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class ShownFile(Displayable, Base):
    """A path as any other; at the end of a cell it is the picture or the player."""

    @property
    def picture(self) -> str:
        """The mime type, where it is a picture; else empty."""
        return PICTURES.get(self.suffix.lower(), "") if self.is_file() else ""

    @property
    def video(self) -> bool:
        """Whether it can be played."""
        return self.suffix.lower() == ".mp4" and self.is_file()
