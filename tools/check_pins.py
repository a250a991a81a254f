"""Check, offline, that every pin fits every supported Python it is for."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
MINOR = re.compile(r"Programming Language :: Python :: (3\.\d+)")
PATCHES = 25


def supported(project: dict[str, list[str] | str]) -> list[str]:
    """Return each release of Python that a project names and does not refuse."""
    minors = MINOR.findall("\n".join(project["classifiers"]))
    releases = [f"{minor}.{patch}" for minor in minors for patch in range(PATCHES)]
    return list(SpecifierSet(str(project["requires-python"])).filter(releases))


def refused(pin: Requirement, requires: str, releases: list[str]) -> list[str]:
    """Return the releases of Python that a pin is for and that its package refuses."""
    accepts = SpecifierSet(requires)
    return [
        release
        for release in releases
        if release not in accepts and (pin.marker is None or pin.marker.evaluate(python(release)))
    ]


def python(release: str) -> dict[str, str]:
    """Return a release as environment markers."""
    return {
        "python_full_version": release,
        "python_version": ".".join(release.split(".")[:2]),
    }


def installed(pin: Requirement) -> str | None:
    """Return the Requires-Python of a pin's package if that very version is installed."""
    try:
        facts = metadata(pin.name)
    except PackageNotFoundError:
        return None
    return (facts["Requires-Python"] or "") if facts["Version"] in pin.specifier else None


def faults(
    pins: list[Requirement], releases: list[str], requires: Callable[[Requirement], str | None]
) -> list[str]:
    """Say of each pin that does not fit what it is and where it fails."""
    words = []
    for pin in pins:
        wanted = requires(pin)
        if wanted is None:
            if pin.marker is None:
                words.append(f"{pin} is not what is installed: run 'make setup', or 'make pins'")
        elif misfits := refused(pin, wanted, releases):
            words.append(f"{pin} needs Python {wanted}, and {', '.join(misfits)} are supported")
    return words


def main() -> None:
    """Check the constraints of this tree against its project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    if words := faults(pins, supported(project), installed):
        sys.exit("\n".join(words))


if __name__ == "__main__":
    main()
