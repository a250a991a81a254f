"""The renderer keeps its promises: asked sizes, same bytes, honest words."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import av
import cv2
import numpy as np
import pytest

from tests.conftest import picture
from veo_widgets.catalogue import Catalogue
from veo_widgets.server.engine import RenderSpec
from veo_widgets.server.engine.storyboard import Storyboard
from veo_widgets.server.engine.storyboard.pictures import cover, decode
from veo_widgets.server.engine.storyboard.render import painter
from veo_widgets.server.engine.storyboard.scene import read_scene
from veo_widgets.server.engine.storyboard.sound import loudness, soundtrack

SPEC = RenderSpec(
    "veo-3", "a fox in the forest at dawn", 7, 320, 180, 1, 24, sound=True, draft=True
)
EXAMPLES = {m.slug: m.examples[0]["parameters"]["prompt"] for m in Catalogue().values()}


def decoded(data: bytes) -> list[np.ndarray]:
    with av.open(BytesIO(data), "r") as container:
        return [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]


@pytest.mark.parametrize(
    ("slug", "place", "time", "subjects"),
    [
        ("veo-3.1-fast", "room", "day", ("woman",)),
        ("veo-3.1", "stage", "night", ("woman",)),
        ("veo-3-fast", "forest", "dawn", ("deer",)),
        ("veo-3", "sea", "grey", ("sailor",)),
        ("veo-2", "city", "sunset", ("panda",)),
    ],
)
def test_the_pages_own_prompts_are_read_right(
    slug: str, place: str, time: str, subjects: tuple[str, ...]
) -> None:
    scene = read_scene(replace(SPEC, prompt=EXAMPLES[slug]))

    assert (scene.place, scene.time, scene.subjects) == (place, time, subjects)


def test_quoted_lines_are_speech_and_no_scenery() -> None:
    scene = read_scene(
        replace(SPEC, prompt='A man in a kitchen says "the ocean is wild"')
    )

    assert (scene.place, scene.quotes) == ("room", ("the ocean is wild",))


def test_a_negative_prompt_takes_away_what_it_names() -> None:
    asked = replace(SPEC, prompt="a deer in the mist, in a forest")

    assert read_scene(asked).subjects == ("deer",)
    assert read_scene(replace(asked, negative="deer, mist")).subjects == ()
    assert read_scene(replace(asked, negative="deer, mist")).weather == frozenset()


def test_the_same_spec_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import json, sys, hashlib; from veo_widgets.server.engine import RenderSpec; from veo_widgets.server.engine.storyboard import Storyboard\n"
        "spec = RenderSpec(**json.loads(sys.argv[1]))\n"
        "print(hashlib.sha256(Storyboard().render(spec).data).hexdigest())"
    )
    spec = {
        k: v for k, v in SPEC.told().items() if k not in {"references", "start", "last"}
    }
    found = {
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(spec)], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, timeout=120,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip

    assert found == {hashlib.sha256(Storyboard().render(SPEC).data).hexdigest()}


@pytest.mark.parametrize(
    "change", [{"seed": 8}, {"prompt": "a cat in the city"}, {"model": "veo-2"}]
)
def test_seeds_prompts_and_models_look_different(change: dict) -> None:
    one, other = (
        painter(read_scene(spec))(20)[..., :3]
        for spec in (SPEC, replace(SPEC, **change))
    )

    assert cv2.PSNR(one, other) < 30


def test_one_changed_word_leaves_the_composition_alone() -> None:
    by_day = replace(SPEC, prompt="a forest at dawn")
    frames = [
        painter(read_scene(s))(20)[..., :3]
        for s in (by_day, replace(by_day, prompt="a forest at dawn with birds"))
    ]
    other = painter(read_scene(replace(by_day, seed=99)))(20)[..., :3]

    assert cv2.PSNR(*frames) > cv2.PSNR(frames[0], other) + 5


@pytest.mark.parametrize(
    "prompt",
    ["", "🦊", "東京の夜景", "Ein Haus am See", "x" * 3000, "neon, rain, night, city", "fractal",
     "a rocket in space", "snow on a mountain", "dinner in a kitchen", "beach at sunset", "a desert"],
)  # fmt: skip
def test_any_prompt_gives_a_picture(prompt: str) -> None:
    frame = painter(read_scene(replace(SPEC, prompt=prompt)))(12)

    assert frame.shape == (180, 320, 4)
    assert frame[..., :3].std() > 8


@pytest.mark.parametrize(
    "size", [(320, 180), (180, 320), (180, 180), (240, 180), (180, 240)]
)
def test_the_asked_size_rate_length_and_sound_come(size: tuple[int, int]) -> None:
    data = (
        Storyboard().render(replace(SPEC, width=size[0], height=size[1], fps=30)).data
    )
    with av.open(BytesIO(data), "r") as container:
        video, audio = container.streams.video[0], container.streams.audio[0]

        assert (video.width, video.height, video.average_rate, video.frames) == (
            *size,
            30,
            30,
        )
        assert video.pix_fmt == "yuv420p"
        assert audio.codec_context.name == "aac"
        assert "not Veo" in container.metadata["comment"]
        assert json.loads(container.metadata["description"])["seed"] == 7
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_silent_clip_has_no_sound_track() -> None:
    with av.open(
        BytesIO(Storyboard().render(replace(SPEC, sound=False)).data), "r"
    ) as container:
        assert not container.streams.audio


def test_sound_is_as_loud_as_it_should_be() -> None:
    track = soundtrack(read_scene(replace(SPEC, seconds=4)))

    assert track.shape == (2, 4 * 48_000)
    assert loudness(track.astype(float)) == pytest.approx(-16, abs=0.5)
    assert np.abs(track).max() < 0.98


def test_first_and_last_frame_are_met_exactly() -> None:
    start, last = picture(hue=30), picture(hue=150)
    spec = replace(SPEC, width=640, height=360, start=start, last=last, draft=False)
    frames = decoded(Storyboard().render(spec).data)

    assert cv2.PSNR(frames[0], cover(decode(start), 640, 360)) > 34
    assert cv2.PSNR(frames[-1], cover(decode(last), 640, 360)) > 34
    assert cv2.PSNR(frames[12], frames[0]) < 34


def test_a_start_image_alone_moves() -> None:
    noisy = np.random.default_rng(1).integers(0, 255, (90, 160, 3), np.uint8)
    start = bytes(cv2.imencode(".png", cv2.resize(noisy, (640, 360)))[1])
    paint = painter(read_scene(replace(SPEC, start=start)))

    assert cv2.PSNR(paint(0)[..., :3], cover(decode(start), 320, 180)) > 60
    assert cv2.PSNR(paint(23)[..., :3], paint(0)[..., :3]) < 30


def test_a_reference_image_appears() -> None:
    without, with_ = (
        painter(read_scene(replace(SPEC, references=refs)))(20)[..., :3].astype(int)
        for refs in ((), (picture(400, 400, 10),))
    )

    assert (np.abs(without - with_).max(2) > 40).mean() > 0.02
