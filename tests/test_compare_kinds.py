"""Comparing files as people have them: what cannot be shown is marked, the rest goes on."""

from __future__ import annotations

import os
import shutil
import sys
from concurrent.futures import wait
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

import veo_widgets as veo
from tests.clips import KINDS, coded_clip, number_of
from tests.conftest import picture
from tests.press import press, sent
from veo_widgets import errors
from veo_widgets.home.media_registry import find, register_file
from veo_widgets.media import Clip, Derived, lettering, read_image
from veo_widgets.media.lettering import unwritable, written
from veo_widgets.widgets import VideoPlayer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("widgets")

NAMES = [
    "ein Film.mp4",
    "лиса 狐 🦊.mp4",
    'it\'s "quoted".mp4',
    "a#b?c%20d%.mp4",
    "two\nlines.mp4",
    "<img src=x onerror=y>.mp4",
    "-leading dash.mp4",
    "frame%03d:[x].mp4",
    f"{'long ' * 49}.mp4",
    "without an ending",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_have_any_name(name: str, coded: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    shutil.copy(coded, path)
    grid = veo.compare([path, coded])
    clip = grid._state.clip(0)
    derived = Derived(tmp_path / "d")
    derived.make(clip.path, clip.sha256).result(60)

    assert grid.cells[0]["title"] == " ".join(name.split())
    assert grid.cells[0]["clip"]["frames"] == 48
    assert derived.has(clip.sha256)
    assert VideoPlayer(path).clip["poster"].startswith("data:image/jpeg")
    assert number_of(cv2.imread(str(grid.frame(0, 1.5)), 0)) == 36


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_of_any_bytes_is_shown_as_text(coded: Path, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.mp4"
    shutil.copy(coded, path)
    grid = veo.compare([os.fsdecode(path), coded])

    assert grid.cells[0]["title"] == "caf?.mp4"
    assert grid.cells[0]["clip"]["frames"] == 48


@pytest.mark.parametrize("bad", ["cut", "page", "nothing", "cover", "folder", "unreadable"])
def test_one_file_that_is_no_clip_is_marked_and_the_others_go_on(
    bad: str, coded: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"{bad}.mp4"
    data = (KINDS / "late_video.mp4").read_bytes()
    contents = {"cut": data[: len(data) // 2], "page": b"<html>", "cover": picture()}
    if bad == "folder":
        path.mkdir()
    elif bad in contents:
        path.write_bytes(contents[bad])
    elif bad == "unreadable":
        path.symlink_to(path)
    grid = veo.compare([coded, path])

    marked = grid.cells[1]
    assert grid.cells[0]["clip"]["frames"] == 48
    assert marked["clip"] is None
    assert marked["live"]["state"] == "failed"
    assert f"{bad}.mp4" in marked["live"]["note"]
    assert grid.contact_sheet(tmp_path / "sheet.png").is_file()
    with pytest.raises(errors.MediaError, match=bad):
        veo.compare([path])


@pytest.mark.parametrize("name", ["unknown_sound.mp4", "cp1251_title.mp4", "hevc10.mp4"])
def test_odd_files_are_compared_with_plain_ones(name: str, coded: Path, tmp_path: Path) -> None:
    grid = veo.compare([KINDS / name, coded])
    clip = grid._state.clip(0)
    grid._source.derived.make(clip.path, clip.sha256).result(60)
    one = grid._source.view(clip)

    assert (one["derived"], one["trouble"], one["served"]) == (True, "", True)
    assert grid.contact_sheet(tmp_path / "sheet.png").is_file()


def test_a_proxy_that_cannot_be_made_is_told(coded: Path) -> None:
    grid = veo.compare([coded])
    clip = grid._state.clip(0)
    grid._source.derived._run = lambda *_: (_ for _ in ()).throw(errors.MediaError("no room"))
    wait([grid._source.derived.make(clip.path, clip.sha256)])

    assert grid._source.view(clip)["trouble"] == "no room"


def test_a_file_written_again_gets_its_own_proxy(tmp_path: Path) -> None:
    path = coded_clip(tmp_path / "a.mp4", 24)
    first = Clip.open(path)
    coded_clip(path, 36)
    derived = Derived(tmp_path / "d")
    with pytest.raises(errors.MediaError, match="another file"):
        derived.make(path, first.sha256).result(60)
    second = Clip.open(path)
    derived.make(path, second.sha256).result(60)

    assert not derived.has(first.sha256)
    assert len(derived.frames(second.sha256)) == 36
    assert sorted({file.name[:64] for file in (tmp_path / "d").iterdir()}) == [second.sha256]


def test_bytes_of_a_file_written_again_are_not_sent_for_the_old_ones(tmp_path: Path) -> None:
    path = coded_clip(tmp_path / "a.mp4", 24)
    player, grid = VideoPlayer(path), veo.compare([path])
    sha256 = grid.cells[0]["clip"]["sha256"]
    coded_clip(path, 36)
    told, shown = sent(player), sent(grid)
    reading: dict[str, Any] = {"id": "1", "sha256": sha256, "start": 0, "length": 9}
    press(player, {"type": "read", **reading})
    press(grid, {"type": "read_file", "index": 0, "kind": "clip", **reading})

    assert "written again" in told[-1][0]["error"]
    assert "written again" in shown[-1][0]["error"]
    with pytest.raises(errors.MediaError, match="written again"):
        grid.frame(0, 0.5)
    assert find(grid.summary["media"].rpartition("/")[2], f"{sha256}.mp4") is None


def test_a_local_file_is_served_where_it_lies(coded: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.mov"
    shutil.copy(coded, path)
    view = VideoPlayer(path).clip
    *_, home_id, name = view["path"].split("/")

    assert find(home_id, name) == path
    assert find(home_id, name.replace(".mp4", ".jpg")) is None
    assert find(home_id, "0" * 64 + ".mp4") is None
    os.utime(path, (1, 1))
    assert find(home_id, name) is None
    assert not register_file("a" * 16, view["sha256"], tmp_path / "gone.mp4")


def test_a_player_makes_a_proxy_of_what_the_browser_cannot_play() -> None:
    player = VideoPlayer(KINDS / "hevc10.mp4")
    told = sent(player)
    sha256 = player.clip["sha256"]
    press(player, {"type": "make_proxy", "id": "1", "sha256": sha256})
    derived = player._made
    assert derived is not None
    wait([derived.make(KINDS / "hevc10.mp4", sha256)], 60)
    press(player, {"type": "read_proxy", "id": "2", "sha256": sha256, "start": 4, "length": 4})

    made = next(message for message, _ in told if message["type"] == "proxy_made")
    assert made["error"] is None
    assert made["path"].endswith(f"{sha256}.proxy.mp4")
    assert told[-1][1][0] == b"ftyp"


def test_a_poster_is_never_the_picture_that_lies_beside(coded: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    shutil.copy(coded, path)
    before = VideoPlayer(path).clip["poster"]
    (tmp_path / "a.jpg").write_bytes(picture())

    assert VideoPlayer(path).clip["poster"] == before


@pytest.mark.parametrize("name", ["Привет", "猫が走る", "ελληνικά", "한국어", "שלום", "é ñ ü"])
def test_labels_are_readable_in_other_scripts(name: str) -> None:
    own, marks = written(name, 400), written("?" * len(name), 400)

    assert (own < 128).any()
    assert (own != marks).any()
    assert (own != written(name[::-1], 400)).any()


def test_what_no_font_here_has_is_named_with_the_font_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert unwritable(["Привет", "猫が走る", "a red fox, 4 s"]) == []
    box = lettering.written("?", lettering.LINE)
    monkeypatch.setattr(lettering, "_by_system_fonts", lambda *_: box)
    told = unwritable(["猫が走る", "แมว and 猫", "क", "a fox \N{FOX FACE}"])

    assert [sentence.partition(":")[0].removeprefix("No font here has ") for sentence in told] == [
        "CJK",
        "Devanagari",
        "Latin",
        "Thai",
        "emoji",
    ]
    assert "Install Noto Sans Thai (Debian: fonts-noto-core)" in told[3]


def test_an_image_is_judged_by_its_bytes(tmp_path: Path) -> None:
    film = tmp_path / "a.webp"
    shutil.copy(KINDS / "film.avi", film)
    with pytest.raises(errors.MediaError, match="no JPEG, PNG or WebP"):
        read_image(film)
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    for kind in (".jpg", ".png", ".webp"):
        data = bytes(cv2.imencode(kind, noise)[1])
        assert read_image(data).width == 200
        for share in (0.3, 0.5, 0.9):
            with pytest.raises(errors.MediaError):
                read_image(data[: int(len(data) * share)])
