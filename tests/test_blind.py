"""Copies for judging say nothing of whose they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from tests.clips import KINDS
from tests.conftest import serving
from veo_widgets import errors
from veo_widgets.local import clean_clip
from veo_widgets.media import Clip, probe
from veo_widgets.media.blind import blind_copy
from veo_widgets.media.units import quiet_units

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from veo_widgets.client import Client
    from veo_widgets.local import Running

TELLING = [b"veo", b"STORYBOARD", b"forest", b"dawn", b"x264", b"Lav", b'"seed"']


def frames(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(path) as clip:
        return [frame.to_ndarray(format="gray") for frame in clip.decode(video=0)]


def sounds(path: Path) -> list[NDArray[np.float32]]:
    with av.open(path) as clip:
        return [
            frame.to_ndarray() for each in clip.streams.audio[:1] for frame in clip.decode(each)
        ]


def test_a_blind_copy_has_every_frame_and_no_word(mp4: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.mp4"
    blind_copy(mp4, target)
    data, before = target.read_bytes(), mp4.read_bytes()

    assert any(word in before for word in TELLING)
    assert not [word for word in TELLING if word in data]
    assert Clip.open(target).parameters == {}
    assert np.array_equal(frames(target), frames(mp4))
    assert replace(probe(target), size=0) == replace(probe(mp4), size=0)
    assert list(tmp_path.iterdir()) == [target]


def test_units_stand_behind_their_lengths_as_an_mp4_has_them(mp4: Path, tmp_path: Path) -> None:
    for name, source in (("a", mp4), ("b", KINDS / "hevc10.mp4")):
        blind_copy(source, tmp_path / f"{name}.mp4")
        with av.open(tmp_path / f"{name}.mp4") as clip:
            packets = [bytes(packet) for packet in clip.demux(video=0) if packet.size]
        for data in packets:
            at = 0
            while at < len(data):
                at += 4 + int.from_bytes(data[at : at + 4])
            assert at == len(data)


@pytest.mark.parametrize(
    ("name", "word"),
    [("hevc10.mp4", b"x265"), ("mpeg4.mp4", b"Lavc"), ("sound_longer.mp4", b"Lavc")],
)
def test_no_encoder_names_itself_in_headers_or_sound(
    tmp_path: Path, name: str, word: bytes
) -> None:
    source, target = KINDS / name, tmp_path / "a.mp4"
    blind_copy(source, target)

    assert word in source.read_bytes()
    assert word not in target.read_bytes()
    assert np.array_equal(frames(target), frames(source))
    assert [*map(bytes, sounds(target))] == [*map(bytes, sounds(source))]


def test_a_blind_copy_ends_where_the_shorter_one_does(mp4: Path, tmp_path: Path) -> None:
    blind_copy(mp4, tmp_path / "a.mp4", seconds=1.0)

    assert probe(tmp_path / "a.mp4").frames == 24


def test_what_is_no_clip_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "x.mp4"
    broken.write_bytes(b"no clip")
    with pytest.raises(errors.MediaError, match=r"x\.mp4 cannot be copied blind"):
        blind_copy(broken, tmp_path / "a.mp4")

    assert list(tmp_path.iterdir()) == [broken]


def test_a_clean_clip_is_the_same_scene_without_tag_and_card(
    connect: Callable[..., Client], tmp_path: Path
) -> None:
    with serving(tmp_path / "server", rendering=True) as running:
        client = connect(running)
        clip = client.run("veo-3-fast", prompt="a lake", duration=4, seed=5, timeout=90)
        request = client.jobs()[0].request_id
        data = asyncio.run(clean_clip(running.endpoint, request))
    assert data is not None
    path = tmp_path / "clean.mp4"
    path.write_bytes(data)
    told, clean = frames(clip.path), frames(path)
    height, width = told[30].shape
    middle = np.s_[height // 4 : height // 2, width // 4 : -width // 4]
    apart = [np.abs(a.astype(int) - b).mean() for a, b in ((told[30], clean[30]),)]

    assert not [word for word in (b"veo", b"STORYBOARD", b"a lake") if word in data]
    assert len(told) == len(clean) == 96
    assert np.abs(told[30][middle].astype(int) - clean[30][middle]).mean() < apart[0]
    assert np.abs(told[30].astype(int) - clean[30]).max() > 60


def test_only_one_s_own_clips_are_given_clean(
    client: Client, tmp_path: Path, server: Running
) -> None:
    client.run("veo-3-fast", prompt="a lake", duration=4, seed=6, timeout=90)
    request = client.jobs()[0].request_id
    stranger = replace(server.endpoint, key="SG_stranger")
    with serving(tmp_path / "other") as other:
        assert asyncio.run(clean_clip(other.endpoint, request)) is None
    assert asyncio.run(clean_clip(stranger, request)) is None
    assert asyncio.run(clean_clip(server.endpoint, "no-such-request")) is None
    with pytest.raises(errors.EndpointUnreachable):
        asyncio.run(clean_clip(replace(server.endpoint, api="http://127.0.0.1:9"), request))


def test_a_frame_that_is_not_shown_stays_as_long_without_words(tmp_path: Path) -> None:
    words, picture = bytes([6, 5, 3, 65, 66, 67, 128]), bytes([0x65, 1, 2, 3])
    data = b"".join(len(unit).to_bytes(4) + unit for unit in (words, picture))

    assert quiet_units("h264", data, 4) == data[11:]
    filled = quiet_units("h264", data, 4, fill=True)
    assert filled == bytes([0, 0, 0, 7, 12, 255, 255, 255, 255, 255, 128]) + data[11:]
    blind_copy(KINDS / "trimmed.mp4", tmp_path / "a.mp4")
    assert probe(tmp_path / "a.mp4").frames == probe(KINDS / "trimmed.mp4").frames
