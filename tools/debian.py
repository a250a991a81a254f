"""Install Debian packages by name, or by what binaries lack: ``packages NAME…``, ``libraries FILE…``.

It runs before there is a virtual environment, on the standard library alone.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

APT = ("apt-get", "install", "-y", "-q", "--no-install-recommends")
LACKS = re.compile(r"^\s*(\S+) => not found$", re.MULTILINE)
SONAME = re.compile(r"(?P<name>lib.+?)\.so(?:\.(?P<version>\d+))?")
ELSEWHERE = {
    "libgcc_s.so.1": "libgcc-s1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libnssutil3.so": "libnss3",
    "libplc4.so": "libnspr4",
    "libplds4.so": "libnspr4",
    "libsmime3.so": "libnss3",
}


class Unmet(Exception):
    """Something is missing that cannot be installed here."""


def lacking(listing: str) -> list[str]:
    """Return the libraries that ``ldd`` looked for in vain, each once."""
    return sorted(set(LACKS.findall(listing)))


def package(library: str, exists: Callable[[str], bool]) -> str:
    """Return the package of a library, by the naming rule of Debian's policy (8.1).

    Raises:
        Unmet: No package of such a name exists.
    """
    if library in ELSEWHERE:
        stem = ELSEWHERE[library]
    elif match := SONAME.fullmatch(library):
        name, version = match["name"].lower().replace("_", "-"), match["version"] or ""
        dash = "-" if version and name[-1].isdigit() else ""
        stem = f"{name}{dash}{version}"
    else:
        stem = library
    for name in (stem, f"{stem}t64"):
        if exists(name):
            return name
    raise Unmet(f"{library} is missing and no Debian package {stem} has it; install it by hand")


def known(name: str) -> bool:
    """Tell whether apt has a real package of this name."""
    done = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", name],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"Package: {name}\n" in done.stdout


def may_install(names: list[str]) -> None:
    """Refuse in words where apt or its rights are missing."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Unmet(
            f"{' '.join(names)} missing, and cannot be installed here (no root or no apt);"
            " install it and run make again"
        )
    subprocess.run(["apt-get", "update", "-qq"], check=True)


def install(names: list[str]) -> None:
    """Install packages without asking."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, *names], check=True, env=environment)


def listing(files: list[str]) -> str:
    """Return what ``ldd`` says of the files."""
    done = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False)
    return done.stdout


def libraries(files: list[str]) -> None:
    """Install what the files need and the system lacks."""
    missing = lacking(listing(files))
    if not missing:
        return
    may_install(missing)
    install(sorted({package(library, known) for library in missing}))
    if missing := lacking(listing(files)):
        raise Unmet(f"{' '.join(missing)} is still missing; install it and run make again")


def main(verb: str, names: list[str]) -> None:
    """Do one of the two verbs."""
    if verb == "libraries":
        libraries(names)
    else:
        may_install(names)
        install(names)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except (Unmet, subprocess.CalledProcessError) as error:
        sys.exit(f"make: {error}")
