"""Each model of the folder, from its file or a row of a list, runs beside Veo to its end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.models import CATALOGUE, ENCODINGS, FILES, FOLDER, ROWS
from tests.walk import VEO, Walk, clips_of, looked_at, walking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

RENDERED = {
    "sora-2": "size as one text",
    "ltx-2-19b-t2v": "width, height and frames by number",
    "svd": "frames as text, no prompt",
    "infinite-talk": "as long as its sound",
    "pixverse-mimic": "as long as its video",
}


def written(folder: Path, encoding: str = "") -> Path:
    """Write the models as files, each with its parameters as a list of an encoding has them.

    Without one the encodings take turns.
    """
    folder.mkdir()
    schemas = {
        kind: {row["slug"]: row["parameters_schema"] for row in ROWS[kind]} for kind in ENCODINGS
    }
    for number, slug in enumerate(FILES):
        document = json.loads((FOLDER / f"{slug}.json").read_text("utf-8"))
        document["parameters"] = schemas[encoding or ENCODINGS[number % len(ENCODINGS)]][slug]
        (folder / f"{slug}.json").write_text(json.dumps(document), "utf-8")
    return folder


def walked(folder: Path, encoding: str, clip: Path) -> AbstractContextManager[Walk]:
    return walking(folder, written(folder / "models", encoding), clip.read_bytes())


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory, mp4: Path) -> Iterator[Walk]:
    with walked(tmp_path_factory.mktemp("walk"), "", mp4) as walk:
        yield walk


@pytest.mark.parametrize("slug", FILES)
def test_each_is_swept_against_veo(slug: str, walk: Walk) -> None:
    sweep = walk.swept(slug)

    assert len(clips_of(sweep)) == 2
    ours, other = (cell for cell, _ in sweep.cells())
    assert (ours.model, other.model) == (VEO, slug)
    assert sweep.cost.unknown == (0 if CATALOGUE[slug].price(other.parameters).known else 1)


@pytest.fixture(scope="module")
def rendering(tmp_path_factory: pytest.TempPathFactory, mp4: Path) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("rendering")
    with walking(folder, FOLDER, mp4.read_bytes(), rendering=True) as walk:
        yield walk


@pytest.mark.parametrize(
    "slug", [pytest.param(s, marks=() if s in RENDERED else pytest.mark.slow) for s in FILES]
)
def test_each_is_rendered_as_asked(slug: str, rendering: Walk) -> None:
    sweep = rendering.swept(slug)
    clips = clips_of(sweep)

    for clip, (cell, _) in zip(clips, sweep.cells(), strict=True):
        looked_at(clip, rendering.client.catalogue[cell.model], dict(cell.parameters))


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_row_of_each_encoding_is_swept_against_veo(
    encoding: str, tmp_path: Path, mp4: Path
) -> None:
    with walked(tmp_path, encoding, mp4) as walk:
        for slug in FILES:
            assert len(clips_of(walk.swept(slug))) == 2, slug
