"""Clips, settings and votes in the trackers that a team has: one run for each export."""

from __future__ import annotations

import importlib
import json
import tempfile
from typing import TYPE_CHECKING, Any

from veo_widgets.errors import InvalidRequest
from veo_widgets.judging.folder import export

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("file_name", "model", "prompt", "width", "height", "duration", "wins", "losses", "ties")


def _package(name: str) -> Any:  # noqa: ANN401
    try:
        return importlib.import_module(name)
    except ImportError:
        raise InvalidRequest(
            f"this needs {name}: pip install 'veo-widgets[{name}]'; export(folder) writes the "
            "same as files"
        ) from None


def _rows(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "metadata.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def log_to_wandb(thing: object, run: Any = None, *, project: str = "veo-widgets") -> Any:  # noqa: ANN401
    """Log clips with their settings and wins as one table of a Weights & Biases run.

    Args:
        thing: A sweep, a grid, or clips, finished jobs and paths of files.
        run: Where to; a new run, which is finished at the end, when not given.
            ``WANDB_MODE=offline`` keeps it on this machine.
        project: The new run's project.

    Returns:
        The run.

    Raises:
        InvalidRequest: wandb is not installed.
        MediaError: There is no clip yet.
    """
    wandb = _package("wandb")
    with tempfile.TemporaryDirectory() as name:
        folder = export(thing, name)
        own = run is None
        run = wandb.init(project=project) if own else run
        rows = _rows(folder)
        table = wandb.Table(columns=["clip", *COLUMNS, "parameters"])
        for row in rows:
            video = wandb.Video(str(folder / row["file_name"]), format="mp4")
            parameters = json.dumps(row["parameters"], ensure_ascii=False)
            table.add_data(video, *(row.get(column) for column in COLUMNS), parameters)
        run.log({"clips": table})
        if own:
            run.finish()
    return run


def log_to_mlflow(thing: object, *, experiment: str = "veo-widgets") -> str:
    """Log clips as artifacts of one MLflow run, their table and votes beside them.

    Args:
        thing: A sweep, a grid, or clips, finished jobs and paths of files.
        experiment: The experiment's name. The tracking server is what MLflow has, such as
            ``mlflow.set_tracking_uri("sqlite:///mlflow.db")``.

    Returns:
        The run's id.

    Raises:
        InvalidRequest: mlflow is not installed.
        MediaError: There is no clip yet.
    """
    mlflow = _package("mlflow")
    with tempfile.TemporaryDirectory() as name:
        folder = export(thing, name)
        rows = _rows(folder)
        mlflow.set_experiment(experiment)
        with mlflow.start_run() as run:
            models = sorted({str(row["model"]) for row in rows})
            mlflow.log_params({"models": ", ".join(models)[:500], "clips": len(rows)})
            mlflow.log_metric("clips", len(rows))
            mlflow.log_artifacts(str(folder))
        return str(run.info.run_id)
