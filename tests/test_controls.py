"""The controls of a model: what they hold, carry, refuse, and tell the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KEY, picture
from tests.press import press, sent, typed
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.snippets import as_python
from veo_widgets.client import Client
from veo_widgets.segmind import as_curl
from veo_widgets.view.carry import carry
from veo_widgets.view.fields import field_of
from veo_widgets.widgets import Controls

pytestmark = pytest.mark.usefixtures("widgets")
SLUGS = list(Catalogue())
CARRY = json.loads((Path(__file__).parents[1] / "js/test/carry.json").read_text("utf-8"))


def fields_of(name: str) -> list[dict]:
    empty = {"unit": "", "options": [], "default": None, "whole": False, "least": None}
    return [
        {
            **empty,
            "most": None,
            **field,
            "options": [{"value": v, "label": str(v)} for v in field.get("options", ())],
        }
        for field in CARRY["forms"][name]
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_controls_are_those_of_the_model(client: Client, slug: str) -> None:
    controls = Controls(slug, client=client)
    model = client.catalogue[slug]
    form = next(form for form in controls.forms if form["slug"] == slug)

    assert {field["name"] for field in form["fields"]} == set(model.properties)
    assert form["fields"][0]["kind"] == "prompt"
    assert controls.value == model.defaults()
    assert not controls.valid


def test_typing_makes_a_request(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    seen: list[dict] = []
    controls.observe(lambda change: seen.append(change["new"]), "value")
    typed(controls, 1, prompt="a fox", aspect_ratio="16:9", duration=5, seed="12")

    assert controls.valid
    assert controls.value == {"prompt": "a fox", "aspect_ratio": "16:9", "duration": 5, "seed": 12}
    assert seen[-1] == controls.value


def test_what_is_found_carries_the_number_of_what_was_typed(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    typed(controls, 7, seed="seven")

    assert (controls.checked["by"], controls.checked["revision"]) == ("view", 7)
    problems = {problem["field"]: problem["text"] for problem in controls.checked["problems"]}
    assert "whole number" in problems["seed"]
    assert "required" in problems["prompt"]
    assert [problem.field for problem in controls.problems] == ["prompt", "seed"]
    assert controls.form["values"] == {"seed": "seven"}


def test_an_older_state_of_a_view_comes_too_late(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    typed(controls, 5, prompt="new")
    typed(controls, 4, prompt="old")
    assert controls.value["prompt"] == "new"

    typed(controls, 2, by="another view", prompt="theirs")
    assert controls.value["prompt"] == "theirs"


def test_auto_sends_nothing(client: Client) -> None:
    controls = Controls("veo-3-fast", client=client)
    form = next(form for form in controls.forms if form["slug"] == "veo-3-fast")
    resolution = next(field for field in form["fields"] if field["name"] == "resolution")

    assert controls.value == {"generate_audio": False}
    assert resolution["auto"] == "720p"
    controls.value = {"prompt": "x", "fps": 30}
    assert controls.value == {"prompt": "x", "fps": 30, "generate_audio": False}
    assert controls.form["values"]["fps"] == 30


@pytest.mark.parametrize("case", CARRY["cases"], ids=lambda case: case["rule"])
def test_what_carries_over_to_another_model(case: dict) -> None:
    values, kept = carry(
        fields_of(case["from"]), fields_of(case["to"]), case["values"], case["kept"]
    )

    assert values == case["then"]
    assert kept == case["keeps"]


def test_another_model_keeps_what_both_have_and_sets_the_rest_aside(client: Client) -> None:
    controls = Controls("veo-3.1", client=client)
    controls.value = {
        "prompt": "x",
        "duration": 4,
        "resolution": "720p",
        "seed": 3,
        "image": "https://a/b.png",
    }
    controls.model = "veo-2"

    assert controls.value == {"prompt": "x", "aspect_ratio": "16:9", "duration": 5, "seed": 3}
    assert controls.form["kept"]["resolution"] == "720p"
    assert controls.form["kept"]["duration"] == 4

    controls.model = "veo-3"
    assert controls.value["image_url"] == "https://a/b.png"
    assert controls.value["resolution"] == "720p"
    assert controls.value["duration"] == 4


def test_a_model_of_other_defaults_makes_what_was_seen(client: Client) -> None:
    controls = Controls("veo-3.1-fast", client=client)
    controls.model = "veo-3-fast"

    assert controls.value == {
        "aspect_ratio": "16:9",
        "resolution": "1080p",
        "duration": 8,
        "generate_audio": True,
    }


def test_untouched_defaults_are_not_set_aside(client: Client) -> None:
    controls = Controls("veo-3.1", client=client)
    for slug in ("veo-2", "veo-3.1", "veo-2"):
        controls.model = slug
        assert not controls.form["kept"]


def test_the_example_is_loaded_by_hand_only(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    controls.load_example()

    assert controls.value == {
        "prompt": "a red panda riding a skateboard",
        "aspect_ratio": "16:9",
        "duration": 5,
        "seed": 965002,
    }
    controls.reset()
    assert controls.value == client.catalogue["veo-2"].defaults()


def test_an_unknown_model_is_refused_and_the_form_stays(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    with pytest.raises(errors.UnknownModel):
        controls.model = "veo-5"

    assert controls.model == "veo-2"
    assert controls.form["model"] == "veo-2"


def test_price_and_time_are_told_before_the_launch(client: Client) -> None:
    checked = Controls("veo-3.1-fast", client=client).checked

    assert (checked["price_low"], checked["price_high"]) == (1.2, 1.2)
    assert checked["price_note"] == "rate of 2026-08-19, not confirmed"
    assert 0 < checked["usual_low"] <= checked["usual_high"]


def test_the_form_is_told_as_a_call(client: Client) -> None:
    controls = Controls("veo-2", value={"prompt": "a fox", "seed": 4}, client=client)
    out = sent(controls)
    for about in ("python", "curl"):
        press(controls, {"type": "ask_call", "id": about, "about": about})

    assert out[0][0]["text"] == as_python("veo-2", controls.value)
    assert "seed=4" in out[0][0]["text"]
    assert "$SEGMIND_API_KEY" in out[1][0]["text"]


def test_calls_never_hold_the_key(client: Client) -> None:
    value = {"prompt": 'it\'s "me"', "duration": 5}

    assert "$SEGMIND_API_KEY" in as_curl("veo-2", value)
    assert KEY not in as_curl("veo-2", value) + as_python("veo-2", value)
    scope: dict[str, Any] = {}
    exec(
        as_python("veo-2", value)
        .replace("veo.submit", "told")
        .replace("import veo_widgets as veo", "told = lambda *a, **k: out.append((a, k))"),
        scope | {"out": (out := [])},
    )
    assert out == [(("veo-2",), value)]


SCHEMAS: dict[str, tuple[dict, str]] = {
    "cfg": ({"type": "number", "minimum": 0, "maximum": 1, "default": 0.5}, "number"),
    "style": ({"type": "string", "enum": list("abcdefgh")}, "choice"),
    "frames": ({"type": "array", "items": {"type": "string", "format": "uri"}}, "files"),
    "first_frame_url": ({"type": "string", "format": "uri"}, "file"),
    "video_url": ({"type": "string", "format": "uri"}, "file"),
    "loop": ({"type": "boolean", "default": False}, "switch"),
    "motion_id": ({"type": "string"}, "text"),
    "elements": ({"type": "array", "items": {"type": "object"}}, "json"),
    "reference_audios": ({"type": "array", "items": {"type": "string", "format": "uri"}}, "files"),
    "seed": ({"type": "integer", "x-role": "seed", "minimum": 1, "maximum": 99999}, "seed"),
    "promptText": ({"type": "string", "x-role": "prompt"}, "prompt"),
    "length": ({"type": "integer", "enum": [5, 10], "x-unit": "s"}, "choice"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_parameter_is_drawn_by_its_type(name: str) -> None:
    schema, kind = SCHEMAS[name]
    field = field_of(name, schema, required=False)

    assert field["kind"] == kind
    assert field["title"]
    assert len(field["options"]) == len(schema.get("enum", ()))


def test_a_model_that_is_not_veo_gets_its_controls(client: Client) -> None:
    client.home.models.mkdir()
    schema = {
        "type": "object",
        "required": ["prompt"],
        "properties": {"prompt": {"type": "string"}, "cfg": {"type": "number", "default": 0.5}},
    }
    told = {"slug": "kling-9", "title": "Kling 9", "parameters": schema}
    (client.home.models / "kling.json").write_text(json.dumps(told))
    fresh = Client(api_key=KEY, base_url="http://127.0.0.1:9/v1", home=client.home.root)
    controls = Controls("kling-9", client=fresh)
    typed(controls, 1, prompt="x", cfg=0.7)

    assert controls.value == {"prompt": "x", "cfg": 0.7}
    assert (controls.checked["price_low"], controls.checked["price_high"]) == (None, None)
    assert controls.checked["price_note"] == "no price is known for this model"
    fresh.close()


def test_a_value_that_is_not_legal_is_refused_and_the_old_one_stays(client: Client) -> None:
    controls = Controls("veo-3.1-fast", value={"prompt": "a"}, client=client)
    assert controls.value == {**client.catalogue["veo-3.1-fast"].defaults(), "prompt": "a"}

    for wrong in ({"prompt": "a", "duration": 5}, {"promt": "a"}):
        with pytest.raises(errors.InvalidParameters):
            controls.value = wrong
        assert controls.value["duration"] == 8
    controls.value = {"prompt": "a", "duration": "4"}
    assert controls.value["duration"] == 4


def test_an_image_is_taken_in_and_named_by_its_message(client: Client) -> None:
    controls = Controls("veo-3.1", client=client)
    out, data = sent(controls), picture()
    press(controls, {"type": "begin", "id": "1", "name": "a.jpg", "size": len(data)})
    press(controls, {"type": "chunk", "id": "1", "start": 0}, data[:1000])
    press(controls, {"type": "chunk", "id": "1", "start": 1000}, data[1000:])
    press(controls, {"type": "read_input", "id": "2", "path": "/nowhere.png", "place": "image"})
    taken, refused = out[0][0], out[1][0]

    assert (taken["type"], taken["id"], taken["image"]["width"]) == ("image_taken", "1", 640)
    assert (refused["type"], refused["id"]) == ("error", "2")
    typed(controls, 1, prompt="x", image=taken["image"]["value"])
    assert controls.valid
    assert [view["value"] for view in controls.pictures] == [taken["image"]["value"]]


def test_presets_live_in_the_home(client: Client) -> None:
    controls = Controls("veo-2", value={"prompt": "a fox", "seed": 4}, client=client)
    press(controls, {"type": "save_preset", "name": " fox "})
    again = Controls("veo-3", client=client)

    assert again.presets == [{"name": "fox", "model": "veo-2", "values": controls.value}]
    press(again, {"type": "drop_preset", "name": "fox"})
    assert Controls("veo-2", client=client).presets == []


def test_a_file_of_presets_that_is_none_is_no_trouble(client: Client) -> None:
    (client.home.root / "presets.json").write_text('{"a": 1, "b": {"model": "gone"}, "c": [')

    assert Controls("veo-2", client=client).presets == []
