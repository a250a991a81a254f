"""Things that are written to a file and opened from one: what does it is told from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from veo_widgets._lib.judged import call

if TYPE_CHECKING:
    from os import PathLike


class Filed:
    """Gives a sweep its file."""

    spec: Any

    def to_yaml(self, path: str | PathLike[str] | None = None) -> str:
        """Return the sweep as YAML; ``veo-widgets sweep FILE.yaml`` runs it.

        Args:
            path: Where to write it, too. The images it names are written beside it, to
                ``<name>_images/``, and named from there: the two can move together.

        Raises:
            InvalidRequest: The file cannot be written.
            MediaError: The home lacks an image.
        """
        text: str = self.spec.to_yaml() if path is None else call("write_sweep", self, path)
        return text

    @classmethod
    def from_yaml(cls, path: str | PathLike[str], *, client: Any = None) -> Self:  # noqa: ANN401
        """Open the sweep that a file defines; nothing is sent before ``run``.

        Args:
            path: A YAML or JSON file, as ``to_yaml`` writes it. The images it names are
                looked for from its own folder.
            client: Who sends; the package's own when not given.

        Raises:
            InvalidRequest: The file is none, or defines no sweep; with the line.
            MediaError: An image cannot be used.
        """
        opened: Self = call("open_sweep_file", path, client=client)
        return opened
