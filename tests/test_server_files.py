"""The files of a request are opened where nobody waits, and read once."""

from __future__ import annotations

import asyncio

import pytest

from tests.sounds import sound
from veo_widgets.catalogue import Model
from veo_widgets.server import inputs
from veo_widgets.server.engine.adapter import samples


def test_files_are_opened_away_from_the_loop_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []

    def lasts(data: bytes) -> float:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        opened.append(data)
        return 3.0

    async def load(_: str) -> bytes:
        return sound(1)

    monkeypatch.setattr(inputs, "lasts", lasts)
    files = {"audio": {"format": "uri", "type": "string"}, "music": {"format": "uri"}}
    model = Model.from_json({"slug": "m", "title": "M", "parameters": {"properties": files}})
    given = asyncio.run(inputs.given(model, {"audio": "https://a", "music": "https://b"}, load))

    assert (given.lasts, opened) == (3.0, [sound(1)])
    assert given.values["audio"].startswith("sha256:")


def test_of_a_sound_no_more_is_read_than_is_heard() -> None:
    assert samples(sound(1), 12_345).shape == (2, 12_345)
    assert samples(sound(0.1), 48_000).shape[1] == pytest.approx(4_800, abs=64)
