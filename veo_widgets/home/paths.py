"""The folder that holds ledger, clips and the local server's records."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from veo_widgets._lib.files import PRIVATE_FOLDER, make_private, step_aside
from veo_widgets._lib.values import short
from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "VEO_WIDGETS_HOME"
DEFAULT = "veo_runs"


@dataclass(frozen=True, slots=True)
class Home:
    """The paths inside one home.

    Attributes:
        root: The folder itself, absolute.
    """

    root: Path

    @property
    def ledger(self) -> Path:
        """The SQLite file of all jobs."""
        return self.root / "ledger.sqlite"

    @property
    def clips(self) -> Path:
        """Finished clips and their posters, named by sha256."""
        return self.root / "clips"

    @property
    def derived(self) -> Path:
        """What is made from clips for comparing; may be deleted at any time."""
        return self.root / "derived"

    @property
    def blind(self) -> Path:
        """Copies for judgements that are going on, a folder for each."""
        return self.root / "blind"

    @property
    def reports(self) -> Path:
        """What the ids of each blind report stand for; never part of a report."""
        return self.root / "reports"

    @property
    def images(self) -> Path:
        """Input images, named by sha256."""
        return self.root / "images"

    @property
    def models(self) -> Path:
        """Model files that a person added."""
        return self.root / "models"

    def published(self, endpoint: str) -> Path:
        """An endpoint's model list, as it was last read."""
        name = hashlib.sha256(endpoint.encode()).hexdigest()[:16]
        return self.root / "published" / f"{name}.json"

    @property
    def server(self) -> Path:
        """The local server's own records."""
        return self.root / "server"

    @property
    def id(self) -> str:
        """A name of 16 hexadecimal digits that stands for the path in URLs."""
        return hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]


def open_home(
    path: str | os.PathLike[str] | None = None, environ: Mapping[str, str] = os.environ
) -> Home:
    """Make sure that a home exists and can be written.

    Args:
        path: The folder; ``VEO_WIDGETS_HOME`` or ``./veo_runs`` when not given.
        environ: Where the variable is looked up.

    Returns:
        The home, its folders made and this user's alone, with a ``.gitignore`` of its own.

    Raises:
        HomeError: The folder cannot be made or written.
    """
    named = DEFAULT if path is None else path
    if path is None or (isinstance(path, str) and not path):
        named = environ.get(VARIABLE) or DEFAULT
    if not isinstance(named, (str, os.PathLike)) or "\0" in str(named):
        raise HomeError(f"a home is a folder, not {short(path)}")
    try:
        root = Path(named).expanduser().absolute()
        os.fsencode(root)
    except (TypeError, ValueError, RuntimeError):
        raise HomeError(f"a home is a folder, not {short(path)}") from None
    home = Home(root)
    try:
        root.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        make_private(root)
        for folder in (home.clips, home.images):
            _make(folder)
        ignore = root / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        if not os.access(root, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise HomeError(
            f"the home {root} cannot be written ({error.strerror}); give another "
            f"folder with home=… or {VARIABLE}"
        ) from error
    return home


def _make(folder: Path) -> None:
    """Make a folder; what lies there under its name and is none is moved out of the way."""
    if os.path.lexists(folder) and not folder.is_dir():
        step_aside(folder)
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
