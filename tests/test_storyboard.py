"""What a prompt names is seen and heard, in any shape, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from tests.conftest import picture
from tests.test_scene import WORLD
from veo_widgets._lib.loudness import loudness
from veo_widgets.server.engine.adapter import track
from veo_widgets.storyboard import Shot, painter, read_scene, sprites
from veo_widgets.storyboard.pictures import cover, decode
from veo_widgets.storyboard.render import world
from veo_widgets.storyboard.sound.speech import spoken
from veo_widgets.storyboard.sprites.words import MORE

SHOT = Shot("veo-3", "a fox in the forest at dawn", 7, 320, 180, 1, 24, draft=True)


@pytest.mark.parametrize(
    "change", [{"seed": 8}, {"prompt": "a cat in the city"}, {"model": "veo-2"}]
)
def test_seeds_prompts_and_models_look_different(change: dict) -> None:
    one, other = (
        painter(read_scene(shot))(20)[..., :3] for shot in (SHOT, replace(SHOT, **change))
    )

    assert cv2.PSNR(one, other) < 30


def test_one_changed_word_leaves_the_composition_alone() -> None:
    by_day = replace(SHOT, prompt="a forest at dawn")
    frames = [
        painter(read_scene(s))(20)[..., :3]
        for s in (by_day, replace(by_day, prompt="a forest at dawn with birds"))
    ]
    other = painter(read_scene(replace(by_day, seed=99)))(20)[..., :3]

    assert cv2.PSNR(*frames) > cv2.PSNR(frames[0], other) + 5


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "🦊",
        "東京の夜景",
        "Ein Haus am See",
        "x" * 3000,
        "neon, rain, night, city",
        "fractal",
        "a rocket in space",
        "snow on a mountain",
        "dinner in a kitchen",
        "beach at sunset",
        "a desert",
    ],
)
def test_any_prompt_gives_a_picture(prompt: str) -> None:
    frame = painter(read_scene(replace(SHOT, prompt=prompt)))(12)

    assert frame.shape == (180, 320, 4)
    assert frame[..., :3].std() > 8


@pytest.mark.parametrize("prompt", [row[0] for row in WORLD[:10]])
@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_what_is_named_is_seen_in_any_shape(prompt: str, size: tuple[int, int]) -> None:
    shot = replace(SHOT, prompt=prompt, seconds=2, width=size[0], height=size[1])
    names = ", ".join(thing.name.replace("-", " ") for thing in read_scene(shot).things)
    bare = replace(shot, negative=f"{names}, {prompt}")
    one, other = (painter(read_scene(s))(20)[..., :3].astype(int) for s in (shot, bare))

    assert one.std() > 8
    assert (np.abs(one - other).max(2) > 24).mean() > 0.004


def test_a_colour_word_changes_only_its_thing() -> None:
    red, blue = (
        painter(read_scene(replace(SHOT, prompt=f"a {tint} car on a country road")))(20)
        for tint in ("red", "blue")
    )
    changed = (np.abs(red.astype(int) - blue.astype(int)).max(2) > 24).mean()

    assert 0.002 < changed < 0.15


def test_every_sprite_draws_and_every_word_leads_to_one() -> None:
    for language in ("en", "de", "ja"):
        for name in set(sprites.names(language).values()):
            assert sprites.raster(name, 24)[..., 3].any(), name
    assert all(sprites.known(name) for name in MORE)


def test_a_person_s_role_shows() -> None:
    plain, costumed = (
        painter(read_scene(replace(SHOT, prompt=f"a {who} in a meadow")))(10)[..., :3].astype(int)
        for who in ("man", "wizard")
    )

    assert (np.abs(plain - costumed).max(2) > 40).mean() > 0.003


def test_speech_is_heard_where_a_voice_is_installed() -> None:
    asked = replace(SHOT, seconds=4, prompt='A woman says "hello, this is a long line to speak"')
    scene = read_scene(asked)
    speech = spoken(scene, "en")
    silent = track(read_scene(replace(asked, prompt="A woman")))

    assert speech is not None
    assert 1 < len(speech) / 48_000 < 3
    assert loudness(track(scene).astype(float)) == pytest.approx(-16, abs=0.5)
    assert np.abs(track(scene) - silent).max() > 0.05
    assert np.array_equal(speech, spoken(scene, "en"))
    assert spoken(read_scene(replace(asked, prompt="A woman")), "en") is None


def test_sound_is_as_loud_as_it_should_be() -> None:
    sound = track(read_scene(replace(SHOT, seconds=4)))

    assert sound.shape == (2, 4 * 48_000)
    assert loudness(sound.astype(float)) == pytest.approx(-16, abs=0.5)
    assert np.abs(sound).max() < 0.98


def test_a_start_image_alone_moves() -> None:
    noisy = np.random.default_rng(1).integers(0, 255, (90, 160, 3), np.uint8)
    start = bytes(cv2.imencode(".png", cv2.resize(noisy, (640, 360)))[1])
    paint = painter(read_scene(replace(SHOT, start=start)))

    assert cv2.PSNR(paint(0)[..., :3], cover(decode(start), 320, 180)) > 60
    assert cv2.PSNR(paint(23)[..., :3], paint(0)[..., :3]) < 30


def test_a_reference_image_appears() -> None:
    without, with_ = (
        painter(read_scene(replace(SHOT, references=refs)))(20)[..., :3].astype(int)
        for refs in ((), (picture(400, 400, 10),))
    )

    assert (np.abs(without - with_).max(2) > 40).mean() > 0.02


def image(shape: tuple[int, ...], value: int | None = None) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, shape, np.uint8)
    data = noise if value is None else np.full(shape, value, np.uint8)
    return bytes(cv2.imencode(".png", data)[1])


@pytest.mark.parametrize(
    "shape", [(1, 1, 3), (500, 1, 3), (1, 500, 3), (5, 400, 3), (900, 2, 3), (64, 64), (64, 64, 4)]
)
def test_pictures_of_odd_shapes_are_used_as_they_are(shape: tuple[int, ...]) -> None:
    shot = replace(SHOT, start=image(shape), references=(image(shape), image((80, 80, 3), 255)))
    paint = painter(read_scene(shot))
    beside = painter(read_scene(replace(shot, start=None)))

    assert paint(0).shape == paint(9).shape == beside(9).shape == (180, 320, 4)


def test_half_a_character_is_shown_as_a_sign_that_it_is_missing() -> None:
    shot = replace(SHOT, prompt='a cat \ud83e says "hi \ud83e you"')

    assert painter(read_scene(shot))(3).std() > 8
    assert track(read_scene(shot)).shape[0] == 2


@pytest.mark.parametrize(
    "prompt",
    [
        "a city at sunset",
        "neon tokyo street at night",
        "a forest",
        "a library",
        "a stadium",
        "a beach",
        "space",
    ],
)
def test_another_resolution_is_the_same_shot_and_another_seed_is_not(prompt: str) -> None:
    def shot(seed: int, height: int) -> np.ndarray:
        size = {"width": height * 16 // 9, "height": height}
        scene = read_scene(replace(SHOT, prompt=prompt, seed=seed, **size))
        frame = world(scene).frame(10)[..., :3]
        return np.asarray(cv2.resize(frame, (320, 180), interpolation=cv2.INTER_AREA))

    small, large, other = shot(3, 360), shot(3, 720), shot(4, 360)

    assert cv2.PSNR(small, large) > cv2.PSNR(small, other) + 5


@pytest.mark.parametrize(
    "pair", [("veo-3-fast", "veo-3"), ("veo-3.1-fast", "veo-3.1"), ("veo-2", "veo-3")]
)
def test_a_fuller_model_draws_more_detail(pair: tuple[str, str]) -> None:
    detail = []
    for model in pair:
        frame = painter(read_scene(replace(SHOT, model=model, width=1280, height=720)))(20)
        detail.append(cv2.Laplacian(cv2.cvtColor(frame, cv2.COLOR_BGRA2GRAY), cv2.CV_32F).var())

    assert detail[1] > 1.1 * detail[0]


def test_a_clean_picture_names_no_model_on_any_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    put = cv2.putText

    def noted(image: Any, text: str, *rest: Any) -> Any:
        written.append(text)
        return put(image, text, *rest)

    monkeypatch.setattr(cv2, "putText", noted)
    shot = replace(SHOT, model="veo-3.1", prompt="a jazz band playing in a smoky club")
    painter(read_scene(shot))(20)
    assert "VEO-3.1" in written
    written.clear()
    painter(read_scene(replace(shot, clean=True)))(20)
    assert "VEO-3.1" not in written
