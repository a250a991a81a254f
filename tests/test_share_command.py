"""``veo-widgets export``, ``video`` and ``sheet``, and how far they are on a terminal."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import veo_widgets as veo
from tests.raters import opened
from tests.reported import planted
from veo_widgets.cli import app
from veo_widgets.client import progress
from veo_widgets.client.progress import CELLS, Making, making
from veo_widgets.hosts.display import mimebundle
from veo_widgets.media.montage import early

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


RUN = CliRunner(env={"SEGMIND_API_KEY": "SG_x", "VEO_WIDGETS_BASE_URL": "http://127.0.0.1:9/v1"})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose sweep has two clips."""
    folder = tmp_path_factory.mktemp("share")
    with opened(folder / "home") as client:
        planted(client, folder, seed=1)
    return folder


def test_each_is_one_command(home: Path, tmp_path: Path) -> None:
    files = [str(home / "0.mp4"), str(home / "1.mp4")]
    at = ["--home", str(home / "home"), "--json"]
    for words, name in (
        (["video", "newts"], "grid.mp4"),
        (["video", *files, "--wipe", "--title", ""], "wipe.mp4"),
        (["sheet", "newts"], "sheet.png"),
        (["sheet", *files], "files.jpg"),
    ):
        done = RUN.invoke(app, [words[0], *words[1:3], str(tmp_path / name), *words[3:], *at])
        assert done.exit_code == 0, done.output
        told = json.loads(done.stdout)
        assert told == {
            "path": str(tmp_path / name),
            "files": 1,
            "bytes": (tmp_path / name).stat().st_size,
        }
    assert veo.Clip.open(tmp_path / "wipe.mp4").width == 1296


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "newtts", "x"], "newts"),
        (["video", "newts", "x.mp4", "--sound", "loud"], "--sound is switch, none or"),
        (["video", "newts", "x.mp4", "--sound", "999"], "a clip from 0 to"),
        (["video", "a.mp4", "nowhere.mp4", "x.mp4"], "a.mp4"),
        (["video", "newts"], "Missing argument"),
        (["sheet", "newts", "x.doc"], "use .png or .jpg"),
        (["sheet", "newts", "no/where.png"], "where.png"),
    ],
)
def test_what_cannot_be_is_said(home: Path, words: list[str], said: str) -> None:
    done = RUN.invoke(app, [*words, "--home", str(home / "home")])
    told = f"{done.output} {done.exception}"
    assert done.exit_code != 0
    assert said in told
    assert done.exception is None or isinstance(done.exception, (veo.VeoError, SystemExit))


class Terminal(io.StringIO):
    """Says that a person looks at it."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_and_a_cell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setattr(progress.sys, "stderr", out)
    with making("grid.mp4") as told:
        told(0.25)
    assert "grid.mp4 " in out.getvalue()
    assert told.line() == f"grid.mp4 {'█' * (CELLS // 4)}{'░' * (CELLS * 3 // 4)} 25%"
    assert out.getvalue().endswith(progress.CLEAR)
    assert "width:25.0%" in mimebundle(told)["text/html"]
    assert "&lt;b&gt;" in mimebundle(Making("<b>"))["text/html"]


def test_what_is_stopped_says_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress.sys, "stderr", io.StringIO())
    with (
        pytest.raises(veo.errors.WaitInterrupted, match="before grid"),
        making("grid.mp4"),
    ):
        raise KeyboardInterrupt


def test_frames_composed_early_come_in_their_order_and_their_fault_comes_through() -> None:
    def frames() -> Iterator[int]:
        yield from range(3)
        raise OSError("gone")

    seen = []
    with ThreadPoolExecutor(1) as pool, pytest.raises(OSError, match="gone"):
        seen.extend(early(frames(), pool))
    with ThreadPoolExecutor(1) as pool:
        assert list(early(iter([1, 2]), pool)) == [1, 2]
