"""Where clips are served, and what a kernel and the Jupyter server share for it.

The two may live in different environments: all they share is Jupyter's runtime
folder, where a kernel registers the folders of its clips.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from veo_widgets.home.paths import Home

ROUTE: Final = "veo-widgets/media"
ABOUT: Final = "veo-widgets/about"
NAME: Final = re.compile(r"[0-9a-f]{64}\.(?:mp4|jpg|((?:proxy|pictures|small)\.mp4|strip\.jpg))")
HOME_ID: Final = re.compile(r"[0-9a-f]{16}")


def media_path(home_id: str, sha256: str) -> str:
    """Return where a clip is served, below the server's base URL."""
    return f"{ROUTE}/{home_id}/{sha256}.mp4"


def registry() -> Path:
    """Return the folder in which kernels register their homes."""
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir()) / "veo-widgets"


def register(home: Home) -> None:
    """Let the Jupyter server of this user find a home's clips."""
    folder = registry()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        entry = json.dumps({"clips": str(home.clips), "derived": str(home.derived)})
        known = folder / f"{home.id}.json"
        if _holds(known, entry):
            return
        fresh = folder / f"{home.id}.{os.getpid()}.tmp"
        fresh.write_text(entry, encoding="utf-8")
        fresh.replace(known)
    except OSError:
        return


def _holds(path: Path, entry: str) -> bool:
    try:
        return path.read_text("utf-8") == entry
    except (OSError, UnicodeError):
        return False


def register_file(home_id: str, sha256: str, path: Path) -> bool:
    """Let the Jupyter server stream a file that lies in no home, while it stays as it is.

    Args:
        home_id: 16 hexadecimal digits under which it is asked for.
        sha256: Its digest.
        path: Where it lies.

    Returns:
        Whether that was written down.
    """
    folder = registry()
    try:
        stat = path.stat()
        folder.mkdir(parents=True, exist_ok=True)
        entry = {"path": str(path), "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}
        fresh = folder / f"{home_id}.{sha256}.{os.getpid()}.tmp"
        fresh.write_text(json.dumps(entry), encoding="utf-8")
        fresh.replace(folder / f"{home_id}.{sha256}.json")
    except (OSError, ValueError):
        return False
    return True


def find(home_id: str, name: str) -> Path | None:
    """Return a served file, or ``None`` for anything that is not one."""
    named = NAME.fullmatch(name)
    if not HOME_ID.fullmatch(home_id) or named is None:
        return None
    try:
        told = json.loads((registry() / f"{home_id}.json").read_text("utf-8"))
        path: Path | None = Path(told["derived" if named[1] else "clips"]) / name
    except (OSError, ValueError, KeyError):
        path = None
    if path is not None and path.is_file():
        return path
    return None if named[1] else _elsewhere(home_id, name)


def _elsewhere(home_id: str, name: str) -> Path | None:
    """Return a registered file that is still the one that was registered."""
    sha256, _, ending = name.partition(".")
    if ending != "mp4":
        return None
    try:
        entry = json.loads((registry() / f"{home_id}.{sha256}.json").read_text("utf-8"))
        path = Path(entry["path"])
        stat = path.stat()
        same = (stat.st_size, stat.st_mtime_ns) == (entry["size"], entry["mtime_ns"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return path if same else None
