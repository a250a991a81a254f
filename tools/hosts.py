"""Makes the hosts' environments, and writes the table of what was seen in them.

``python -m tools.hosts make [NAME …]`` makes each environment of ``tests/hosts/environments.toml``
under ``$VEO_HOSTS`` and puts a wheel of this tree into it. ``python -m tools.hosts write`` takes
what the tests left in ``artifacts/hosts`` into ``docs/hosts.json`` and prints ``docs/hosts.md``
from it.

``docs/hosts.json``::

    {"rows": [{"key": "studio", "title": "the studio is drawn"}, …],
     "hosts": [{"key": "lab", "title": "JupyterLab",
                "how": "real" | "emulated",          # emulated: stood in for by another host
                "date": "2026-11-26",                # when it was last looked at
                "versions": {"Python": "3.11.7", "jupyterlab": "4.6.6", …},
                "instead": "",                       # what the kit does there instead, or ""
                "cells": {"studio": {"verdict": "yes" | "part" | "no" | "none",
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

from tests.hosts.driver import CACHE, ENVIRONMENTS
from tests.hosts.looked import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
SEEN: Final = ROOT / "artifacts/hosts"
DATA: Final = ROOT / "docs/hosts.json"
PAGE: Final = ROOT / "docs/hosts.md"
STAMP: Final = ".made"
MARKS: Final = {"yes": "yes", "part": "in part", "no": "**no**", "none": "–"}
ABOUT: Final = """# Hosts

What a person does with the kit, and what was seen in each host: the real one, started in an environment of its own
with a wheel of the kit, and driven in Chromium. `make hosts` looks again and writes this page from `hosts.json`.
Where something stands in for a host, it says *emulated*.
"""
ORDER: Final = (
    *("lab", "lab-oldest", "notebook", "nbclassic", "hub", "voila", "voila-server"),
    *("marimo-edit", "marimo-run", "panel", "solara", "vscode", "colab"),
)


def run(*words: str, **how: Any) -> str:
    """Run a program to its end, and return what it printed."""
    environ = {**os.environ, "VEO_WIDGETS_SKIP_JS": "1"}
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, env=environ, **how)
    return done.stdout


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


def merged(old: dict[str, Any], seen: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the table with what was seen since in the place of what it said."""
    hosts = {host["key"]: host for host in [*old.get("hosts", []), *seen]}
    places = {key: place for place, key in enumerate(ORDER)}
    return {
        "rows": [{"key": key, "title": title} for key, title in ROWS.items()],
        "hosts": sorted(hosts.values(), key=lambda host: places.get(host["key"], len(ORDER))),
    }


def page(table: dict[str, Any]) -> str:
    """Spell the table as Markdown: one short table of verdicts, then each host's facts."""
    rows, hosts = table["rows"], table["hosts"]
    lines = [
        ABOUT,
        line(["", *(str(number) for number in range(1, len(rows) + 1))]),
        line(["---"] * (len(rows) + 1)),
    ]
    for host in hosts:
        title = host["title"] + (" (emulated)" if host["how"] == "emulated" else "")
        verdicts = (host["cells"].get(row["key"], {}).get("verdict", "none") for row in rows)
        lines.append(line([title, *(MARKS[verdict] for verdict in verdicts)]))
    lines.append("")
    lines += [f"{number}. {row['title']}" for number, row in enumerate(rows, 1)]
    for host in hosts:
        lines += ["", f"## {host['title']}", "", facts(host), ""]
        lines += [line(["what", "seen"]), line(["---", "---"])]
        for row in rows:
            cell = host["cells"].get(row["key"])
            if cell:
                mark = "" if cell["verdict"] == "yes" else f"{MARKS[cell['verdict']]}: "
                lines.append(line([row["title"], mark + cell["text"]]))
    return "\n".join(lines) + "\n"


def facts(host: dict[str, Any]) -> str:
    """Spell when a host was looked at, in what versions, and what the kit does there instead."""
    versions = ", ".join(f"{name} {version}" for name, version in host["versions"].items())
    how = "Emulated" if host["how"] == "emulated" else "Real"
    instead = f" Instead: {host['instead']}." if host["instead"] else ""
    return f"{how}, {host['date']}: {versions}.{instead}"


def line(cells: Sequence[str]) -> str:
    """Spell a line of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def write() -> None:
    """Write the table and its page."""
    old = json.loads(DATA.read_text("utf-8")) if DATA.exists() else {}
    seen = [json.loads(path.read_text("utf-8")) for path in sorted(SEEN.glob("*.json"))]
    table = merged(old, seen)
    DATA.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(table), encoding="utf-8")


def main() -> None:
    """Make, or write."""
    task, *names = sys.argv[1:]
    if task == "write":
        write()
        return
    kit = wheel()
    for name in names or [name for name in ENVIRONMENTS if name != "until"]:
        made(name, kit)


if __name__ == "__main__":
    main()
