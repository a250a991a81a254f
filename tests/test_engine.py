"""The renderer keeps its promises: asked sizes, same bytes, honest words."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from tests.conftest import picture
from veo_widgets.catalogue import Catalogue
from veo_widgets.media import Clip
from veo_widgets.server.engine import Cancelled, RenderSpec, find, from_request, names
from veo_widgets.storyboard import Storyboard, sprites
from veo_widgets.storyboard.pictures import cover, decode
from veo_widgets.storyboard.render import painter, world
from veo_widgets.storyboard.scene import read_scene
from veo_widgets.storyboard.sound import loudness, soundtrack
from veo_widgets.storyboard.sound.speech import spoken
from veo_widgets.storyboard.sprites.find import MORE, Thing

if TYPE_CHECKING:
    from pathlib import Path

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
    scene = read_scene(replace(SPEC, prompt='A man in a kitchen says "the ocean is wild"'))

    assert (scene.place, scene.quotes) == ("room", ("the ocean is wild",))


def test_a_negative_prompt_takes_away_what_it_names() -> None:
    asked = replace(SPEC, prompt="a deer in the mist, in a forest")

    assert read_scene(asked).subjects == ("deer",)
    assert read_scene(replace(asked, negative="deer, mist")).subjects == ()
    assert read_scene(replace(asked, negative="deer, mist")).weather == frozenset()


def test_the_same_spec_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import json, sys, hashlib; from veo_widgets.server.engine import RenderSpec; from veo_widgets.storyboard import Storyboard\n"
        "spec = RenderSpec(**json.loads(sys.argv[1]))\n"
        "print(hashlib.sha256(Storyboard().render(spec).data).hexdigest())"
    )
    spec = {k: v for k, v in SPEC.told().items() if k not in {"references", "start", "last"}}
    found = {
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(spec)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert found == {hashlib.sha256(Storyboard().render(SPEC).data).hexdigest()}


@pytest.mark.parametrize(
    "change", [{"seed": 8}, {"prompt": "a cat in the city"}, {"model": "veo-2"}]
)
def test_seeds_prompts_and_models_look_different(change: dict) -> None:
    one, other = (
        painter(read_scene(spec))(20)[..., :3] for spec in (SPEC, replace(SPEC, **change))
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
    frame = painter(read_scene(replace(SPEC, prompt=prompt)))(12)

    assert frame.shape == (180, 320, 4)
    assert frame[..., :3].std() > 8


WORLD = [
    ("An astronaut floating above Earth", "space", ("man",), ("globe-showing-europe-africa",)),
    ("Two children building a sandcastle on a sunny beach", "sea", ("child",), ("sandcastle",)),
    ("A steaming bowl of ramen on a wooden table", "table", (), ("steaming-bowl",)),
    ("A football player scoring a goal in a stadium", "pitch", ("man",), ("soccer-ball",)),
    ("A dragon flying over a castle", "meadow", (), ("dragon", "castle")),
    ("A wizard in a dark cave", "cave", ("man",), ()),
    ("An elephant family in the savanna", "savanna", (), ("elephant",)),
    ("A dolphin swimming underwater", "underwater", (), ("dolphin",)),
    ("A vintage red car on a country road", "road", (), ("automobile",)),
    ("A sailboat on a calm lake", "lake", (), ("sailboat",)),
    ("a pirate ship in a storm", "sea", (), ("sailboat",)),
    ("Un cerf dans la forêt brumeuse à l'aube", "forest", ("deer",), ()),
    ("Ein Fuchs läuft durch den verschneiten Wald", "snow", ("fox",), ()),
    ("Un barco en el mar durante una tormenta", "sea", (), ("ship",)),
    ("東京の夜景、ネオンの街を歩く女性", "city", ("woman",), ()),
    ("一只熊猫在竹林里吃竹子", "forest", ("bear",), ()),
    ("Красная машина едет по ночному городу под дождём", "city", (), ("automobile",)),
]


@pytest.mark.parametrize(("prompt", "place", "subjects", "things"), WORLD)
def test_prompts_of_many_kinds_and_tongues_are_read(
    prompt: str, place: str, subjects: tuple[str, ...], things: tuple[str, ...]
) -> None:
    scene = read_scene(replace(SPEC, prompt=prompt))

    assert (scene.place, scene.subjects) == (place, subjects)
    assert {thing.name for thing in scene.things} >= set(things)


def test_numbers_and_colours_of_things_are_read() -> None:
    def first(prompt: str) -> Thing:
        return read_scene(replace(SPEC, prompt=prompt)).things[0]

    assert first("a red car") == Thing("automobile", 1, 0)
    assert first("three penguins").count == 3
    assert first("an elephant family").count == 4
    assert first("a white rabbit").tint == -1
    counts = read_scene(replace(SPEC, prompt="two children and a dog")).counts
    assert counts == {"child": 2, "dog": 1}


@pytest.mark.parametrize(
    "prompt",
    [
        "a man walking",
        "an orange sunset",
        "a ring of light",
        "she is flying home",
        "a fly-over of hills",
    ],
)
def test_words_that_only_sound_like_things_show_none(prompt: str) -> None:
    assert read_scene(replace(SPEC, prompt=prompt)).things == ()


@pytest.mark.parametrize("prompt", [row[0] for row in WORLD[:10]])
@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_what_is_named_is_seen_in_any_shape(prompt: str, size: tuple[int, int]) -> None:
    spec = replace(SPEC, prompt=prompt, seconds=2, width=size[0], height=size[1])
    names = ", ".join(thing.name.replace("-", " ") for thing in read_scene(spec).things)
    bare = replace(spec, negative=f"{names}, {prompt}")
    one, other = (painter(read_scene(s))(20)[..., :3].astype(int) for s in (spec, bare))

    assert one.std() > 8
    assert (np.abs(one - other).max(2) > 24).mean() > 0.004


def test_a_colour_word_changes_only_its_thing() -> None:
    red, blue = (
        painter(read_scene(replace(SPEC, prompt=f"a {tint} car on a country road")))(20)
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
        painter(read_scene(replace(SPEC, prompt=f"a {who} in a meadow")))(10)[..., :3].astype(int)
        for who in ("man", "wizard")
    )

    assert (np.abs(plain - costumed).max(2) > 40).mean() > 0.003


def test_speech_is_heard_where_a_voice_is_installed() -> None:
    asked = replace(SPEC, seconds=4, prompt='A woman says "hello, this is a long line to speak"')
    scene = read_scene(asked)
    speech = spoken(scene, "en")
    silent = soundtrack(read_scene(replace(asked, prompt="A woman")))

    assert speech is not None
    assert 1 < len(speech) / 48_000 < 3
    assert loudness(soundtrack(scene).astype(float)) == pytest.approx(-16, abs=0.5)
    assert np.abs(soundtrack(scene) - silent).max() > 0.05
    assert np.array_equal(speech, spoken(scene, "en"))
    assert spoken(read_scene(replace(asked, prompt="A woman")), "en") is None


def test_the_file_carries_its_request(tmp_path: Path) -> None:
    model = Catalogue()["veo-3-fast"]
    asked = {**model.defaults(), "prompt": "a lake", "seed": 3, "image_url": "sha256:ab"}
    spec = from_request("veo-3-fast", asked, (320, 180), images={}, audible=True, draft=True)
    path = tmp_path / "clip.mp4"
    path.write_bytes(Storyboard().render(replace(spec, seconds=1)).data)
    clip = Clip.open(path)

    assert (clip.model, clip.parameters) == ("veo-3-fast", asked)
    with av.open(str(path)) as container:
        assert "not Veo" in container.metadata["comment"]


def test_a_render_tells_how_far_it_is_and_stops_when_told() -> None:
    shares: list[float] = []
    Storyboard().render(SPEC, shares.append)

    assert shares == sorted(shares)
    assert (shares[0], len(shares)) == (0, 24)
    with pytest.raises(Cancelled):
        Storyboard().render(SPEC, cancelled=lambda: True)


def test_engines_are_found_by_name() -> None:
    assert find("storyboard").capabilities().repeats
    assert names()[0] == "storyboard"
    with pytest.raises(ValueError, match="no engine 'sora'; there are storyboard"):
        find("sora")


def test_a_draft_is_the_same_picture_in_less_detail() -> None:
    spec = replace(SPEC, draft=False, width=640, height=360)
    full, draft, other = (
        decoded(Storyboard().render(s).data)
        for s in (spec, replace(spec, draft=True), replace(spec, seed=8))
    )

    assert len(full) == len(draft) == 24
    assert full[0].shape == draft[0].shape
    assert cv2.PSNR(full[12], draft[12]) > cv2.PSNR(full[12], other[12]) + 3


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (180, 180), (240, 180), (180, 240)])
def test_the_asked_size_rate_length_and_sound_come(size: tuple[int, int]) -> None:
    data = Storyboard().render(replace(SPEC, width=size[0], height=size[1], fps=30)).data
    with av.open(BytesIO(data), "r") as container:
        video, audio = container.streams.video[0], container.streams.audio[0]

        assert (video.width, video.height, video.average_rate, video.frames) == (*size, 30, 30)
        assert video.pix_fmt == "yuv420p"
        assert audio.codec_context.name == "aac"
        assert "not Veo" in container.metadata["comment"]
        assert json.loads(container.metadata["description"])["seed"] == 7
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_silent_clip_has_no_sound_track() -> None:
    with av.open(BytesIO(Storyboard().render(replace(SPEC, sound=False)).data), "r") as container:
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

    assert cv2.PSNR(frames[0], cover(decode(start), 640, 360)) > 38
    assert cv2.PSNR(frames[-1], cover(decode(last), 640, 360)) > 38
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


@pytest.mark.parametrize(
    "prompt",
    [
        "keynote on a stage",
        "workshop in a classroom",
        "neon Tokyo alley",
        "a lake",
        "a cave",
        "underwater",
        "a stadium",
        "savanna",
        "a meadow",
        "a road",
        "a railway",
        "a table",
        "space",
        "desert",
        "snow",
        "a library with a fireplace",
    ],
)
@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240)])
def test_every_place_draws_as_a_draft(prompt: str, size: tuple[int, int]) -> None:
    spec = replace(SPEC, prompt=prompt, width=size[0], height=size[1], seconds=0.2, sound=False)

    assert len(decoded(Storyboard().render(spec).data)) == 5


def image(shape: tuple[int, ...], value: int | None = None) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, shape, np.uint8)
    data = noise if value is None else np.full(shape, value, np.uint8)
    return bytes(cv2.imencode(".png", data)[1])


@pytest.mark.parametrize(
    "shape", [(1, 1, 3), (500, 1, 3), (1, 500, 3), (5, 400, 3), (900, 2, 3), (64, 64), (64, 64, 4)]
)
def test_pictures_of_odd_shapes_are_used_as_they_are(shape: tuple[int, ...]) -> None:
    spec = replace(SPEC, start=image(shape), references=(image(shape), image((80, 80, 3), 255)))
    paint = painter(read_scene(spec))
    beside = painter(read_scene(replace(spec, start=None)))

    assert paint(0).shape == paint(9).shape == beside(9).shape == (180, 320, 4)


def test_half_a_character_is_shown_as_a_sign_that_it_is_missing() -> None:
    spec = replace(SPEC, prompt='a cat \ud83e says "hi \ud83e you"')

    assert painter(read_scene(spec))(3).std() > 8
    assert soundtrack(read_scene(spec)).shape[0] == 2


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
        spec = replace(SPEC, prompt=prompt, seed=seed, width=height * 16 // 9, height=height)
        frame = world(read_scene(spec)).frame(10)[..., :3]
        return np.asarray(cv2.resize(frame, (320, 180), interpolation=cv2.INTER_AREA))

    small, large, other = shot(3, 360), shot(3, 720), shot(4, 360)

    assert cv2.PSNR(small, large) > cv2.PSNR(small, other) + 5


@pytest.mark.parametrize(
    "pair", [("veo-3-fast", "veo-3"), ("veo-3.1-fast", "veo-3.1"), ("veo-2", "veo-3")]
)
def test_a_fuller_model_draws_more_detail(pair: tuple[str, str]) -> None:
    detail = []
    for model in pair:
        frame = painter(read_scene(replace(SPEC, model=model, width=1280, height=720)))(20)
        detail.append(cv2.Laplacian(cv2.cvtColor(frame, cv2.COLOR_BGRA2GRAY), cv2.CV_32F).var())

    assert detail[1] > 1.1 * detail[0]
