"""A film of 1.5 GB neither crosses to a page nor fills the kernel's memory."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from tests.press import press, sent
from veo_widgets.view.wire.constants import CHUNK_BYTES, SENT_MOST_BYTES
from veo_widgets.widgets import VideoPlayer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("widgets")
SIZE = 1_500_000_000


def test_what_a_page_asks_of_a_large_film_is_a_stretch_of_it(mp4: Path, tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    large.write_bytes(mp4.read_bytes())
    player = VideoPlayer(large)
    with large.open("r+b") as film:
        film.truncate(SIZE)
    out = sent(player)
    asked = {"type": "read", "sha256": player.clip["sha256"], "length": 10 * SIZE}

    tracemalloc.start()
    press(player, {**asked, "id": "1", "start": 0})
    press(player, {**asked, "id": "2", "start": SIZE - 100})
    press(player, {**asked, "id": "3", "start": SIZE})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    sizes = [sum(map(len, buffers)) for _, buffers in out]
    assert sizes[0] <= CHUNK_BYTES
    assert sum(sizes) <= 2 * CHUNK_BYTES < SENT_MOST_BYTES < SIZE
    assert most < 20 * CHUNK_BYTES
