"""Makes the hosts' environments, and writes the table of what was seen in them.

``python -m tools.hosts make [NAME …]`` makes each environment of ``tests/hosts/environments.toml``
under ``$VEO_HOSTS`` and puts a wheel of this tree into it. ``python -m tools.hosts write`` takes
what the tests left in ``artifacts/hosts`` into ``docs/hosts.json`` and prints ``docs/hosts.md``
from it.

``docs/hosts.json``::

    {"rows": [{"key": "studio", "title": "the studio is drawn"}, …],   # in the order of the table
     "hosts": [{"key": "lab", "title": "JupyterLab",
                "how": "real" | "emulated",          # emulated: stood in for by another host
                "date": "2026-11-26",                # when it was last looked at
                "versions": {"Python": "3.11.7", "jupyterlab": "4.6.6", …},
                "instead": "",                       # what the kit does there instead, or ""
                "cells": {"studio": {"verdict": "yes" | "no",
                                     "text": "drawn, with its form"}, …}},
               …]}

A row that a host has no cell for does not apply there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.hosts.driver import CACHE, ENVIRONMENTS, KIT, holds, sum_of
from tests.hosts.seen import HOSTS, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
SEEN: Final = ROOT / "artifacts/hosts"
DATA: Final = ROOT / "docs/hosts.json"
STAMP: Final = ".made"
PAGE: Final = ROOT / "docs/hosts.md"
BEGIN, END = "<!-- hosts -->", "<!-- end of hosts -->"


def run(*words: str) -> None:
    """Run a program to its end; it finds pyenv's Pythons too, which are not all on the path."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    path = [os.environ["PATH"], *map(str, sorted(pyenv.glob("versions/3.*/bin")))]
    environ = {**os.environ, "VEO_WIDGETS_SKIP_JS": "1", "PATH": os.pathsep.join(path)}
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=environ)


def wheel() -> Path:
    """Build the wheel of this tree, and return it."""
    folder = CACHE / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    words = ("-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT))
    run(sys.executable, *words)
    return next(folder.glob("*.whl"))


def made(name: str, kit: Path) -> None:
    """Make an environment, unless it is as it should be, and put the kit into it."""
    wanted, folder = ENVIRONMENTS[name], CACHE / name
    python = folder / "bin/python"
    install = ("uv", "pip", "install", "-q", "--system-certs", "--python", str(python))
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    text = json.dumps([wanted, ENVIRONMENTS["until"], pyproject])
    stamp = hashlib.sha256(text.encode()).hexdigest()
    if holds(name, kit) and (folder / STAMP).exists() and (folder / STAMP).read_text() == stamp:
        return
    (folder / KIT).unlink(missing_ok=True)
    if not (folder / STAMP).exists() or (folder / STAMP).read_text() != stamp:
        print(f"make: {wanted['title']}")
        shutil.rmtree(folder, ignore_errors=True)
        run("uv", "venv", "-q", "-p", wanted["python"], str(folder))
        run(*install, "--exclude-newer", ENVIRONMENTS["until"], str(kit), *wanted["needs"])
        if "node" in wanted:
            quiet = ("--no-fund", "--no-audit", "--silent")
            run("npm", "install", "--prefix", str(folder), *quiet, *wanted["node"])
        (folder / STAMP).write_text(stamp)
    run(*install, "--no-deps", "--reinstall", str(kit))
    (folder / KIT).write_text(sum_of(kit))


def merged(old: dict[str, Any], seen: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the table with what was seen since in the place of what it said."""
    hosts = {host["key"]: host for host in [*old.get("hosts", []), *seen]}
    return {
        "rows": [{"key": key, "title": title} for key, title in ROWS.items()],
        "hosts": [hosts[key] for key in HOSTS if key in hosts],
    }


def rows_of(table: dict[str, Any]) -> list[dict[str, str]]:
    """Return the table as it is printed: a line for each host, in words."""
    return [
        {
            "host": host["title"] + (" (emulated)" if host["how"] == "emulated" else ""),
            "version": ", ".join(f"{name} {number}" for name, number in host["versions"].items()),
            "date": host["date"],
            "seen": seen_in(host["cells"], table["rows"]),
            "instead": host["instead"],
        }
        for host in table["hosts"]
    ]


def unrun(table: dict[str, Any]) -> str:
    """Return a paragraph that names the hosts which the table is silent about."""
    seen = {host["key"] for host in table["hosts"]}
    absent = [title for key, title in HOSTS.items() if key not in seen]
    return f"**Not yet run**: {'; '.join(absent)}.\n\n" if absent else ""


def filled(page: str, table: dict[str, Any]) -> str:
    """Return the page of hosts with the table between its marks; the words around it stay."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    head = ("host", "versions", "date", "what was seen", "what it does instead")
    lines = [head, ("---",) * len(head), *(tuple(row.values()) for row in rows_of(table))]
    cells = [" | ".join(word.replace("|", r"\|") for word in line) for line in lines]
    lined = "\n".join(f"| {line} |" for line in cells)
    return f"{before}{BEGIN}\n\n{lined}\n\n{unrun(table)}{END}{after}"


def seen_in(cells: dict[str, dict[str, str]], rows: Sequence[dict[str, str]]) -> str:
    """Spell what was seen in a host, and then what was not."""
    there = [(row["title"], cells[row["key"]]) for row in rows if row["key"] in cells]
    good = [f"{title}: {cell['text']}" for title, cell in there if cell["verdict"] == "yes"]
    bad = [f"**not seen**: {title}" for title, cell in there if cell["verdict"] != "yes"]
    return "; ".join([*good, *bad])


def write() -> None:
    """Write the table."""
    old = json.loads(DATA.read_text("utf-8")) if DATA.exists() else {}
    seen = [json.loads(path.read_text("utf-8")) for path in sorted(SEEN.glob("*.json"))]
    table = merged(old, seen)
    text = json.dumps(table, indent=1, ensure_ascii=False)
    DATA.write_text(text + "\n", encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text("utf-8"), table), encoding="utf-8")


def main() -> None:
    """Make, or write; an environment that cannot be had stops no other."""
    task, *names = sys.argv[1:]
    if task == "write":
        write()
        return
    kit = wheel()
    for name in names or [name for name in ENVIRONMENTS if name != "until"]:
        try:
            made(name, kit)
        except subprocess.CalledProcessError as error:
            print(f"make: {name} was not made, and is passed over: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
