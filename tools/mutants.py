"""Break the rules about money one by one; a test must notice each.

Reads ``mutants.toml``: file, old text (there exactly once), new text, the tests that
must fail. Each mutant runs in a tree of links with that file of its own. Ends with 1 if one survives.

Usage: ``python tools/mutants.py [WORD]`` (only those whose rule holds the word).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_S = 120
COPIED = ("veo_widgets", "tests", "tools", "pyproject.toml")


@dataclass(frozen=True)
class Mutant:
    """One broken rule.

    Attributes:
        rule: What no longer holds.
        file: Where, below the root.
        old: The text that is replaced.
        new: The text that breaks the rule.
        tests: What must fail, as pytest takes it.
        fixtures: Whether the tests need those of ``conftest.py``.
    """

    rule: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    fixtures: bool = False


def read() -> list[Mutant]:
    """Return the mutants, each checked to fit the tree as it is.

    Raises:
        SystemExit: An old text is not there exactly once, or a test file is missing.
    """
    rows = tomllib.loads((Path(__file__).with_suffix(".toml")).read_text("utf-8"))["mutant"]
    mutants = [Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows]
    for mutant in mutants:
        count = (ROOT / mutant.file).read_text("utf-8").count(mutant.old)
        if count != 1:
            raise SystemExit(f"{mutant.file}: {mutant.old!r} is there {count} times, not once")
    return mutants


def killed(mutant: Mutant) -> tuple[bool, str]:
    """Tell whether the tests notice a mutant, and what they printed."""
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            source, copy = ROOT / name, Path(folder) / name
            if source.is_dir():
                shutil.copytree(source, copy, copy_function=os.symlink)
            else:
                copy.symlink_to(source)
        path = Path(folder) / mutant.file
        text = path.read_text("utf-8").replace(mutant.old, mutant.new)
        path.unlink()
        path.write_text(text, "utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        command += ["-p", "pytest_timeout", "--tb=line"]
        command += [] if mutant.fixtures else ["--noconftest"]
        try:
            run = subprocess.run(
                [*command, *mutant.tests],
                cwd=folder,
                env={
                    **os.environ,
                    "PYTHONPATH": folder,
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                },
                capture_output=True,
                text=True,
                timeout=TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return True, "it never ended"
    return run.returncode == 1, run.stdout[-2000:] + run.stderr[-500:]


def main() -> int:
    """Run the mutants, two at a time, and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", nargs="?", default="")
    word = parser.parse_args().word
    mutants = [mutant for mutant in read() if word in mutant.rule]
    survivors = 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for mutant, (dead, printed) in zip(mutants, pool.map(killed, mutants), strict=True):
            print(f"{'killed  ' if dead else 'SURVIVED'} {mutant.rule} ({mutant.file})", flush=True)
            if not dead:
                survivors += 1
                print(printed)
    print(f"{len(mutants) - survivors} killed, {survivors} survived")
    return int(survivors > 0)


if __name__ == "__main__":
    raise SystemExit(main())
