"""The images that clips were made from, in a report: as prompts are told, and nothing of their files."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests.raters import opened
from tests.reported import planted
from veo_widgets.core.record import REFERENCE, references
from veo_widgets.media.still import bare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.experiment import Sweep

PLACE = b"taken at home, 52.5N 13.4E"
ORANGE, GREEN = (20, 120, 240), (60, 180, 60)
FIGURE = re.compile(
    r'<figure><img src="([^"]+)" alt=""><figcaption>(\w[\w ]+)<small>(.*?)</small>', re.DOTALL
)


def photo(path: Path, colour: tuple[int, int, int]) -> Path:
    """Write a JPEG that says where it was taken."""
    data = cv2.imencode(".jpg", np.full((400, 600, 3), colour, np.uint8))[1].tobytes()
    comment = b"\xff\xfe" + (len(PLACE) + 2).to_bytes(2, "big") + PLACE
    path.write_bytes(data[:2] + comment + data[2:])
    return path


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    """Return a sweep from two start images."""
    folder = tmp_path_factory.mktemp("images")
    images = [photo(folder / "orange.jpg", ORANGE), photo(folder / "green.jpg", GREEN)]
    with opened(folder / "home") as client:
        yield planted(client, folder, model="veo-3.1-fast", seed=1, image=[*map(str, images)])


def test_images_are_shown_small_with_their_clips_and_without_their_files(
    sweep: Sweep, tmp_path: Path
) -> None:
    report = sweep.report(tmp_path / "one.html")
    figures = FIGURE.findall(report.path.read_text("utf-8"))
    colours = []
    for address, word, clips in figures:
        data = base64.b64decode(address.removeprefix("data:image/jpeg;base64,"))
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert PLACE not in data
        assert pixels.shape[1] == 336
        colours.append(pixels.mean((0, 1)))
        assert word == "Image"
        assert clips != "all clips"
    assert np.allclose(colours, (ORANGE, GREEN), atol=4)
    assert "2 input images" in report.leaves
    beside = sweep.report(f"{tmp_path}/folder/")
    assert sorted(file.name for file in beside.path.glob("media/image-*")) == [
        "image-0.jpg",
        "image-1.jpg",
    ]


def test_images_stay_at_home_with_the_prompts_and_in_a_blind_report(
    sweep: Sweep, tmp_path: Path
) -> None:
    shut = sweep.report(tmp_path / "shut.html", prompts=False)
    assert not FIGURE.search(shut.path.read_text("utf-8"))
    assert "2 input images" not in shut.leaves
    blind = sweep.report(tmp_path / "blind.html", blind=True, by="image")
    assert not FIGURE.search(blind.path.read_text("utf-8"))


def test_what_is_no_picture_is_left_out() -> None:
    assert bare(b"", 9) is None
    assert bare(b"GIF89a?", 9) is None


def test_images_are_named_however_deep_a_request_holds_them() -> None:
    shots = [{"image": f"{REFERENCE}b.jpg", "seconds": 3}, {"elements": [[f"{REFERENCE}c.jpg"]]}]

    assert [*references({"image": f"{REFERENCE}a.jpg", "shots": shots, "prompt": "x"})] == [
        "a.jpg",
        "b.jpg",
        "c.jpg",
    ]
