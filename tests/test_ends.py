"""Copies of clips that are compared end together, and with whole frames."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

import veo_widgets as veo
from tests.clips import coded_clip
from veo_widgets import errors
from veo_widgets.judging.comparison import Pair
from veo_widgets.judging.copies import Copies
from veo_widgets.judging.ends import ends, together
from veo_widgets.media.blind import blind_copy, safe_cuts, safe_lengths
from veo_widgets.media.download import unread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

BIDIRECTIONAL = {"preset": "veryfast", "x264-params": "bframes=3:b-adapt=0:scenecut=0"}
NOISE = 1_000_000


def moving(path: Path, frames: int, hue: int = 60, **more: Any) -> Path:
    return coded_clip(path, frames, 320, 180, hue, bit_rate=NOISE, options=BIDIRECTIONAL, **more)


def frames(path: Path) -> Iterator[NDArray[np.uint8]]:
    with av.open(path) as clip:
        for frame in clip.decode(video=0):
            yield frame.to_ndarray(format="gray")


class Folder:
    """Gives out names of files in a folder."""

    def __init__(self, path: Path) -> None:
        self.path, self.number = path, 0

    def fresh(self) -> Path:
        self.number += 1
        return self.path / f"copy-{self.number}.mp4"

    def remove(self) -> None:
        return


def same_as_source(copy: Path, source: Path) -> int:
    """Check that each frame is the source's of that number; return how many there are."""
    count = 0
    for cut, whole in zip(frames(copy), frames(source), strict=False):
        assert np.array_equal(cut, whole), f"frame {count} of {copy.name}"
        count += 1
    assert count == veo.Clip.open(copy).facts.frames
    return count


@pytest.mark.parametrize(
    ("times", "cuts"),
    [
        ([0, 1, 2, 3], [1, 2, 3, 4]),
        ([0, 4, 2, 1, 3, 5], [1, 5, 6]),
        ([0, 3, 1, 2, 6, 4, 5], [1, 4, 7]),
        ([1, 0], [2]),
        ([], [0]),
    ],
)
def test_a_clip_ends_where_nothing_kept_needs_what_is_cut_off(
    times: list[int], cuts: list[int]
) -> None:
    assert safe_cuts([*map(Fraction, times)]) == cuts


def test_what_is_before_a_cut_is_exactly_what_is_shown_first() -> None:
    chance = random.Random(5)
    for _ in range(200):
        times = [*map(Fraction, range(9))]
        chance.shuffle(times)
        right = [n for n in range(1, 10) if sorted(times[:n]) == [*range(n)]]
        assert safe_cuts(times) == right


def test_each_frame_of_a_cut_copy_is_whole(tmp_path: Path) -> None:
    source = moving(tmp_path / "source.mp4", 50, sound=True)
    whole = safe_lengths(source)
    assert 5 < len(whole) < 30

    for number in range(40, 50):
        copy = tmp_path / f"{number}.mp4"
        blind_copy(source, copy, seconds=number / 24)
        most = max(at for at in whole if at <= number / 24 + 0.002)
        assert same_as_source(copy, source) == round(most * 24)
        with av.open(copy) as clip:
            assert [p.pts for p in clip.demux(audio=0) if p.pts is not None][-1] < most * 48_000


def test_both_copies_of_a_pair_have_as_many_whole_frames(tmp_path: Path) -> None:
    sources = [moving(tmp_path / f"{n}.mp4", n, 20 * n % 250) for n in (48, 49, 50, 51)]
    clips = {clip.sha256: clip for clip in map(veo.Clip.open, sources)}
    folder: Any = Folder(tmp_path)
    copies = Copies(clips, folder, lambda _: b"")
    try:
        names = [*clips]
        for other in names[1:]:
            beside = frozenset((names[0], other))
            made = [copies.make(clip, beside=beside).result(60).path for clip in sorted(beside)]
            counts = {
                same_as_source(copy, clips[clip].path)
                for copy, clip in zip(made, sorted(beside), strict=True)
            }
            assert len(counts) == 1
            assert 40 <= counts.pop() <= 48
    finally:
        copies.close()


def test_what_does_not_decode_shortens_nothing(tmp_path: Path) -> None:
    source = veo.Clip.open(coded_clip(tmp_path / "a.mp4", 12, 320, 180))
    bad = veo.Clip(source.path, "f" * 64, unread(9))
    folder: Any = Folder(tmp_path)
    copies = Copies({clip.sha256: clip for clip in (source, bad)}, folder, lambda _: b"")
    beside = frozenset((source.sha256, bad.sha256))
    try:
        made = [copies.make(clip, beside=beside) for clip in (source.sha256, bad.sha256)]
        assert made[0].result(60).duration == 0.5
        with pytest.raises(errors.MediaError, match="does not decode"):
            made[1].result(60)
    finally:
        copies.close()


def test_clips_end_together_with_all_that_they_are_compared_with() -> None:
    pairs = [Pair(one, other, ("x", "y")) for one, other in ("bc", "ab", "de")]
    groups = together(pairs)

    assert groups == {clip: {*group} for group in ("abc", "de") for clip in group}
    assert together([]) == {}


def test_the_last_moment_at_which_all_can_end_is_their_end() -> None:
    every = [n / 24 for n in range(1, 193)]
    fourth = [n / 24 for n in range(1, 200, 4)]

    assert ends({"a": every, "b": [*every, 8.042]}) == dict.fromkeys("ab", 8.0)
    assert ends({"a": every, "b": [*fourth, 8.3]}) == dict.fromkeys("ab", 189 / 24)
    assert ends({"a": every, "b": [1.0, 8.001]}) == {}
    assert ends({}) == {}
    assert ends({"a": every, "b": [5.0, 7.97, 8.008]}) == {"a": 8.0, "b": 7.97}
    assert ends({"a": every, "b": [5.0, 8.1]}) == {"a": 8.0, "b": 5.0}
    assert ends({"a": every, "b": [9.0]}) == {"a": 8.0, "b": 9.0}
