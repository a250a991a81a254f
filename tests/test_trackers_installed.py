"""The trackers themselves, where they are installed: a run without a network, and a local database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tests.raters import opened
from tests.reported import planted
from veo_widgets._lib.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.experiment import Sweep

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def sweep(tmp_path: Path) -> Iterator[Sweep]:
    with opened(tmp_path / "home") as client:
        yield planted(client, tmp_path, seed=1)


def test_an_offline_run_holds_the_clips_and_their_table(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("wandb")
    for name in ("WANDB_DIR", "WANDB_CACHE_DIR", "WANDB_CONFIG_DIR", "WANDB_DATA_DIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_SILENT", "true")
    veo.log_to_wandb(sweep)
    assert list((tmp_path / "WANDB_DIR").glob("wandb/offline-run-*/*.wandb"))
    # The run has the table in words alone: the artifact's has the clips.
    staged = [file for file in tmp_path.glob("WANDB_DATA_DIR/**/*") if file.is_file()]
    texts = [data.decode() for file in staged if (data := file.read_bytes())[:1] == b"{"]
    table = next(json.loads(text) for text in texts if '"columns"' in text)
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["data"]]

    assert {row["model"] for row in rows} == {"veo-3.1-fast", "veo-3-fast"}
    assert {json.loads(row["parameters"])["seed"] for row in rows} == {1}
    kept = {sha256_of(file) for file in staged}
    clips = {row["clip"]["sha256"] for row in rows}
    assert len(clips) == 2
    assert clips <= kept


def test_a_database_on_this_machine_holds_the_run_and_its_files(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = pytest.importorskip("mlflow")
    monkeypatch.chdir(tmp_path)
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/mlflow.db")
    try:
        name = veo.log_to_mlflow(sweep, experiment="newts")
        client = mlflow.MlflowClient()
        run = client.get_run(name)
        files = {file.path for file in client.list_artifacts(name)}
    finally:
        mlflow.set_tracking_uri(before)

    assert run.data.params["models"] == "veo-3-fast, veo-3.1-fast"
    assert run.data.metrics == {"clips": 2.0}
    assert {"metadata.jsonl", "sweep.yaml", "votes.csv"} <= files
    assert sum(file.endswith(".mp4") for file in files) == 2
