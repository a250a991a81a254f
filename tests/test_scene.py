"""Prompts are read as people mean them: what is seen, and what is not."""

from __future__ import annotations

import pytest

from veo_widgets.catalogue import Catalogue
from veo_widgets.storyboard import Scene, Shot, read_scene
from veo_widgets.storyboard.language import english, language_of
from veo_widgets.storyboard.render import world
from veo_widgets.storyboard.sprites.find import Thing

EXAMPLES = {m.slug: m.examples[0]["parameters"]["prompt"] for m in Catalogue().values()}


def read(prompt: str, negative: str = "", seed: int = 7) -> Scene:
    return read_scene(Shot("veo-3", prompt, seed, 320, 180, 4, 24, negative=negative))


@pytest.mark.parametrize(
    ("prompt", "negative", "place", "subjects"),
    [
        ("city street at night", "traffic, cars", "city", ()),
        ("a beach at sunset", "people, boats", "sea", ()),
        ("a forest clearing", "hills, mountains", "forest", ()),
        ("an astronaut on the moon", "soldier, robot", "space", ("man",)),
        ("a chef in a kitchen", "knife", "room", ("man",)),
        ("two women and a child in a park", "people", "meadow", ()),
        ("a dog and a cat in a meadow", "animals", "meadow", ()),
        ("a deer in the forest", "deer", "forest", ()),
        ("Un perro bajo la lluvia en la ciudad", "lluvia, perro", "city", ()),
        ("An empty square, no people, no text", "", None, ()),
        ("A meadow without cows or dogs", "", "meadow", ()),
    ],
)
def test_what_is_not_wanted_goes_and_nothing_else(
    prompt: str, negative: str, place: str | None, subjects: tuple[str, ...]
) -> None:
    scene = read(prompt, negative)

    assert scene.subjects == subjects
    assert place in {None, scene.place}
    assert not {"rain"} & scene.weather


def test_an_open_place_is_none_that_is_not_wanted() -> None:
    unwanted = "sea, ocean, forest, lake"

    assert {read("A quiet moment", unwanted, seed).place for seed in range(12)} == {"meadow"}
    assert read("A city", "sunset").time != "sunset"
    assert read("a red car", "blue car").things[0].name == "automobile"


@pytest.mark.parametrize(
    ("prompt", "subjects"),
    [
        ("A man and a woman walk hand in hand", ("man", "woman")),
        ("A father and his daughter in a park", ("man", "child")),
        ("A woman waters flowers while she sings", ("woman",)),
        ("A dog runs, he is happy", ("dog",)),
        ("A ladybug on a leaf", ()),
        ("An artistic, painterly landscape", ()),
        ("a hot dog on a plate", ()),
        ("an old record player", ()),
        ("a couple of birds on a wire", ("birds",)),
    ],
)
def test_people_and_animals_are_those_that_are_named(
    prompt: str, subjects: tuple[str, ...]
) -> None:
    found = read(prompt).subjects

    assert [name for name in found if name != "man" or "man" in subjects] == list(subjects)


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("The camera slowly orbits around a bride in a rose garden", "meadow"),
        ("A portrait of a baker in a kitchen, shallow depth of field", "room"),
        ("An astronaut riding a horse on the beach", "sea"),
        ("A glass of wine on the beach at sunset", "sea"),
        ("A house on a hill at sunset", "forest"),
        ("Studio Ghibli style, a girl in a meadow", "meadow"),
        ("A pitch black night in the forest", "forest"),
        ("A roller coaster at a fair in the city", "city"),
        ("She waves at the crowd in the street", "city"),
        ("ice cream melting on a table", "table"),
        ("A bowl of ramen", "table"),
        ("An astronaut", "space"),
        ("a tomboy in a garden", "meadow"),
        ("teach me to train a dog in the park", "meadow"),
    ],
)
def test_places_are_where_the_prompt_plays(prompt: str, place: str) -> None:
    assert read(prompt).place == place


@pytest.mark.parametrize(
    ("prompt", "things"),
    [
        ("the camera tracks left", {}),
        ("A bus in the rain", {"bus": 1}),
        ("an octopus", {"octopus": 1}),
        ("2 penguins", {"penguin": 2}),
        ("ten penguins", {"penguin": 6}),
        ("a rabbit with carrots", {"rabbit": 1, "carrot": 3}),
        ("a zebra", {"zebra": 1}),
        ("a woman dances flamenco", {"woman-dancing": 1}),
    ],
)
def test_things_and_their_numbers(prompt: str, things: dict[str, int]) -> None:
    assert {thing.name: thing.count for thing in read(prompt).things} == things


@pytest.mark.parametrize(
    ("prompt", "language", "place", "subjects", "things"),
    [
        ("Une petite fille noire regarde un chien dans la forêt", "fr", "forest", ("dog",), set()),
        ("Ein kleines Mädchen liebt den Hund auf der Wiese", "de", "meadow", ("dog",), set()),
        ("El perro negro bebe agua en la playa", "es", "sea", ("dog",), set()),
        ("Een vrouw met twee honden op het strand", "nl", "sea", ("woman", "dog"), set()),
        ("Il gatto dorme nella cucina", "it", "room", ("cat",), set()),
        ("Человек, который идёт по улице", "ru", "city", (), set()),
        ("犬が海で走る", "ja", "sea", ("dog",), set()),
        ("一个女人在城市里走", "zh", "city", ("woman",), set()),
        ("Katze, Nacht, Stadt", "de", "city", ("cat",), set()),
        ("Los Angeles avenue at sunset, palm trees", "en", "city", (), {"palm-tree"}),
        ("Close-up portrait of a horse, no people, no text", "en", None, ("horse",), set()),
    ],
)
def test_everyday_sentences_in_many_languages(
    prompt: str, language: str, place: str | None, subjects: tuple[str, ...], things: set[str]
) -> None:
    scene = read(prompt)

    assert language_of(prompt) == language
    assert place in {None, scene.place}
    assert scene.subjects == subjects
    assert {thing.name for thing in scene.things} == things


def test_english_is_left_alone() -> None:
    text = "A fox, quick & brown!"

    assert english(text, "en") == text


@pytest.mark.parametrize(
    ("prompt", "lines"),
    [
        ('A man says "hello there"', ("hello there",)),
        ("Eine Frau sagt: „Ich liebe das Meer“", ("Ich liebe das Meer",)),
        ("Elle dit « bonjour le monde »", ("bonjour le monde",)),
        ("女性が「こんにちは」と言う", ("こんにちは",)),
    ],
)
def test_quoted_lines_of_every_kind_are_speech(prompt: str, lines: tuple[str, ...]) -> None:
    scene = read(prompt)

    assert scene.quotes == lines
    assert scene.things == ()


@pytest.mark.parametrize(
    ("prompt", "word"),
    [
        ("a boat glides through calm water", "rough"),
        ("a trail in the hills", "rail"),
        ("tired and covered", "red"),
        ("a glowing lamp", "wing"),
        ("careful steps", r"car\b"),
        ("a shot of sushi", "hot"),
    ],
)
def test_words_are_not_found_inside_others(prompt: str, word: str) -> None:
    assert not read(prompt).says(word)


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
    scene = read(EXAMPLES[slug])

    assert (scene.place, scene.time, scene.subjects) == (place, time, subjects)


def test_quoted_lines_are_speech_and_no_scenery() -> None:
    scene = read('A man in a kitchen says "the ocean is wild"')

    assert (scene.place, scene.quotes) == ("room", ("the ocean is wild",))


def test_a_negative_prompt_takes_away_what_it_names() -> None:
    prompt = "a deer in the mist, in a forest"

    assert read(prompt).subjects == ("deer",)
    assert read(prompt, "deer, mist").subjects == ()
    assert read(prompt, "deer, mist").weather == frozenset()


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
    scene = read(prompt)

    assert (scene.place, scene.subjects) == (place, subjects)
    assert {thing.name for thing in scene.things} >= set(things)


def test_numbers_and_colours_of_things_are_read() -> None:
    def first(prompt: str) -> Thing:
        return read(prompt).things[0]

    assert first("a red car") == Thing("automobile", 1, 0)
    assert first("three penguins").count == 3
    assert first("an elephant family").count == 4
    assert first("a white rabbit").tint == -1
    counts = read("two children and a dog").counts
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
    assert read(prompt).things == ()


def test_a_lighthouse_stands_in_the_sea_that_it_is_named_in_and_has_its_keeper() -> None:
    def parts(prompt: str, negative: str = "") -> tuple[int, int]:
        made = world(read(prompt, negative))
        return len(made.layers), len(made.overlays)

    layers, overlays = parts("a sea in a storm")
    assert parts("a lighthouse in a storm") == (layers + 1, overlays + 1)
    assert parts("a sea in a storm", "lighthouse") == (layers, overlays)
    assert read("a lighthouse in a storm").place == "sea"
    assert read("A weathered lighthouse keeper, lamp in hand, rain").subjects == ("sailor",)
    assert read("a zoo keeper feeds a lion").subjects == ("lion",)
