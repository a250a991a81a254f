"""The folder of models of every kind, and what stands for their files and clips."""

from __future__ import annotations

import json
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import picture
from tests.sounds import sound
from veo_widgets.catalogue import Catalogue
from veo_widgets.experiment.cells import make_cells
from veo_widgets.experiment.ladder import drafted
from veo_widgets.experiment.spec import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.server.engine import RenderSpec
    from veo_widgets.server.settings import Settings

DATA = Path(__file__).parent / "data"
FOLDER = DATA / "models"
CATALOGUE = Catalogue(FOLDER)
FILES = sorted(path.stem for path in FOLDER.glob("*.json"))
ROWS: dict[str, list[dict[str, Any]]] = json.loads((DATA / "rows.json").read_text("utf-8"))
ENCODINGS = "ABCDEF"


class Noted(Executor):
    """Answers each render with one clip, and keeps what was asked."""

    def __init__(self, clip: bytes) -> None:
        self.clip = clip
        self.specs: list[RenderSpec] = []

    def submit(self, fn: Any, /, *_: Any, **__: Any) -> Future[Any]:
        spec = fn.args[0]
        self.specs.append(spec)
        done: Future[Any] = Future()
        mark = spec.key.encode()
        box = (len(mark) + 8).to_bytes(4, "big") + b"free" + mark
        done.set_result(self.clip + box)
        return done

    @contextmanager
    def opened(self, _: Settings) -> Iterator[Executor]:
        """Return this, as a server opens what renders."""
        yield self


def local_files(folder: Path, clip: bytes) -> dict[str, str]:
    """Write one file of each medium, and return their paths."""
    data = {"image": picture(), "video": clip, "sound": sound(1)}
    ends = {"image": "jpg", "video": "mp4", "sound": "wav"}
    for medium, content in data.items():
        (folder / f"{medium}.{ends[medium]}").write_bytes(content)
    return {medium: str(folder / f"{medium}.{end}") for medium, end in ends.items()}


def sample(model: Model, files: Mapping[str, str]) -> dict[str, Any]:
    """Return the sample of a model's page, or the least that it takes, with files that are there."""
    given = dict(model.examples[0]["parameters"]) if model.examples else {}
    asked = {name: value for name, value in given.items() if value not in ("", [], None)}
    least = {name: model.defaults().get(name, "x") for name in model.required}
    return model.with_media(least | asked, lambda _, row: files[row["x-medium"]])


def cheapest(model: Model, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request as a draft asks it: shortest, of the lowest resolution, silent."""
    spec = read({**asked, "model": model.slug, "name": "one"}, CATALOGUE, 7)
    (cell,) = make_cells(drafted(spec, CATALOGUE), CATALOGUE, "test")
    assert cell.fate == "send", cell.reason
    return dict(cell.parameters)
