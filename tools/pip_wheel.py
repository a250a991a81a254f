"""Print where this Python keeps the wheel of pip that it makes environments with.

pip runs from it as it is, which spares the half minute in which an environment gets a pip
of its own; a Debian Python has it from a package that brings no other.
"""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from pathlib import Path


def wheel() -> Path | None:
    """Return the newest wheel of pip, or ``None`` where there is none."""
    ensurepip = importlib.util.find_spec("ensurepip")
    bundled = [Path(ensurepip.origin).parent / "_bundled"] if ensurepip and ensurepip.origin else []
    shared = sysconfig.get_config_var("WHEEL_PKG_DIR") or "/usr/share/python-wheels"
    return next((found for at in (Path(shared), *bundled) for found in at.glob("pip-*.whl")), None)


if __name__ == "__main__":
    path = wheel()
    sys.exit(1) if path is None else print(path)
