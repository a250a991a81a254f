"""A grid as one video: what it holds, how long it is, who is heard, what it says it is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

import veo_widgets as veo
from tests.clips import coded_clip
from tests.raters import made, opened
from veo_widgets.errors import InvalidRequest
from veo_widgets.media.boxes import xmp_of
from veo_widgets.media.xmp import said
from veo_widgets.view.arrange import Arranged, placed
from veo_widgets.view.sheet import axis_of
from veo_widgets.widgets import ComparisonGrid, compare

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from veo_widgets.media.montage import Montage


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return two clips of other colours, with sound."""
    folder = tmp_path_factory.mktemp("pair")
    return [coded_clip(folder / f"{hue}.mp4", 24, 192, 96, hue, sound=True) for hue in (30, 220)]


def frames(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as clip:
        return [frame.to_ndarray(format="rgb24") for frame in clip.decode(video=0)]


def pitches(path: Path) -> list[int]:
    """Return the tone of each quarter, in Hz: 220 and the clip's hue."""
    with av.open(str(path)) as clip:
        sound = np.concatenate([frame.to_ndarray() for frame in clip.decode(audio=0)], 1)[0]
    parts = np.array_split(sound[: 48_000 * 2], 4)
    return [round(int(np.abs(np.fft.rfft(p)).argmax()) * 48_000 / len(p)) for p in parts]


def assert_tones(found: list[int], *wanted: int) -> None:
    assert all(abs(a - b) < 9 for a, b in zip(found, wanted, strict=True)), found


@pytest.mark.usefixtures("widgets")
def test_a_video_has_a_card_then_every_clip_beside_the_others(
    pair: list[Path], tmp_path: Path
) -> None:
    told: list[float] = []
    path = compare(pair).export_video(tmp_path / "grid.mp4", progress=told.append)
    info, shown = veo.Clip.open(path).facts, frames(path)

    assert (info.video_codec, info.audio_codec, info.fps) == ("h264", "aac", 24.0)
    assert len(shown) == 36 + 24
    assert shown[0].mean() > 230
    left, right = shown[-1][40, 60:80].mean(0), shown[-1][40, 260:280].mean(0)
    assert left[2] - left[0] > 80
    assert right[0] - right[2] > 80
    assert told[-1] == 1.0
    assert told == sorted(told)
    assert said(xmp_of(path), "Iptc4xmpExt:DigitalSourceType").endswith(
        "compositeWithTrainedAlgorithmicMedia"
    )


@pytest.mark.usefixtures("widgets")
def test_a_wipe_shows_one_clip_then_more_of_the_other(pair: list[Path], tmp_path: Path) -> None:
    path = compare(pair).export_video(tmp_path / "wipe.mp4", wipe=True, title="")
    shown = frames(path)
    red = [float(each[30:50, 20:190, 0].mean()) for each in shown]

    assert len(shown) == 24
    assert red[0] > red[12] + 10
    assert_tones(pitches(path), 250, 250, 440, 440)


@pytest.mark.usefixtures("widgets")
def test_one_clip_that_was_chosen_is_heard_throughout(pair: list[Path], tmp_path: Path) -> None:
    path = compare(pair).export_video(tmp_path / "grid.mp4", title="", sound=1)
    assert_tones(pitches(path), 440, 440, 440, 440)


@pytest.mark.usefixtures("widgets")
def test_silence_has_no_track_and_a_number_that_is_none_is_refused(
    pair: list[Path], tmp_path: Path
) -> None:
    grid = compare(pair)
    silent = grid.export_video(tmp_path / "s.mp4", sound=None)
    assert not veo.Clip.open(silent).has_audio
    assert {"text/plain", "text/html"} <= set(silent._repr_mimebundle_())
    silent.unlink()
    assert set(silent._repr_mimebundle_()) == {"text/plain"}
    with pytest.raises(InvalidRequest, match="sound is"):
        grid.export_video(tmp_path / "s.mp4", sound=2)
    with pytest.raises(InvalidRequest, match="between two clips; there are 1"):
        compare(pair[:1]).export_video(tmp_path / "s.mp4", wipe=True)


def test_a_sweep_is_laid_out_as_its_grid(pair: list[Path], tmp_path: Path) -> None:
    with opened(tmp_path / "home") as client:
        sweep = made(client, prompt="狐 in snow", model=["veo-3.1-fast", "veo-2"], seed=[1, 2])
        for job in sweep.jobs():
            sha256 = str(job.record.sha256)
            shutil.copyfile(pair[0], client.session.store.clip(sha256))
        clip = veo.Clip.open(sweep.export_video(tmp_path / "grid.mp4", sound=None, title=""))
    # The models across, the seeds down.
    assert (clip.width, clip.height) == (1920, 2 * (26 + 534 + 8))


@pytest.mark.usefixtures("widgets")
def test_a_wipe_of_cells_that_share_their_clips_is_of_the_clips(
    pair: list[Path], montages: list[Montage], tmp_path: Path
) -> None:
    both = compare([*pair, *pair])
    both.export_video(tmp_path / "wipe.mp4", wipe=True)
    assert [pane.path for pane in montages[0].panes] == pair


@pytest.fixture
def montages(monkeypatch: pytest.MonkeyPatch) -> list[Montage]:
    """Keep what would be written, and write nothing."""
    kept: list[Montage] = []
    monkeypatch.setattr(
        "veo_widgets.view.montage.write_montage", lambda each, *_: kept.append(each)
    )
    monkeypatch.setattr("veo_widgets.view.montage.mark_composite", lambda *_, **__: None)
    return kept


def laid_out(montage: Montage) -> dict[str, tuple[int, int]]:
    return {pane.label: (pane.row, pane.column) for pane in montage.panes}


@pytest.mark.usefixtures("widgets")
def test_a_grid_s_video_is_laid_out_and_called_as_the_grid(
    pair: list[Path], tmp_path: Path, montages: list[Montage]
) -> None:
    compare(pair, labels=["mine", "theirs"]).export_video(tmp_path / "x.mp4")
    with opened(tmp_path / "home") as client:
        sweep = made(client, prompt="a fox", model=["veo-3.1-fast", "veo-2"], seed=[1, 2])
        for job in sweep.jobs():
            shutil.copyfile(pair[0], client.session.store.clip(str(job.record.sha256)))
        grid = ComparisonGrid(sweep, rows=["model"], columns=["seed"])
        grid.export_video(tmp_path / "x.mp4")
        grid.hidden = ["column seed=0"]
        grid.export_video(tmp_path / "x.mp4")
        grid.close()
    loose, turned, less = map(laid_out, montages)

    assert loose == {"mine": (0, 0), "theirs": (0, 1)}
    assert turned["veo-3.1-fast · seed 2"] == (0, 1)
    assert turned["veo-2 · seed 1"] == (1, 0)
    assert less == {"veo-3.1-fast · seed 2": (0, 0), "veo-2 · seed 2": (1, 0)}


AXES = [axis_of("model", ["a", "b"]), axis_of("seed", [1, 2, 3]), axis_of("duration", [4, 8])]
CELLS = {n: (n // 6, n // 2 % 3, n % 2) for n in range(12)}


@pytest.mark.parametrize(
    ("view", "places"),
    [
        ({"rows": ["seed"], "columns": ["model"]}, {0: (0, 0), 2: (1, 0), 6: (0, 1), 10: (2, 1)}),
        ({"slices": {"seed": 2, "duration": 9}, "columns": ["model"]}, {5: (0, 0), 11: (0, 1)}),
        ({"columns": ["model", "seed"], "per_row": 5}, {0: (0, 0), 8: (0, 4), 10: (1, 0)}),
        ({"columns": ["seed", "model"]}, {0: (0, 0), 6: (0, 1), 2: (0, 2), 10: (1, 1)}),
        (
            {"rows": ["model"], "columns": ["seed", "duration"], "hidden": ["row model=0"]},
            {6: (0, 0), 9: (0, 3), 11: (0, 5)},
        ),
    ],
)
def test_cells_stand_where_the_grid_has_them(
    view: Mapping[str, Any], places: dict[int, tuple[int, int]]
) -> None:
    told = placed(AXES, CELLS, Arranged(**{"rows": [], "columns": [], **view}))
    assert {index: told[index] for index in places} == places
