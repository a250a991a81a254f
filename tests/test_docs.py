"""What the pages say is true: the example runs, the notebooks run, commands exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbclient import NotebookClient
from typer.main import get_command

from tests.prints import prints_environment
from veo_widgets.cli import app

if TYPE_CHECKING:
    import click

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_the_readme_s_examples_run(
    capsys: pytest.CaptureFixture[str], mp4: Path, tmp_path: Path
) -> None:
    first, second = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(first, "README.md", "exec"), names)
    told = capsys.readouterr().out

    assert "$2.50-4.25" in told
    assert "1280 720 24.0 5.0 False" in told
    assert "('reused',)" in told
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(mp4.read_bytes())
    exec(compile(second, "README.md", "exec"), names)
    rows = names["sweep"].rows()
    assert len(rows) == 8
    assert {row["state"] for row in rows} <= {"ready", "planned"}


def test_every_command_has_help_and_the_pages_name_only_real_ones() -> None:
    command: click.Group = get_command(app)  # type: ignore[assignment]
    start = (ROOT / "docs" / "start.md").read_text("utf-8")
    named = set(re.findall(r"^veo-widgets (\w+)", start, re.MULTILINE))

    assert named <= set(command.commands)
    for sub in command.commands.values():
        assert sub.help
        assert all(
            getattr(option, "help", None) or option.name == "help"
            for option in sub.params
            if option.param_type_name == "option"
        )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_runs_and_is_kept_without_outputs(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kinds: Path
) -> None:
    environment = {"VEO_WIDGETS_LOCAL": '{"draft": true}'}
    if path.stem != "quickstart":
        environment = prints_environment(kinds)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(path, as_version=4)
    assert all(
        not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells
    )

    NotebookClient(notebook, timeout=170, resources={"metadata": {"path": str(tmp_path)}}).execute()

    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    assert outputs
    assert not [out for out in outputs if out.output_type == "error"]


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"


def test_every_part_is_on_the_map() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    package = ROOT / "veo_widgets"
    folders = {f"`{path.parent.name}/`" for path in package.glob("*/__init__.py")}
    files = {f"`{path.name}`" for path in package.glob("[a-z]*.py")}
    front = {
        f"`{path.stem}`"
        for path in (ROOT / "js" / "src" / "grid").glob("*.ts")
        if "synced" in path.read_text("utf-8").splitlines()[0].lower()
    }

    assert not {part for part in folders | files | front if part not in page}
