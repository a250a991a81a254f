"""The catalogue says what the model pages say, and checks what people type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from veo_widgets.catalogue import Catalogue, frame_size, from_row
from veo_widgets.errors import InvalidParameters, UnknownModel

if TYPE_CHECKING:
    from pathlib import Path

TWO, FIVE = ["16:9", "9:16"], ["16:9", "4:3", "1:1", "3:4", "9:16"]
HD = ["720p", "1080p"]
PAGES: dict[str, dict[str, tuple[str, Any, Any]]] = {
    "veo-3.1-fast": {
        "prompt": ("string", None, None),
        "aspect_ratio": ("string", "16:9", TWO),
        "duration": ("integer", 8, [4, 6, 8]),
        "generate_audio": ("boolean", True, None),
        "image": ("string", None, None),
        "last_frame": ("string", None, None),
        "negative_prompt": ("string", None, None),
        "resolution": ("string", "1080p", HD),
        "seed": ("integer", None, None),
    },
    "veo-3.1": {
        "prompt": ("string", None, None),
        "aspect_ratio": ("string", "16:9", TWO),
        "duration": ("integer", 8, [4, 6, 8]),
        "generate_audio": ("boolean", True, None),
        "image": ("string", None, None),
        "last_frame": ("string", None, None),
        "negative_prompt": ("string", None, None),
        "reference_images": ("array", None, None),
        "resolution": ("string", "1080p", HD),
        "seed": ("integer", None, None),
    },
    "veo-3-fast": {
        "prompt": ("string", None, None),
        "aspect_ratio": ("string", None, FIVE),
        "duration": ("integer", None, [4, 6, 8]),
        "fps": ("integer", None, [24, 30]),
        "generate_audio": ("boolean", False, None),
        "image_url": ("string", None, None),
        "resolution": ("string", None, HD),
        "seed": ("integer", None, None),
    },
    "veo-3": {
        "prompt": ("string", None, None),
        "aspect_ratio": ("string", "16:9", FIVE),
        "duration": ("integer", None, [4, 6, 8]),
        "fps": ("integer", None, [24, 30]),
        "generate_audio": ("boolean", True, None),
        "image_url": ("string", None, None),
        "resolution": ("string", None, HD),
        "seed": ("integer", None, None),
    },
    "veo-2": {
        "prompt": ("string", None, None),
        "aspect_ratio": ("string", "16:9", TWO),
        "duration": ("integer", 5, [5, 6, 7, 8]),
        "seed": ("integer", None, None),
    },
}
CATALOGUE = Catalogue()


@pytest.mark.parametrize("slug", PAGES)
def test_parameters_are_those_of_the_model_page(slug: str) -> None:
    model = CATALOGUE[slug]
    found = {
        name: (schema["type"], schema.get("default"), schema.get("enum"))
        for name, schema in model.properties.items()
    }

    assert found == PAGES[slug]
    assert model.parameters["required"] == ["prompt"]


@pytest.mark.parametrize("slug", PAGES)
def test_samples_of_the_page_are_examples_and_legal_but_no_defaults(slug: str) -> None:
    model = CATALOGUE[slug]

    assert model.validate(model.examples[0]["parameters"])
    assert (
        not {"prompt", "seed", "image", "last_frame", "negative_prompt"} & model.defaults().keys()
    )


def test_a_number_in_quotes_becomes_a_number() -> None:
    assert CATALOGUE["veo-2"].validate({"prompt": "x", "duration": "5"})["duration"] == 5


def test_every_problem_is_told_at_once_with_its_cure() -> None:
    asked = {"promt": "x", "duration": 3, "aspect_ratio": "16:10", "seed": "seven"}
    with pytest.raises(InvalidParameters) as caught:
        CATALOGUE["veo-2"].validate(asked)

    problems = {problem.field: problem for problem in caught.value.problems}
    assert set(problems) == {"prompt", "promt", "duration", "aspect_ratio", "seed"}
    assert problems["duration"].nearest == 5
    assert problems["duration"].allowed == (5, 6, 7, 8)
    assert problems["aspect_ratio"].nearest in {"16:9", "9:16"}
    assert problems["promt"].nearest == "prompt"
    assert "Did you mean 'prompt'" in str(caught.value)


@pytest.mark.parametrize("prompt", ["", "   "])
def test_an_empty_prompt_is_refused(prompt: str) -> None:
    with pytest.raises(InvalidParameters, match="must not be empty"):
        CATALOGUE["veo-3"].validate({"prompt": prompt})


def test_an_unknown_model_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownModel, match=r"Did you mean 'veo-3\.1-fast'"):
        CATALOGUE["veo-3.1-fas"]


def test_what_google_says_is_a_warning_with_its_source() -> None:
    report = CATALOGUE["veo-3.1"].check({"prompt": "x", "duration": 4, "last_frame": "https://a/b"})

    assert not report.problems
    assert {warned.field for warned in report.warnings} == {"duration", "last_frame"}
    assert all("Gemini" in warned.source for warned in report.warnings)


@pytest.mark.parametrize(
    ("slug", "asked", "low", "high"),
    [
        ("veo-3.1-fast", {"duration": 4, "generate_audio": False}, 0.4, 0.4),
        ("veo-3.1-fast", {}, 1.2, 1.2),
        ("veo-3.1", {"duration": 8}, 3.2, 3.2),
        ("veo-3", {}, 1.6, 5.216),
        ("veo-3-fast", {"duration": 8, "generate_audio": True}, 1.2, 1.2),
        ("veo-2", {"duration": 5}, 2.5, 4.25),
    ],
)
def test_prices_are_ranges_with_their_date(slug: str, asked: dict, low: float, high: float) -> None:
    price = CATALOGUE[slug].price({"prompt": "x", **asked})

    assert (price.low, price.high) == (low, high)
    assert price.date == "2026-08-19"
    assert not price.certain


@pytest.mark.parametrize("slug", ["veo-3", "veo-3-fast"])
def test_seed_zero_means_random_on_the_third_family(slug: str) -> None:
    sent, fixed = CATALOGUE[slug].with_seed({"prompt": "x", "seed": 0}, lambda _: 41)

    assert not fixed
    assert sent["seed"] == 42


def test_a_given_seed_is_kept() -> None:
    assert CATALOGUE["veo-2"].with_seed({"seed": 0}, lambda _: 41) == ({"seed": 0}, True)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (1280, 720)),
        ({"aspect_ratio": "9:16", "resolution": "1080p"}, (1080, 1920)),
        ({"aspect_ratio": "1:1", "resolution": "720p"}, (720, 720)),
        ({"aspect_ratio": "4:3"}, (960, 720)),
        ({"aspect_ratio": "3:4", "resolution": "1080p"}, (1080, 1440)),
    ],
)
def test_sizes(asked: dict, size: tuple[int, int]) -> None:
    assert frame_size(asked) == size


KLING = {
    "slug": "kling-9",
    "title": "Kling 9",
    "usual_s": 33,
    "parameters": {
        "type": "object",
        "required": ["prompt"],
        "properties": {"prompt": {"type": "string"}, "cfg": {"type": "number", "default": 0.5}},
    },
}


def test_a_file_dropped_into_the_home_is_a_model(tmp_path: Path) -> None:
    (tmp_path / "kling.json").write_text(json.dumps(KLING))

    model = Catalogue(tmp_path)["kling-9"]

    assert model.defaults() == {"cfg": 0.5}
    assert not model.price({"prompt": "x"}).known


def test_a_price_is_told_of_what_the_model_takes_and_of_nothing_else() -> None:
    model = CATALOGUE["veo-2"]

    assert model.price(duration=8) == model.price({"duration": 8}) != model.price()
    assert model.price({"duration": "5", "seed": None, "prompt": ""}) == model.price()
    with pytest.raises(InvalidParameters, match="duration"):
        model.price(duraton=8)
    with pytest.raises(InvalidParameters, match="8"):
        model.price(duration=99)
    assert model.price_so_far({"duration": 99, "duraton": 8}).high > 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"slug": "kling-9"}', "'title'"),
        ("[1]", "JSON object"),
        ("{", "Expecting"),
        ('{"slug": "kling-9", "title": "K", "parameters": 5}', "no parameters"),
        ('{"slug": "../x", "title": "K", "parameters": {}}', "no slug"),
    ],
)
def test_a_broken_model_file_is_named_and_the_rest_opens(
    text: str, why: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "kling.json").write_text(text)
    (tmp_path / "whole.json").write_text(json.dumps(KLING | {"slug": "whole"}))

    catalogue = Catalogue(tmp_path)

    assert why in catalogue.set_aside["kling.json"]
    assert "whole" in catalogue
    assert [record.args[0] for record in caplog.records] == ["kling.json"]


def test_a_row_that_another_version_kept_is_set_aside_and_the_rest_opens(tmp_path: Path) -> None:
    rows = [
        {"slug": slug, "parameters_schema": KLING["parameters"]} for slug in ("kling-8", "kling-9")
    ]
    listed = tmp_path / "listed.json"
    Catalogue(fetch=lambda: rows, cache=listed).refresh()
    told = json.loads(listed.read_text())
    told["rows"]["kling-8"] = {"slug": "kling-8", "form": 5}
    listed.write_text(json.dumps(told))

    catalogue = Catalogue(cache=listed)

    assert "kling-9" in [model.slug for model in catalogue.values()]
    assert "kling-8" not in list(catalogue)
    assert "cannot be read" in catalogue.set_aside["kling-8"]
    assert catalogue.get("kling-8") is None, "its jobs are shown all the same"
    with pytest.raises(UnknownModel, match="cannot be read"):
        catalogue["kling-8"]


def test_refresh_adds_what_the_endpoint_publishes() -> None:
    rows = [
        {"slug": "kling-9", "name": "Kling 9", "parameters_schema": KLING["parameters"]},
        {"slug": "veo-2", "parameters_schema": {"properties": {}}},
        {"slug": "old", "is_depreciated": True, "parameters_schema": {"properties": {}}},
        {"slug": "nothing"},
    ]
    catalogue = Catalogue(fetch=lambda: rows).refresh()

    assert "kling-9" in catalogue
    assert "prompt" in catalogue["veo-2"].properties
    assert "old" not in catalogue
    assert "nothing" not in catalogue


def test_a_list_of_names_is_understood_too() -> None:
    model = from_row(
        {"slug": "m", "parameters_schema": {"steps": {"type": "int", "required": True}}}
    )

    assert model is not None
    assert model.parameters["required"] == ["steps"]
    assert model.properties["steps"]["type"] == "integer"
