"""The kit without a page: scripts, prompts, and notebooks that are run by programs."""

from __future__ import annotations

import subprocess
from functools import partial
from typing import TYPE_CHECKING

import nbformat
import pytest

from tests.e2e.lab import book
from tests.hosts.driver import ENVIRONMENTS, PATIENCE_S, environment, python, variables, versions
from tests.hosts.seen import Seen

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
MAKE = "veo.run('veo-3-fast', prompt='a fox in the snow', duration=4, seed=1)"
SCRIPT = f"import veo_widgets as veo\nclip = {MAKE}\nprint(clip.width, clip.height)"
TYPED = f"import veo_widgets as veo\nclip = {MAKE}\nveo.jobs()[0]\nprint('seen', clip.width)\n"
CELLS = ("import veo_widgets as veo", MAKE, "veo.jobs()[0]", "veo.studio()")
VIEW = "application/vnd.jupyter.widget-view+json"
KERNELS = ("lab", "lab-oldest", "kernels-312", "kernels-313")


def typed(name: str, folder: Path, *command: str) -> str:
    """Type at a prompt, and return what is seen."""
    done = subprocess.run(
        [str(environment(name) / "bin" / command[0]), *command[1:]],
        input=TYPED,
        env=variables(name, folder),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert "seen 1280" in done.stdout, (done.stdout + done.stderr)[-2000:]
    return done.stdout


def drawn(path: Path) -> int:
    """Count the widgets that a notebook shows, each with its still."""
    cells = nbformat.read(path, 4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    pages = [output.data for output in outputs if "data" in output]
    stills = [page for page in pages if "veo-still" in page.get("text/html", "")]
    assert stills
    return sum(VIEW in page for page in pages)


@pytest.mark.parametrize("name", KERNELS)
def test_scripts_prompts_and_programs_run_it(folder: Path, name: str) -> None:
    parts = ["ipykernel", "ipywidgets", "anywidget", "ipython", "nbclient"]
    programs = {"nbclient": ("-c", "from nbclient.cli import main; main()")} | (
        {"papermill": ("-m", "papermill")} if "papermill" in ENVIRONMENTS[name]["needs"] else {}
    )
    key = "kernel-" + name.removeprefix("kernels-")
    packages = [*parts, *(name for name in programs if name not in parts)]
    seen = Seen(key, "real", versions(name, *packages))

    def script() -> str:
        assert python(name, folder, "-c", SCRIPT).split() == ["1280", "720"]
        return "one clip"

    def prompt(*command: str) -> str:
        assert "ready" in typed(name, folder, *command).lower()
        return "a job is one line"

    def by(program: str, *command: str) -> str:
        path = folder / f"{program}.ipynb"
        book(path, *CELLS)
        words = {
            "nbclient": ("--inplace", str(path)),
            "papermill": (str(path), str(path), "--no-progress-bar"),
        }[program]
        python(name, folder, *command, *words)
        count = drawn(path)
        assert count >= 2
        return f"to its end; {count} widgets, each with its still"

    with seen.kept(("script", "repl", "ipython", *programs)):
        seen.attempt("script", script)
        seen.attempt("repl", lambda: prompt("python", "-i"))
        seen.attempt("ipython", lambda: prompt("ipython", "--simple-prompt", "--no-banner"))
        for program, command in programs.items():
            seen.attempt(program, partial(by, program, *command))
    assert not seen.not_yes()
