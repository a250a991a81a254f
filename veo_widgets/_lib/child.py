"""Python processes of our own, apart from the folder that somebody works in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = str(Path(__file__).resolve().parents[2])
START: Final = (
    "import runpy, sys; root, name = sys.argv[1:3]; del sys.argv[1:3]; "
    "root in sys.path or sys.path.append(root); "
    "runpy.run_module(name, run_name='__main__', alter_sys=True)"
)


def command(module: str, *words: str) -> list[str]:
    """Return what runs a module of the kit in a process of its own.

    A ``queue.py`` in the working folder is not imported in place of Python's, yet the
    kit is found where this process found it.
    """
    return [sys.executable, "-P", "-c", START, ROOT, module, *words]


def environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment without keys: no child of ours needs one."""
    return {name: value for name, value in environ.items() if not name.endswith("_API_KEY")}
