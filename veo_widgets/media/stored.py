"""Input files as the home keeps them and a job names them."""

from __future__ import annotations

from dataclasses import dataclass, field

from veo_widgets.core.record import REFERENCE


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as it will be uploaded.

    Attributes:
        data: The file's bytes.
        kind: Its extension, as its bytes tell.
        sha256: 64 hexadecimal digits.
    """

    data: bytes = field(repr=False)
    kind: str
    sha256: str

    @property
    def name(self) -> str:
        """The file name in the home."""
        return f"{self.sha256}.{self.kind}"

    @property
    def reference(self) -> str:
        """What stands for the file in a job's parameters."""
        return REFERENCE + self.name
