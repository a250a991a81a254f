"""Check that no file of ours is past 300 lines."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("veo_widgets", "tests", "tools", "js/src", "js/test")
SUFFIXES = {".py", ".ts", ".tsx"}
GENERATED = {"wire.gen.ts"}
LONGEST = 300


def past(root: Path) -> list[str]:
    """Return each file that is too long, with its number of lines."""
    lengths = {
        path: len(path.read_text("utf-8").splitlines())
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in SUFFIXES and path.name not in GENERATED
    }
    return [f"{path.relative_to(root)}: {n} lines" for path, n in lengths.items() if n > LONGEST]


if __name__ == "__main__":
    if words := past(ROOT):
        sys.exit("\n".join([f"past {LONGEST} lines a file is about two things:", *words]))
