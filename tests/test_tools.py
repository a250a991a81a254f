"""What the tools of a fresh machine decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from tools import check_lengths, check_pins, debian

if TYPE_CHECKING:
    from pathlib import Path

LDD = """\
/x/driver/node:
\tlinux-vdso.so.1 (0x00007ffd)
\tlibatomic.so.1 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
/x/other:
\tlibatomic.so.1 => not found
\tlibasound.so.2 => not found
"""


def test_what_ldd_looked_for_in_vain_is_named_once() -> None:
    assert debian.lacking(LDD) == ["libasound.so.2", "libatomic.so.1"]
    assert debian.lacking("\tnot a dynamic executable\n") == []


@pytest.mark.parametrize(
    ("library", "packages", "right"),
    [
        ("libatomic.so.1", {"libatomic1"}, "libatomic1"),
        ("libX11-xcb.so.1", {"libx11-xcb1"}, "libx11-xcb1"),
        ("libcairo2.so.2", {"libcairo2-2"}, "libcairo2-2"),
        ("libnss3.so", {"libnss3"}, "libnss3"),
        ("libgcc_s.so.1", {"libgcc-s1"}, "libgcc-s1"),
        ("libasound.so.2", {"libasound2t64"}, "libasound2t64"),
        ("libgobject-2.0.so.0", {"libglib2.0-0t64"}, "libglib2.0-0t64"),
    ],
)
def test_a_library_is_found_by_the_naming_rule(
    library: str, packages: set[str], right: str
) -> None:
    assert debian.package(library, packages.__contains__) == right


def test_a_library_of_no_package_is_named() -> None:
    with pytest.raises(debian.Unmet, match=r"libodd\.so\.7 is missing"):
        debian.package("libodd.so.7", set().__contains__)


PROJECT = {
    "requires-python": ">=3.11",
    "classifiers": [
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.14",
    ],
}


def test_a_pin_that_refuses_an_early_release_is_told() -> None:
    releases = check_pins.supported(PROJECT)
    assert releases[0] == "3.11.0"
    assert "3.14.0" in releases
    pin = Requirement("soup==4.1.1")
    assert check_pins.refused(pin, ">=3.11.2", releases) == ["3.11.0", "3.11.1"]
    (words,) = check_pins.faults([pin], releases, lambda _: ">=3.11.2")
    assert words == "soup==4.1.1 needs Python >=3.11.2, and 3.11.0, 3.11.1 are supported"


def test_a_marker_takes_a_pin_from_where_it_would_be_refused() -> None:
    releases = check_pins.supported(PROJECT)
    pin = Requirement("soup==4.1.1 ; python_full_version >= '3.11.5'")
    assert check_pins.refused(pin, ">=3.11.5", releases) == []
    assert (
        check_pins.refused(Requirement("old==1 ; python_version < '3.12'"), "<3.14", releases) == []
    )


def test_a_pin_is_compared_with_what_is_installed() -> None:
    (words,) = check_pins.faults([Requirement("soup==9")], ["3.11.0"], lambda _: None)
    assert words.startswith("soup==9 is not what is installed")
    elsewhere = Requirement("soup==9 ; sys_platform == 'win32'")
    assert check_pins.faults([elsewhere], ["3.11.0"], lambda _: None) == []


def test_a_file_past_300_lines_is_told(tmp_path: Path) -> None:
    for name, count in (
        ("long.py", 301),
        ("right.tsx", 300),
        ("long.css", 400),
        ("wire.gen.ts", 400),
    ):
        folder = tmp_path / "js" / "src"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x\n" * count)
    assert check_lengths.past(tmp_path) == ["js/src/long.py: 301 lines"]
