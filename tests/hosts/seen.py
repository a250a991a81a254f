"""What was seen in a host, as the table takes it."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Error

from tests.e2e.lab import ARTIFACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Verdict = Literal["yes", "no"]
ROWS = {
    "studio": "studio",
    "job": "Generate",
    "cell": "a job as last line",
    "plays": "a clip plays",
    "sound": "sound",
    "way": "clips come",
    "grid": "two clips in step",
    "judge": "judging",
    "reload": "after a reload",
    "models": "widget models of five outputs",
    "script": "script",
    "repl": "Python's prompt",
    "ipython": "IPython's prompt",
    "nbclient": "nbclient",
    "papermill": "papermill",
    "state": "with the widgets' state",
    "offline": "the same without the net",
    "bare": "without the widgets' state",
}
HOSTS = {
    "lab": "JupyterLab",
    "lab-oldest": "JupyterLab, the oldest that is supported",
    "collab": "JupyterLab with collaboration",
    "notebook": "Notebook 7",
    "nbclassic": "nbclassic",
    "hub": "JupyterHub with its proxy",
    "voila": "Voilà, alone",
    "voila-server": "Voilà, in a Jupyter server",
    "marimo-edit": "marimo, editing",
    "marimo-run": "marimo, as an app",
    "panel": "Panel",
    "solara": "Solara",
    "vscode": "VS Code",
    "colab": "Colab",
    "saved": "A page that nbconvert made",
    "kernel-lab": "Script, prompts and programs, Python 3.11",
    "kernel-lab-oldest": "Script, prompts and programs, the oldest kernel",
    "kernel-312": "Script, prompts and programs, Python 3.12",
    "kernel-313": "Script, prompts and programs, Python 3.13",
}
"""Every host that is looked at, in the order of the table."""
PAGES = ("studio", "cell", "job", "plays", "way", "sound", "grid", "judge", "reload")
"""The rows of a host that draws a page."""
FAILED = (AssertionError, Error, subprocess.SubprocessError)


@dataclass
class Seen:
    """What was seen in one host."""

    key: str
    title: str = field(init=False)
    how: Literal["real", "emulated"]
    versions: dict[str, str]
    instead: str = ""
    date: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())
    cells: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.title = HOSTS[self.key]

    def put(self, row: str, verdict: Verdict, text: str) -> None:
        """Write down one row."""
        self.cells[row] = {"verdict": verdict, "text": text}

    def attempt(self, row: str, act: Callable[[], str]) -> None:
        """Write down what was seen by an act, or that it failed."""
        try:
            text = act()
        except FAILED as error:
            self.put(row, "no", first_line(error))
        else:
            self.put(row, "yes", text)

    @contextmanager
    def kept(self, rows: Iterable[str]) -> Iterator[None]:
        """Leave all of it for the table when the block ends.

        What a failure came before is written as a failure; a run that is killed leaves nothing.
        """
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:
            for row in rows:
                if row not in self.cells:
                    self.put(row, "no", first_line(error))
            self._keep()
            raise
        self._keep()

    def _keep(self) -> None:
        folder = ARTIFACTS / "hosts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.key}.json").write_text(json.dumps(asdict(self), indent=1))

    def not_yes(self) -> dict[str, str]:
        """Return what did not go as it should."""
        return {row: cell["text"] for row, cell in self.cells.items() if cell["verdict"] != "yes"}


def first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
