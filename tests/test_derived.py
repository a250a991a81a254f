"""The files that are made of clips for comparing them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from tests.clips import number_of
from veo_widgets import errors
from veo_widgets._lib.files import sha256_of
from veo_widgets.home.media_registry import find, register, registry
from veo_widgets.home.paths import Home
from veo_widgets.media import Clip, Derived, differences, open_known
from veo_widgets.media import clip as clip_module
from veo_widgets.media.derive import FACTS, derive
from veo_widgets.media.derived import KINDS
from veo_widgets.view.wire.constants import FILE_ENDINGS

if TYPE_CHECKING:
    from pathlib import Path

STEADY = [number / 24 for number in range(96)]


def test_the_proxy_has_the_clips_frames_and_its_sound(mp4: Path, tmp_path: Path) -> None:
    name = sha256_of(mp4)
    derive(mp4, tmp_path, name)
    with av.open(mp4) as one, av.open(tmp_path / f"{name}.proxy.mp4") as other:
        pairs = [(c.streams.video[0].frames, c.streams.audio[0].frames) for c in (one, other)]
        packets = [p for p in other.demux(video=0) if p.size]
        keys = [n for n, packet in enumerate(packets) if packet.is_keyframe]
        ordered = [int(packet.pts or 0) for packet in packets]

    assert pairs[0] == pairs[1]
    assert keys == list(range(0, len(packets), 12))
    assert ordered == sorted(ordered)
    with av.open(tmp_path / f"{name}.pictures.mp4") as silent:
        assert not silent.streams.audio
        assert [(p.pts, bytes(p)) for p in silent.demux(video=0) if p.size] == [
            (p.pts, bytes(p)) for p in packets
        ]


def test_every_frame_of_the_proxy_is_the_clips_own(coded: Path, tmp_path: Path) -> None:
    name = sha256_of(coded)
    derive(coded, tmp_path, name)
    for kind, width in (("proxy", 640), ("pictures", 640), ("small", 320)):
        with av.open(tmp_path / f"{name}.{kind}.mp4") as container:
            assert container.streams.video[0].width == width
            assert not container.streams.audio
            shown = [number_of(f.to_ndarray(format="gray")) for f in container.decode(video=0)]
        assert shown == list(range(48))
    strip = cv2.imread(str(tmp_path / f"{name}.strip.jpg"))
    assert strip.shape[1] == 12 * 192
    facts = json.loads((tmp_path / f"{name}.{FACTS}").read_text())
    assert facts["loudness"] is None
    endings = sorted(path.name[64:] for path in tmp_path.iterdir())
    assert endings == sorted(f".{kind}" for kind in (*KINDS, FACTS))


def test_loudness_is_measured(mp4: Path, tmp_path: Path) -> None:
    name = sha256_of(mp4)
    derive(mp4, tmp_path, name)

    assert -19 < json.loads((tmp_path / f"{name}.{FACTS}").read_text())["loudness"] < -13


def test_what_does_not_decode_leaves_nothing_behind(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"not a video")
    out = tmp_path / "out"
    derived = Derived(out)
    with pytest.raises(errors.MediaError, match=r"bad\.mp4"):
        derived.make(bad, sha256_of(bad)).result(60)

    assert list(out.iterdir()) == []
    assert not derived.has(sha256_of(bad))
    assert "bad.mp4" in derived.trouble(sha256_of(bad))


def test_one_clip_is_derived_once(tmp_path: Path) -> None:
    calls: list[str] = []

    def run(_: Path, folder: Path, sha256: str) -> None:
        calls.append(sha256)
        for kind in (*KINDS, FACTS):
            (folder / f"{sha256}.{kind}").write_text("{}")

    derived = Derived(tmp_path / "d", run)
    for _ in range(3):
        derived.make(tmp_path / "x.mp4", "s").result(10)
    Derived(tmp_path / "d", run).make(tmp_path / "x.mp4", "s").result(10)

    assert calls == ["s"]


def test_differences_are_where_the_clips_part() -> None:
    rng = np.random.default_rng(1)
    one = rng.integers(0, 200, (96, 9, 16), dtype=np.uint8)
    other = one.copy()
    other[24:30] = 255 - other[24:30]
    other[70:74] = 255 - other[70:74]
    found = differences(one, other, (STEADY, STEADY))

    assert len(found) == 2
    assert 1.0 <= found[0] <= 1.25
    assert 2.9 <= found[1] <= 3.1
    assert differences(one, one, (STEADY, STEADY)) == []
    assert all(at < 2 for at in differences(one[:48], other, (STEADY, STEADY)))


def test_derived_files_are_served_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.clips.mkdir(parents=True)
    home.derived.mkdir()
    sha = "a" * 64
    served = [f"{sha}{FILE_ENDINGS[kind]}" for kind in ("proxy", "pictures", "small", "strip")]
    for name in (*served, f"{sha}.json"):
        (home.derived / name).write_text("x")
    registry().mkdir(parents=True)
    (registry() / f"{home.id}.json").write_bytes(b"\xff damaged")
    register(home)

    assert [find(home.id, name) for name in served] == [home.derived / name for name in served]
    for name in (f"{sha}.json", f"{sha}.mp4", f"../derived/{sha}.proxy.mp4"):
        assert find(home.id, name) is None


def test_what_was_deleted_is_derived_again(coded: Path, tmp_path: Path) -> None:
    derived = Derived(tmp_path / "d")
    derived.make(coded, sha256_of(coded)).result(60)
    for path in (tmp_path / "d").iterdir():
        path.unlink()
    derived.make(coded, sha256_of(coded)).result(60)

    assert derived.has(sha256_of(coded))


def test_a_clip_that_was_looked_at_is_opened_by_its_bytes_alone(
    mp4: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = Derived(tmp_path / "d")
    derived.make(mp4, sha256_of(mp4)).result(60)
    read = Clip.open(mp4)
    monkeypatch.setattr(clip_module, "probe", None)
    known = open_known(mp4, derived.known)

    assert known == read
    assert derived.known("0" * 64) is None
