"""The comparison grid of any clips, without a browser."""

from __future__ import annotations

import base64
import os
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import cv2
import pytest

import veo_widgets as veo
from tests.clips import number_of
from tests.press import press, sent
from veo_widgets import errors
from veo_widgets.media import Clip
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client


pytestmark = pytest.mark.usefixtures("widgets")


def reading(grid: ComparisonGrid, **change: Any) -> dict[str, Any]:
    """Return a page's request for the first bytes of the first cell's clip."""
    sha256 = grid.cells[0]["clip"]["sha256"]
    message = {"type": "read_file", "id": "1", "index": 0, "sha256": sha256, "kind": "clip"}
    return {**message, "start": 0, "length": 5, **change}


def test_any_clips_are_compared_without_an_account(coded: Path, mp4: Path) -> None:
    grid = veo.compare([coded, Clip.open(mp4)], labels=["<b>one</b>", "two"])

    assert [cell["title"] for cell in grid.cells] == ["<b>one</b>", "two"]
    names = ["<b>one</b>", "two"]
    assert grid.axes == [{"name": "clip", "values": names, "labels": names}]
    assert grid.cells[0]["clip"]["frames"] == 48
    assert not grid.cells[0]["clip"]["stored"]
    assert grid.pending is None
    html = grid._repr_mimebundle_()[0]["text/html"]
    assert "&lt;b&gt;one" in html
    assert html.count("data:image/jpeg") == 2
    assert len(html) < 60_000


def test_a_clip_whose_cost_was_not_told_is_not_counted_as_free(coded: Path) -> None:
    file = Clip.open(coded)
    made = replace(file, model="veo-2", endpoint="segmind")
    grid = veo.compare([file, made, replace(made, cost=0.5)], labels=["a", "b", "c"])

    assert [cell["live"]["charged"] for cell in grid.cells] == [0.0, None, 0.5]
    assert [cell["high"] for cell in grid.cells] == [0.0, None, 0.5], "what orders by cost go by"
    assert "$0.50 and 1 of 2 unknown" in grid.still()


@pytest.mark.parametrize(
    ("clips", "labels", "error"),
    [
        ([], None, errors.InvalidRequest),
        (["nowhere.mp4"], None, errors.MediaError),
        (["{coded}"], ["a", "b"], errors.InvalidRequest),
    ],
)
def test_what_cannot_be_compared_is_refused(
    clips: list, labels: Any, error: type, coded: Path
) -> None:
    with pytest.raises(error):
        veo.compare([one.format(coded=coded) for one in clips], labels=labels)


def test_an_axis_that_is_not_there_is_refused(coded: Path) -> None:
    with pytest.raises(errors.InvalidRequest, match="there are clip"):
        ComparisonGrid([coded], rows=["seed"])
    with pytest.raises(TypeError, match="colums"):
        ComparisonGrid([coded], colums=["clip"])  # type: ignore[call-arg]


def test_the_browser_gets_a_proxy_when_it_asks(coded: Path) -> None:
    grid = veo.compare([coded])
    messages = sent(grid)
    press(grid, {"type": "derive", "index": 0})
    for _ in range(600):
        if messages:
            break
        time.sleep(0.05)  # bounded: half a minute
    patch = messages[-1][0]

    assert patch["type"] == "clip"
    assert patch["clip"]["derived"]
    assert grid.get_state()["cells"][0]["clip"]["derived"]
    for kind in ("proxy", "pictures", "strip", "poster", "clip"):
        press(grid, reading(grid, kind=kind, length=10**9))
        content, buffers = messages[-1]
        assert content == {"type": "chunk", "id": "1", "error": None}
        assert len(buffers[0]) > 1000
    press(grid, reading(grid, index=7))
    assert messages[-1][0]["error"]


def test_a_frame_becomes_a_start_image(client: Client, coded: Path) -> None:
    clip = client.submit("veo-3.1-fast", prompt="a crab", duration=4, seed=601).wait(90)
    grid = ComparisonGrid([clip])
    used: list[tuple[str, dict]] = []
    grid.on_use(lambda model, parameters: used.append((model, parameters)))
    messages = sent(grid)
    press(grid, {"type": "text_request", "id": "1", "index": 0, "about": "frame", "time": 1.0})
    told = messages[-1][0]

    assert told["error"] is None
    assert "veo.Controls('veo-3.1-fast')" in told["text"]
    assert used[0][1]["image"].endswith("-24.png")
    number = number_of(cv2.imread(str(veo.compare([coded]).frame(0, 1.5)), 0))
    assert number == 36


def test_a_file_from_elsewhere_has_no_call(coded: Path) -> None:
    grid = veo.compare([coded])
    messages = sent(grid)
    press(grid, {"type": "text_request", "id": "1", "index": 0, "about": "python", "time": 0})

    assert "how it was made" in messages[-1][0]["error"]


def test_a_contact_sheet_holds_a_line_for_each_clip(coded: Path, mp4: Path, tmp_path: Path) -> None:
    grid = veo.compare([coded, mp4])
    one = grid.contact_sheet(tmp_path / "sheet.png")

    assert cv2.imread(str(one)).shape[:2] == (2 * (26 + 108), 12 * 192)
    drawn = one._repr_mimebundle_()
    assert base64.b64decode(drawn["image/png"]) == one.read_bytes()
    assert os.fspath(one) == str(tmp_path / "sheet.png")
    assert one._display_()._mime_()[0] == "image/png"
    assert set(one.parent._repr_mimebundle_()) == {"text/plain"}
    assert "image/png" in grid.frame(0, 0)._repr_mimebundle_()
    with pytest.raises(errors.MediaError, match=r"\.png"):
        grid.contact_sheet(tmp_path / "sheet.txt")


def test_a_contact_sheet_is_written_beside_the_notebook_and_over_nothing(
    coded: Path, mp4: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    grid = veo.compare([coded, mp4], labels=["one", "\U000120a0"])
    messages = sent(grid)

    def asked(*cells: int) -> dict[str, Any]:
        before = len(messages)
        press(grid, {"type": "ask_sheet", "id": "7", "cells": list(cells)})
        for thread in threading.enumerate():
            if thread.name == "veo-widgets-sheet":
                thread.join(60)
        return messages[before][0]

    first, second = asked(1), asked(0)
    assert first["path"].endswith("contact sheet.png")
    assert "Noto Sans Cuneiform" in first["warnings"][0]
    assert second["warnings"] == []
    assert second["path"].endswith("contact sheet 2.png")
    assert cv2.imread(str(tmp_path / second["path"])).shape[:2] == (26 + 108, 12 * 192)
    assert "no clip" in asked()["error"]
    with monkeypatch.context() as broken:
        broken.setattr("veo_widgets.widgets.sheets.sheet_beside", Mock(side_effect=ValueError))
        assert asked(0)["error"] == "the contact sheet broke: ValueError"
    assert {path.suffix for path in grid.source.derived.folder.iterdir()} <= {
        ".mp4",
        ".jpg",
        ".json",
    }


def test_differences_are_told_for_two_cells(coded: Path, mp4: Path) -> None:
    grid = veo.compare([coded, mp4])
    messages = sent(grid)
    press(grid, {"type": "find_differences", "one": 0, "other": 1})
    assert messages[-1][0]["times"] == []
    for cell, path in zip(grid.cells, (coded, mp4), strict=True):
        grid._source.derived.make(path, cell["clip"]["sha256"]).result(60)
    press(grid, {"type": "find_differences", "one": 0, "other": 1})
    assert messages[-1][0]["times"]


def test_traits_take_only_what_there_is(coded: Path) -> None:
    grid = veo.compare([coded])
    grid.baseline, grid.focused, grid.rate = 7, -3, 99

    assert (grid.baseline, grid.focused, grid.rate) == (-1, -1, 16.0)


def test_bytes_of_another_clip_are_never_sent_for_this_one(coded: Path) -> None:
    grid = veo.compare([coded])
    messages = sent(grid)
    press(grid, reading(grid, sha256="0" * 64))

    assert "another clip" in messages[-1][0]["error"]
