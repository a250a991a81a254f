"""Clips in trackers; stand-ins hear what the trackers would."""

from __future__ import annotations

import struct
import sys
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import veo_widgets as veo
from tests.clips import coded_clip
from veo_widgets.errors import InvalidRequest
from veo_widgets.judging.folder import export
from veo_widgets.media.boxes import CREDENTIALS
from veo_widgets.media.credentials import credentials_of
from veo_widgets.view.clip import fact_views

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return coded_clip(tmp_path / "a.mp4", frames=3, width=96, height=48)


def module(monkeypatch: pytest.MonkeyPatch, name: str, **members: Any) -> None:
    made = ModuleType(name)
    vars(made).update(members)
    monkeypatch.setitem(sys.modules, name, made)


def test_wandb_gets_a_table_with_each_clip(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[tuple[Any, ...]] = []
    ended: list[str] = []
    table = SimpleNamespace(add_data=lambda *row: rows.append(row))
    run = SimpleNamespace(log=ended.extend, finish=lambda: ended.append("end"))
    module(
        monkeypatch,
        "wandb",
        init=lambda **_: run,
        Table=lambda **_: table,
        Video=lambda path, **_: path,
    )
    assert veo.log_to_wandb([clip]) is run
    assert rows[0][1] == "01_a.mp4"
    assert ended == ["clips", "end"]


def test_mlflow_gets_the_folder(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    @contextmanager
    def start() -> Iterator[Any]:
        yield SimpleNamespace(info=SimpleNamespace(run_id="r1"))

    def artifacts(folder: str) -> None:
        told.extend(sorted(file.name for file in Path(folder).iterdir()))

    module(
        monkeypatch,
        "mlflow",
        set_experiment=told.append,
        start_run=start,
        log_params=lambda _: None,
        log_metric=lambda *_: None,
        log_artifacts=artifacts,
    )
    assert veo.log_to_mlflow([clip], experiment="fox") == "r1"
    assert told[0] == "fox"
    assert {"01_a.mp4", "metadata.jsonl", "preferences.jsonl"} <= {*told}


def test_the_lines_for_fiftyone_take_every_clip_of_a_folder(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples: list[dict[str, Any]] = []
    dataset = SimpleNamespace(add_sample=samples.append)
    module(monkeypatch, "fiftyone", Dataset=lambda _: dataset, Sample=dict)
    export([clip], tmp_path / "panda")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/sharing.md").read_text("utf-8")
    [code] = [block for block in page.split("```python\n") if "import fiftyone" in block]
    exec(code.partition("```")[0], {})

    assert [sample["filepath"] for sample in samples] == ["panda/01_a.mp4"]
    assert (tmp_path / samples[0]["filepath"]).is_file()


@pytest.mark.parametrize("name", ["wandb", "mlflow"])
def test_without_the_package_it_says_what_to_install(
    clip: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InvalidRequest, match=rf"veo-widgets\[{name}\]"):
        getattr(veo, f"log_to_{name}")([clip])


class Unreadable(Exception):
    """What the reader of Content Credentials raises."""


@pytest.mark.parametrize(
    ("state", "words"),
    [("Trusted", "trusted signer"), ("Valid", "nobody vouches"), ("Invalid", "broken")],
)
def test_content_credentials_are_told_in_the_facts(
    clip: Path, monkeypatch: pytest.MonkeyPatch, state: str, words: str
) -> None:
    assert not any(
        fact["name"] == "Content Credentials" for fact in fact_views(veo.Clip.open(clip))
    )
    box = struct.pack(">I4s", 32, b"uuid") + CREDENTIALS + b"manifest"
    clip.write_bytes(clip.read_bytes() + box)
    monkeypatch.setitem(sys.modules, "c2pa", None)
    assert "veo-widgets[provenance]" in credentials_of(clip)

    @contextmanager
    def reader(*_: object) -> Iterator[Any]:
        yield SimpleNamespace(get_validation_state=lambda: state)

    module(monkeypatch, "c2pa", Reader=reader, C2paError=Unreadable)
    facts = {fact["name"]: fact["got"] for fact in fact_views(veo.Clip.open(clip))}
    assert words in facts["Content Credentials"]
