"""Check a wheel and an sdist that were built: complete, of one version, and usable without Node.

Run it as ``python -m tools.check_release FOLDER [PYTHON ...]``; it publishes nothing. Each Python that
is named gets a clean environment for each of the two files.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

ROOT: Final = Path(__file__).resolve().parents[1]
BUNDLE: Final = ("widgets.js", "stub.js", "report.js", "LICENSES.txt")
IN_WHEEL: Final = (
    *(f"veo_widgets/static/{name}" for name in BUNDLE),
    "veo_widgets/py.typed",
    "veo_widgets/__init__.pyi",
    "veo_widgets/storyboard/sprites/NOTICE",
    "*.dist-info/licenses/LICENSE",
    "*.dist-info/licenses/veo_widgets/storyboard/sprites/NOTICE",
    "*.data/data/etc/jupyter/jupyter_server_config.d/veo_widgets.json",
)
IN_SDIST: Final = (
    *(f"veo_widgets/static/{name}" for name in BUNDLE),
    "hatch_build.py",
    "pyproject.toml",
    "js/package-lock.json",
    "js/build.mjs",
    "LICENSE",
    "CHANGELOG.md",
)
NEVER: Final = re.compile(r"node_modules/|\.venv/|__pycache__|veo_runs/|\.pyc$|(^|/)dist/")
DATED: Final = re.compile(r"^## (\S+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)
USED: Final = """
import veo_widgets as veo
from veo_widgets._lib.bundles import module_source
assert all(getattr(veo, name) is not None for name in veo.__all__)
assert all(module_source(name) for name in ("widgets", "stub", "report"))
model = veo.Client(home="home").models()["veo-3.1-fast"]
print(veo.__version__, model.price({"prompt": "a fox", "duration": 4}))
"""


def missing(names: Collection[str], wanted: Collection[str]) -> list[str]:
    """Return what an archive lacks; a star stands for the part that carries the version."""
    return [
        want
        for want in wanted
        if not any(
            name.endswith(want[1:]) if want.startswith("*") else name == want for name in names
        )
    ]


def sources(root: Path = ROOT) -> list[str]:
    """Return every file of the package that must be in a wheel: code, models, sprites, words."""
    kept = (
        path.relative_to(root).as_posix()
        for path in (root / "veo_widgets").rglob("*")
        if path.is_file() and "static" not in path.parts
    )
    return [name for name in kept if not NEVER.search(name)]


def faults(wheel: Collection[str], sdist: Collection[str], wanted: Collection[str]) -> list[str]:
    """Say what is missing of either, and what is in it that should not be.

    Args:
        wheel: Names in the wheel.
        sdist: Names in the sdist, without its top folder.
        wanted: What both must hold besides what every release does.
    """
    return [
        *(f"the wheel lacks {name}" for name in missing(wheel, (*IN_WHEEL, *wanted))),
        *(f"the sdist lacks {name}" for name in missing(sdist, (*IN_SDIST, *wanted))),
        *(f"{name} should not be released" for name in (*wheel, *sdist) if NEVER.search(name)),
    ]


def version_faults(version: str, changes: str, files: Collection[str]) -> list[str]:
    """Say where a version is not the one that is released, or its changes bear no date."""
    head = re.search(r"^## .*$", changes, re.MULTILINE)
    dated = DATED.match(head.group()) if head else None
    words = [f"{name} is not of {version}" for name in files if f"-{version}" not in name]
    if dated is None or dated.group(1) != version:
        words.append(f"CHANGELOG.md does not begin with '## {version} (YYYY-MM-DD)'")
    return words


def use(archive: Path, python: str) -> str:
    """Install an archive into a clean environment that has no Node, and use it there.

    Args:
        archive: A wheel or an sdist.
        python: A path, a name or a version, which is looked for where this process looks.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("VEO_", "SEGMIND", "PYTHONPATH"))
        }
        bare = {**kept, "PATH": str(folder)}  # nothing is there, and no Node
        uv, there = shutil.which("uv") or "uv", folder / "env/bin/python"
        made = [uv, "venv", "-q", "--python", python, str(folder / "env")]
        subprocess.run(made, check=True, env=kept)
        put = [uv, "pip", "install", "-q", "--system-certs", "--python", str(there)]
        pins = ["-c", str(ROOT / "constraints.txt")]
        subprocess.run([*put, *pins, str(archive)], check=True, env=bare, cwd=folder)

        def said(*command: str) -> str:
            done = subprocess.run(
                command, check=True, env=bare, cwd=folder, stdout=subprocess.PIPE, text=True
            )
            return done.stdout.strip()

        assert said(str(there.parent / "veo-widgets"), "models")
        return said(str(there), "-c", USED)


def main() -> None:
    """Check the two files of a folder, and use them with each Python that is named."""
    folder, pythons = Path(sys.argv[1]).resolve(), sys.argv[2:]
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        packed = [member.name.partition("/")[2] for member in archive if member.isfile()]
    version = (ROOT / "veo_widgets/__init__.py").read_text("utf-8").split('__version__ = "')[1]
    words = [
        *faults(zipfile.ZipFile(wheel).namelist(), packed, sources()),
        *version_faults(
            version.partition('"')[0],
            (ROOT / "CHANGELOG.md").read_text("utf-8"),
            [wheel.name, sdist.name],
        ),
    ]
    if words:
        sys.exit("\n".join(words))
    for python in pythons:
        for each in (wheel, sdist):
            print(python, each.name, use(each, python), flush=True)
    print(
        f"{wheel.name} ({wheel.stat().st_size} bytes) and {sdist.name} ({sdist.stat().st_size} bytes)"
    )


if __name__ == "__main__":
    main()
