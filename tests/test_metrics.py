"""Planted defects are found, what is right raises no flag, and a metric is what it says."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests.planted import SECONDS, controls, defects, panned, scene, write
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.media.metrics import Reading, chosen, known, metric
from veo_widgets.media.metrics.ends import likeness
from veo_widgets.media.metrics.measure import Work, measure
from veo_widgets.media.metrics.sample import read_sample

if TYPE_CHECKING:
    from pathlib import Path

ASKED = {"audio": True, "duration": SECONDS}
LIGHT = tuple(each.name for each in chosen())
Found = dict[str, Reading]
Measured = dict[str, Found]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """Return what the metrics say of every planted clip."""
    folder = tmp_path_factory.mktemp("planted")
    clips = {**controls(), **defects()}
    return {
        name: measure(Work(write(folder / f"{n}.mp4", *clip), LIGHT, ASKED))
        for n, (name, clip) in enumerate(clips.items())
    }


def flags(readings: Found) -> set[str]:
    metrics = known()
    return {metrics[name].defect(each.value, ASKED) for name, each in readings.items()} - {""}


FLAGGED = {
    "six flashes a second": {"flash risk"},
    "frozen": {"frozen"},
    "black": {"black"},
    "clipped": {"clipped"},
    "empty track": {"silent"},
    "half a track": {"cut off"},
}
VALUES = [
    ("six flashes a second", "flashes", 6, 0),
    ("boiling texture", "residual", 10, 3),
    ("shaking", "motion", 33, 6),
    ("shaking", "camera", 0.97, 0.05),
    ("pan", "camera", 0.97, 0.05),
    ("pan", "motion", 100 * 1.5 * 24 / 216, 2),
    ("flicker", "flicker", 4 * 0.04 * 114, 2),
    ("frozen", "frozen", 1 / SECONDS, 0.03),
    ("doubled frames", "repeated", 0.5, 0.05),
    ("black", "black", 12 / 72, 1e-6),
    ("cut", "cuts", 1, 0),
    ("blurred", "blur", 0.55, 0.06),
    ("blown out", "blown", 0.13, 0.04),
    ("very quiet", "loudness", -44.6, 0.5),
    ("clipped", "clipped", 0.003, 0.0018),
    ("empty track", "silent", 1, 0),
    ("half a track", "sound_lag", -SECONDS / 2, 0.05),
    ("two flashes a second", "flashes", 2, 0),
]
APART = [
    ("boiling texture", "residual", 10.0),
    ("shaking", "motion", 8.0),
    ("flicker", "flicker", 100.0),
    ("blurred", "blur", 1.2),
    ("blown out", "brightness", 1.5),
]


@pytest.mark.parametrize("name", controls())
def test_what_is_right_raises_no_flag(measured: Measured, name: str) -> None:
    assert not flags(measured[name])


@pytest.mark.parametrize("name", defects())
def test_a_defect_raises_its_own_flag_and_no_other(measured: Measured, name: str) -> None:
    assert flags(measured[name]) == FLAGGED.get(name, set())


@pytest.mark.parametrize(("name", "of", "value", "within"), VALUES)
def test_a_planted_defect_has_the_value_it_was_planted_with(
    measured: Measured, name: str, of: str, value: float, within: float
) -> None:
    assert measured[name][of].value == pytest.approx(value, abs=within)


@pytest.mark.parametrize(("name", "of", "times"), APART)
def test_a_planted_defect_stands_out_of_the_clean_clip(
    measured: Measured, name: str, of: str, times: float
) -> None:
    assert measured[name][of].value > times * measured["clean"][of].value


def test_every_defect_is_told_by_some_metric() -> None:
    assert set(defects()) == {name for name, *_ in VALUES} - set(controls())


def test_moments_say_where(measured: Measured) -> None:
    assert measured["cut"]["cuts"].moments == pytest.approx((32 / 24,))
    assert measured["black"]["black"].moments == pytest.approx((32 / 24,))
    assert measured["frozen"]["frozen"].moments == pytest.approx((24 / 24,), abs=0.05)


def test_a_black_stretch_and_flashes_are_no_cuts(measured: Measured) -> None:
    for name in ("black", "six flashes a second", "two flashes a second"):
        assert measured[name]["cuts"].value == 0


def test_every_value_lies_in_its_range(measured: Measured) -> None:
    metrics = known()
    for readings in measured.values():
        for name, reading in readings.items():
            if reading.value is not None:
                low, high = metrics[name].low, metrics[name].high
                assert reading.value >= (-math.inf if low is None else low), name
                assert reading.value <= (math.inf if high is None else high), name


def test_a_clip_of_the_local_renderer_raises_no_flag(mp4: Path) -> None:
    readings = measure(Work(mp4, LIGHT, {"audio": True, "duration": 2}))

    assert not flags(readings)
    assert readings["loudness"].value == pytest.approx(-16, abs=1)


# --- ends


def test_likeness_sees_what_a_person_would() -> None:
    picture = scene()[0]
    tall = cv2.resize(picture, (640, 360), interpolation=cv2.INTER_CUBIC)
    packed = cv2.imdecode(cv2.imencode(".jpg", tall, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], 1)
    near = cv2.resize(tall[5:-5, 9:-9], (640, 360), interpolation=cv2.INTER_CUBIC)
    gamma = cv2.LUT(tall, (255 * (np.arange(256) / 255) ** 1.2).astype(np.uint8))
    other = cv2.resize(scene(seed=9)[50], (640, 360))
    seen = {
        name: likeness(tall, what, align=True)
        for name, what in {"packed": packed, "near": near, "gamma": gamma, "other": other}.items()
    }

    assert seen["packed"].ssim > 0.95
    assert seen["packed"].colour < 2
    assert seen["near"].ssim > likeness(tall, near, align=False).ssim + 0.1
    assert seen["near"].ssim > 0.9
    assert seen["gamma"].ssim > 0.93
    assert seen["gamma"].colour > 4
    assert seen["other"].ssim < min(seen["near"].ssim, seen["gamma"].ssim) - 0.05
    assert seen["other"].colour > 8


def test_ends_are_compared_with_the_images_that_were_given(tmp_path: Path) -> None:
    frames = scene()[:30]
    clip = write(tmp_path / "a.mp4", frames)
    start, end = (bytes(cv2.imencode(".png", frames[n])[1]) for n in (0, -1))
    names = ("first_frame", "first_frame_colour", "last_frame", "loop")
    right = measure(Work(clip, names, images={"start_image": start, "last_frame": end}))
    wrong = measure(Work(clip, names, images={"start_image": end}))

    assert right["first_frame"].value > 0.97
    assert right["last_frame"].value > 0.97
    assert right["first_frame_colour"].value < wrong["first_frame_colour"].value
    assert right["first_frame"].value > wrong["first_frame"].value
    assert wrong["last_frame"] == Reading(None, "no such image was given")


def test_a_mirrored_loop_closes_and_a_pan_does_not(measured: Measured) -> None:
    assert measured["mirrored loop"]["loop"].value > 0.97
    assert measured["pan"]["loop"].value < 0.8


# --- one decode


def test_luma_is_what_was_written_whatever_the_range(tmp_path: Path) -> None:
    grey = np.full((12, 180, 320, 3), 128, np.uint8)
    grey[:, :90] = 250
    sample = read_sample(write(tmp_path / "grey.mp4", grey))

    assert sample.grey.shape == (12, 180, 320)
    assert abs(int(sample.grey[5, 150, 100]) - 128) <= 2
    assert abs(int(sample.grey[5, 20, 100]) - 250) <= 2
    assert sample.colour.shape == (2, 180, 320, 3)
    assert sample.ends[0].shape == (180, 320, 3)


def test_an_upright_clip_is_measured_upright(tmp_path: Path) -> None:
    frames = np.rot90(scene()[:12], axes=(1, 2))
    sample = read_sample(write(tmp_path / "tall.mp4", frames))

    assert sample.grey.shape[1:] == (320, 180)


def test_of_a_long_clip_the_beginning_is_measured(tmp_path: Path) -> None:
    sample = read_sample(write(tmp_path / "long.mp4", scene()[:48]), most=24)

    assert len(sample.grey) == 24
    assert not sample.whole


def test_bytes_give_the_same_figures_as_their_file(mp4: Path) -> None:
    work = Work(mp4, LIGHT, ASKED)

    assert measure(work) == measure(work.carried())


def test_no_clip_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")

    with pytest.raises(MediaError, match="does not decode"):
        measure(Work(tmp_path / "a.mp4", LIGHT))


def test_a_camera_that_pans_faster_moves_more(tmp_path: Path) -> None:
    speeds = [
        measure(
            Work(write(tmp_path / f"{by}.mp4", panned(lambda n, b=by: (b * n, 0))), ("motion",))
        )
        for by in (0.5, 1.0, 1.5)
    ]
    values = [each["motion"].value for each in speeds]

    assert all(map(operator.lt, values, values[1:]))


# --- the registry


@pytest.mark.usefixtures("entered")
def test_a_function_becomes_a_metric(mp4: Path) -> None:
    @metric("frames_seen", "count", 1)
    def frames_seen(sample: object) -> int:
        """How many frames there are."""
        return len(sample.grey)

    assert frames_seen.about == "How many frames there are."
    assert measure(Work(mp4, ("frames_seen",)))["frames_seen"] == Reading(48.0)


@pytest.mark.usefixtures("entered")
def test_a_metric_that_fails_says_so_and_the_others_go_on(mp4: Path) -> None:
    @metric("broken", "count", 1)
    def broken(_: object) -> float:
        raise ValueError("no weights")

    @metric("endless", "count", 1)
    def endless(_: object) -> float:
        return math.inf

    readings = measure(Work(mp4, ("broken", "endless", "cuts", "strange")))

    assert readings["broken"] == Reading(None, "ValueError: no weights", failed=True)
    assert readings["endless"].value is None
    assert readings["cuts"].value == 0
    assert readings["strange"].failed


def test_names_and_versions_are_checked() -> None:
    for name in ("", "Motion", "a b", 3):
        with pytest.raises(InvalidRequest, match="is no name of a metric"):
            metric(name, "s", 1)
    with pytest.raises(InvalidRequest, match="version of fine counts from 1"):
        metric("fine", "s", 0)
    with pytest.raises(InvalidRequest, match=r"motion is a metric already, of veo_widgets\.media"):
        metric("motion", "s", 1)(lambda _: 0.0)
    with pytest.raises(InvalidRequest, match="there is no metric 'motoin'"):
        chosen(["motoin"])


def test_every_metric_says_how_it_misleads_and_no_flag_is_a_description() -> None:
    for each in known().values():
        assert each.about, each.name
        assert each.misleads, each.name
        assert bool(each.flag) == (each.raised is not None), each.name
