"""What a release must hold, and what its check finds."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.check_release import BUNDLE, IN_SDIST, IN_WHEEL, faults, sources, use, version_faults

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[1]
WHEEL = [name.replace("*", "veo_widgets-1.0") for name in IN_WHEEL]


def test_an_archive_that_is_whole_is_without_fault() -> None:
    assert faults(WHEEL, IN_SDIST, []) == []


def test_what_an_archive_lacks_and_what_it_should_not_hold_is_said() -> None:
    short = [name for name in WHEEL if not name.endswith("widgets.js")]

    assert faults(short, [*IN_SDIST, "js/node_modules/x.js"], ["veo_widgets/x.py"]) == [
        "the wheel lacks veo_widgets/static/widgets.js",
        "the wheel lacks veo_widgets/x.py",
        "the sdist lacks veo_widgets/x.py",
        "js/node_modules/x.js should not be released",
    ]


def test_every_file_of_the_package_belongs_to_a_release() -> None:
    names = sources()

    assert {"veo_widgets/py.typed", "veo_widgets/catalogue/models/veo-2.json"} <= set(names)
    assert not [name for name in names if name.endswith(".pyc") or "/static/" in name]


def test_a_version_stands_in_names_and_at_the_top_of_the_dated_changes() -> None:
    changes = "# Changes\n\n## 1.2.0 (2026-01-02)\n\n- x\n"

    assert version_faults("1.2.0", changes, ["veo_widgets-1.2.0.tar.gz"]) == []
    assert len(version_faults("1.2.0", changes, ["veo_widgets-1.1.0.tar.gz"])) == 1
    assert len(version_faults("1.3.0", changes, [])) == 1
    assert len(version_faults("1.2.0", "# Changes\n\n## Unreleased\n", [])) == 1


def test_a_python_is_looked_for_before_the_path_is_emptied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[tuple[list[str], str]] = []

    def run(command: list[str], **settings: Any) -> subprocess.CompletedProcess[str]:
        ran.append((command, settings["env"]["PATH"]))
        return subprocess.CompletedProcess(command, 0, "0.2 0.8 USD\n")

    monkeypatch.setattr(subprocess, "run", run)

    assert use(Path("veo_widgets-1.0.tar.gz"), "python3.12") == "0.2 0.8 USD"
    (made, whole), *others = ran
    assert "python3.12" in made
    assert whole == os.environ["PATH"]
    assert len(others) == 3
    assert whole not in {path for _, path in others}


def test_the_licence_of_everything_bundled_goes_with_the_bundles() -> None:
    static = ROOT / "veo_widgets" / "static"
    told = (static / "LICENSES.txt").read_text("utf-8")
    imported = {
        name
        for path in (ROOT / "js" / "src").rglob("*.ts*")
        for name in re.findall(r'from "(@?[a-z][\w./-]*)"', path.read_text("utf-8"))
    }
    packages = {"/".join(name.split("/")[: 2 if name[0] == "@" else 1]) for name in imported}

    assert {path.name for path in static.iterdir()} >= set(BUNDLE)
    assert {"preact", "diff"} <= packages
    assert all(
        re.search(rf"^{re.escape(name)} \d", told, re.MULTILINE) for name in packages - TYPES
    )


TYPES = {"@anywidget/types"}
