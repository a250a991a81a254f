"""One intent becomes any model's request: names, units, shapes, lists and seeds of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from veo_widgets.catalogue import Catalogue, Model, frame_size, seconds_of
from veo_widgets.catalogue.mapping import known_roles, spelled
from veo_widgets.catalogue.units import Length
from veo_widgets.conductor import Limits
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.plan import make_plan
from veo_widgets.experiment.spec import read

DATA = Path(__file__).parent / "data" / "models"
CATALOGUE = Catalogue(DATA)


def model_of(**rows: Any) -> Model:
    """Return a model with these parameters."""
    document = {"slug": "a-video", "title": "A", "parameters": {"type": "object"}}
    required = [name for name, row in rows.items() if row.pop("needed", False)]
    document["parameters"] = {"type": "object", "required": required, "properties": rows}
    return Model.from_json(document)


@pytest.mark.parametrize(
    ("slug", "asked", "wanted"),
    [
        ("kling-3-standard-text2video", {"duration": 8}, {"duration": "8"}),
        ("kling-2.5-turbo", {"duration": 8}, {"duration": 10}),
        ("wan2.1-t2v", {"duration": 8}, {"video_length": 5}),
        ("ltx-2-19b-t2v", {"duration": 5}, {"num_frames": 120}),
        ("ltx-2-19b-t2v", {"duration": 4, "fps": 30}, {"num_frames": 120, "fps": 30}),
        ("ltx-video", {"duration": 5}, {"length": 129}),
        ("svd", {"duration": 2}, {"frames": 14}),
        ("sora-2", {"aspect_ratio": "16:9", "resolution": "1080p"}, {"size": "1280x720"}),
        ("runway-gen4-turbo", {"aspect_ratio": "21:9"}, {"ratio": "1584:672"}),
        ("runway-gen4-turbo", {"size": "720x1280"}, {"ratio": "720:1280"}),
        ("ltx-2-19b-t2v", {"aspect_ratio": "1:1", "resolution": "720p"}, {"width": 720}),
        ("veo-3.1-fast", {"size": "720x1280"}, {"aspect_ratio": "9:16", "resolution": "720p"}),
        ("veo-3.1-fast", {"width": 1280, "height": 720}, {"aspect_ratio": "16:9"}),
        ("wan2.7-i2v", {"resolution": "720p"}, {"resolution": "720P"}),
        ("veo-3.1-lite", {"reference_images": ["https://a", "https://b"]}, {}),
        ("kling-o1-reference-image-to-video", {"reference_images": "https://a"}, {}),
        ("runway-gen3-alphaturbo", {"seed": 10**7}, {"seed": 99999}),
    ],
)
def test_each_way_of_saying_a_thing_becomes_the_model_s_own(
    slug: str, asked: dict[str, Any], wanted: dict[str, Any]
) -> None:
    model = CATALOGUE[slug]
    found = model.mapped(asked, nearest=True)

    assert wanted.items() <= found.parameters.items()
    names = {problem.field for problem in model.check(found.parameters).problems}
    assert not names & set(found.parameters)


def test_what_was_done_is_said() -> None:
    kling = CATALOGUE["kling-2.5-turbo"].mapped({"duration": 8, "fps": 24}, nearest=True)
    sora = CATALOGUE["sora-2"].mapped({"image": "https://a", "aspect_ratio": "9:16", "seed": 1})
    two = CATALOGUE["veo-3.1-lite"].mapped({"reference_images": ["https://a", "https://b"]})

    assert kling.changed == ("8 s is 10 s there, the nearest legal length",)
    assert kling.dropped == ("fps",)
    assert sora.renamed == {"image": "input_reference"}
    assert sora.changed == ("aspect_ratio 9:16 is size 720x1280 there",)
    assert sora.dropped == ("seed",)
    assert two.parameters == {"reference_images": "https://a"}
    assert two.changed == ("reference_images takes one: the first of 2 is sent",)


def plan_of(**definition: Any) -> Any:
    """Return the plan of a sweep over the models of the folder."""
    spec = read(definition, CATALOGUE, 123_456)
    return make_plan(spec, CATALOGUE, "test", lambda _: {}, lambda _: 60.0, Limits())


def test_a_sweep_takes_the_nearest_length_only_where_that_is_asked() -> None:
    models = ["veo-3.1-fast", "kling-2.5-turbo", "ltx-video"]
    strict = plan_of(prompt="x", model=models, duration=8, seed=1)
    near = plan_of(prompt="x", model=models, duration="nearest 8", seed=1)
    usual = plan_of(prompt="x", model=models, duration="nearest", seed=1)

    assert [cell.fate for cell in strict.cells] == ["send", "refused", "refused"]
    assert [cell.fate for cell in near.cells] == ["send"] * 3
    assert [cell.parameters for cell in near.cells] == [cell.parameters for cell in usual.cells]
    assert near.cells[1].parameters["duration"] == 10
    assert any("kling-2.5-turbo: 8 s is 10 s" in warning for warning in near.warnings)


def test_a_sweep_needs_no_prompt_where_no_model_has_one() -> None:
    plan = plan_of(model=["svd"], image="https://a/b.png", motion=[1, 2])

    assert [cell.fate for cell in plan.cells] == ["send", "send"]
    assert [cell.parameters["motion"] for cell in plan.cells] == [1, 2]
    with pytest.raises(InvalidRequest, match="needs a prompt"):
        plan_of(model=["svd", "sora-2"], image="https://a/b.png")


def test_a_prompt_goes_under_each_model_s_name() -> None:
    models = ["runway-gen4-turbo", "veo-3.1-fast", "svd"]
    plan = plan_of(prompt="a {thing}", thing=["fox"], model=models, start_image="https://a/b.png")

    assert plan.cells[0].parameters["promptText"] == "a fox"
    assert plan.cells[0].parameters["promptImage"] == "https://a/b.png"
    assert plan.cells[1].parameters["prompt"] == "a fox"
    assert "prompt" in plan.cells[2].dropped


def test_a_drawn_seed_stays_within_the_model_s_range() -> None:
    cell = plan_of(prompt="x", model="runway-gen3-alphaturbo", image="https://a").cells[0]
    assert 1 <= cell.parameters["seed"] <= 99_999
    for slug in ("svd", "seedance-pro", "runway-gen4-turbo", "ltx-video"):
        model = CATALOGUE[slug]
        name, row = model.having("seed"), model.properties[model.having("seed")]
        for draw in (lambda _: 0, lambda below: below - 1):
            request, fixed = model.with_seed({}, draw)
            assert not fixed
            assert request[name] != row.get("x-random")
            assert row.get("minimum", 1) <= request[name] <= row.get("maximum", 2**31)
    assert CATALOGUE["svd"].with_seed({"seed": -1}, lambda _: 4) == ({"seed": 5}, False)


def test_a_role_is_told_by_a_person(tmp_path: Path) -> None:
    model = model_of(prompt={"type": "string"}, how_long={"type": "integer"})
    told = {"slug": "veo-2", "roles": {"aspect_ratio": "frame_shape"}}
    (tmp_path / "veo.json").write_text(json.dumps(told))

    other = model.with_roles({"how_long": "duration"})

    assert model.having("duration") is None
    assert other.having("duration") == "how_long"
    assert other.roles["how_long"].reason == "the model's file says so"
    assert other.payload({"duration": 5}) == {"how_long": 5}
    assert Catalogue(tmp_path)["veo-2"].having("frame_shape") == "aspect_ratio"
    with pytest.raises(InvalidRequest, match="how_lang"):
        model.with_roles({"how_lang": "duration"})


@pytest.mark.parametrize(
    ("row", "value", "there"),
    [
        ({"type": "string"}, 1234567, "1234567"),
        ({"type": "string"}, 5.0, "5"),
        ({"type": "string"}, 0.25, "0.25"),
        ({"type": "integer"}, "5", 5),
        ({"type": "number"}, "0.5", 0.5),
        ({"type": "array", "items": {"type": "integer"}}, ["5"], [5]),
        ({"type": "boolean"}, "Yes", True),
        ({"type": "boolean"}, "perhaps", "perhaps"),
        ({"enum": ["on", "off"]}, False, "off"),
        ({"enum": ["Yes", "No"]}, True, "Yes"),
        ({"enum": [True, False]}, "off", False),
        ({"enum": ["720P"]}, "720p", "720P"),
        ({"enum": ["5s", "10s"]}, 10, "10s"),
        ({"enum": [1, 2]}, True, True),
    ],
    ids=str,
)
def test_a_value_is_spelled_as_its_parameter_does(
    row: dict[str, Any], value: object, there: object
) -> None:
    told = spelled(row, value)
    assert (told, type(told)) == (there, type(there))


def test_roles_of_a_parameter_that_is_not_there_are_set_aside_and_named(tmp_path: Path) -> None:
    wrong = {"slug": "veo-2", "roles": {"aspect_ration": "frame_shape"}}
    (tmp_path / "mine.json").write_text(json.dumps(wrong))
    later = {"slug": "not-yet", "roles": {"how_long": "duration"}}
    (tmp_path / "later.json").write_text(json.dumps(later))
    row = {"slug": "not-yet", "output_type": "video", "parameters_schema": {"how_lang": "int"}}

    catalogue = Catalogue(tmp_path, lambda: [row])
    assert list(catalogue.set_aside) == ["mine.json"]
    assert "aspect_ration" in catalogue.set_aside["mine.json"]
    assert catalogue["veo-2"].having("aspect_ratio") == "aspect_ratio"
    assert len(list(catalogue.values())) == len(catalogue)

    catalogue.refresh()
    assert set(catalogue.set_aside) == {"mine.json", "later.json"}
    assert "how_lang" in catalogue["not-yet"].properties

    (tmp_path / "mine.json").write_text(json.dumps({**wrong, "roles": {"aspect_ratio": "shape"}}))
    catalogue.reread()
    assert catalogue["veo-2"].having("shape") == "aspect_ratio"
    assert list(catalogue.set_aside) == ["later.json"]


def test_what_must_be_there_is_filled_and_auto_sends_nothing() -> None:
    model = model_of(
        prompt={"type": "string", "needed": True},
        quality={"type": "string", "enum": ["540p", "720p"], "default": "540p", "needed": True},
        last_image={"type": "string", "format": "uri", "default": None, "needed": True},
        duration={"type": "integer", "enum": [5, 8], "default": 5},
        motion={"type": "string", "enum": ["auto", "slow"]},
    )

    sent = model.validate({"prompt": "x", "duration": "auto", "motion": "auto"})
    assert sent == {"prompt": "x", "motion": "auto", "quality": "540p", "last_image": None}
    assert model.validate(sent) == sent


@pytest.mark.parametrize(
    ("slug", "asked", "seconds", "size"),
    [
        ("sora-2", {"size": "720x1280", "duration": 4}, 4, (720, 1280)),
        ("runway-gen4-turbo", {"ratio": "1104:832"}, 5, (1104, 832)),
        ("ltx-2-19b-t2v", {"num_frames": 48, "width": 512, "height": 256}, 2, (512, 256)),
        ("kling-3-standard-text2video", {"duration": "7", "aspect_ratio": "1:1"}, 7, (720, 720)),
        ("wan2.7-i2v", {"resolution": "1080P"}, 5, (1920, 1080)),
        ("svd", {"frames": 14}, 2, (1280, 720)),
        ("luma-ray-img-2-video", {"aspect_ratio": "21:9", "resolution": "540p"}, None, (1260, 540)),
        ("ltx-2-fast", {}, 8, (2560, 1440)),
        ("ltx-video", {"target_size": 512, "aspect_ratio": "16:9"}, 97 / 24, (512, 288)),
        ("ltx-video", {"target_size": 512, "aspect_ratio": "9:16"}, 97 / 24, (288, 512)),
    ],
)
def test_length_and_size_are_read_in_every_form(
    slug: str, asked: dict[str, Any], seconds: float | None, size: tuple[int, int]
) -> None:
    model = CATALOGUE[slug]

    assert model.seconds(asked) == seconds
    assert seconds_of(asked, model, filled=True) == seconds
    assert frame_size(asked, model) == size


@pytest.mark.parametrize(
    ("unit", "row", "said"),
    [
        ("ms", {"default": "5000ms"}, "6000ms"),
        ("s", {"default": "5000ms"}, "6000ms"),
        ("ms", {"default": "5000"}, "6000"),
        ("ms", {"default": "5s"}, "6s"),
        ("s", {"enum": ["5 s", "8 s"]}, "6 s"),
        ("frames", {"default": "120 frames"}, "144 frames"),
    ],
)
def test_a_length_ends_as_its_samples_do(unit: Any, row: dict[str, Any], said: str) -> None:
    length = Length("length", {"type": "string", **row}, unit)

    assert length.spelled(6.0) == said
    assert length.seconds(said) == 6.0


def test_names_mean_what_the_sweep_s_own_models_mean() -> None:
    roles = known_roles([CATALOGUE["wan2.1-t2v"], CATALOGUE["veo-3.1-fast"]])

    assert roles["video_length"] == "duration"
    assert roles["generate_audio"] == "audio"
    assert roles["audio"] == "audio"


def test_the_shortest_is_still_long_enough_to_judge() -> None:
    shot = {"duration": "shortest"}

    assert CATALOGUE["ltx-2-19b-t2v"].payload(shot) == {"num_frames": 24}
    assert CATALOGUE["wan2.1-t2v"].payload(shot) == {"video_length": 1}
    assert CATALOGUE["sora-2"].payload(shot) == {"duration": 4}
