"""The controls of a model: what they hold, what they refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import KEY
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.snippets import as_python
from veo_widgets.client import Client
from veo_widgets.segmind import as_curl
from veo_widgets.widgets import Controls, ImageInput

pytestmark = pytest.mark.usefixtures("widgets")
SLUGS = list(Catalogue())


@pytest.mark.parametrize("slug", SLUGS)
def test_controls_are_those_of_the_model(client: Client, slug: str) -> None:
    controls = Controls(slug, client=client)
    model = client.catalogue[slug]

    assert set(controls._fields) == set(model.properties)
    assert next(iter(controls._fields)) == "prompt"
    assert controls.value == model.defaults()
    assert not controls.valid


def test_typing_makes_a_request(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    seen: list[dict] = []
    controls.observe(lambda change: seen.append(change["new"]), "value")
    controls._fields["prompt"].control.value = "a fox"
    controls._fields["seed"].control.value = "12"

    assert controls.valid
    assert controls.value == {"prompt": "a fox", "aspect_ratio": "16:9", "duration": 5, "seed": 12}
    assert seen[-1] == controls.value


def test_what_is_wrong_stands_beside_its_field(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    controls._fields["seed"].control.value = "seven"

    assert "whole number" in controls._fields["seed"].message.value
    assert controls._fields["prompt"].message.value == ""
    assert [problem.field for problem in controls.problems] == ["prompt", "seed"]
    assert "required" in controls._fields["prompt"].message.value


def test_auto_sends_nothing(client: Client) -> None:
    controls = Controls("veo-3-fast", client=client)

    assert controls.value == {"generate_audio": False}
    controls.value = {"prompt": "x", "fps": 30}
    assert controls.value == {"prompt": "x", "fps": 30, "generate_audio": False}
    assert controls._fields["fps"].control.value == 30


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
    notes = " ".join(note.value for note in controls._notes.children)
    assert "resolution = 720p" in notes
    assert "duration = 4" in notes

    controls.model = "veo-3"
    assert controls.value["image_url"] == "https://a/b.png"
    assert controls.value["resolution"] == "720p"
    assert controls.value["duration"] == 4


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


def test_price_and_time_are_told_before_the_launch(client: Client) -> None:
    controls = Controls("veo-3.1-fast", client=client)

    assert controls._price.value.startswith("est. $1.20")
    assert "not confirmed" in controls._price.value
    assert "usually" in controls._price.value


def test_the_call_shown_is_the_call_copied(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    controls.value = {"prompt": "a fox", "seed": 4}
    controls._show(as_python)

    assert "seed=4" in controls._copy.text
    assert controls._copy.text == controls._call.value
    assert controls._shown.layout.display == ""
    controls._show(as_python)
    assert controls._shown.layout.display == "none"


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


def test_a_model_that_is_not_veo_gets_its_controls(client: Client) -> None:
    client.home.models.mkdir()
    schema = {
        "type": "object",
        "required": ["prompt"],
        "properties": {
            "prompt": {"type": "string"},
            "cfg": {"type": "number", "default": 0.5},
            "style": {"type": "string", "enum": list("abcdefgh")},
            "frames": {"type": "array", "items": {"type": "string", "format": "uri"}},
        },
    }
    told = {"slug": "kling-9", "title": "Kling 9", "parameters": schema}
    (client.home.models / "kling.json").write_text(json.dumps(told))
    fresh = Client(api_key=KEY, base_url="http://127.0.0.1:9/v1", home=client.home.root)
    controls = Controls("kling-9", client=fresh)
    controls._fields["cfg"].control.value = "0.7"
    controls._fields["prompt"].control.value = "x"

    assert controls.value == {"prompt": "x", "cfg": 0.7}
    assert isinstance(controls._fields["frames"].control, ImageInput)
    assert controls._price.value.startswith("est. price unknown")
    fresh.close()


def test_a_value_that_is_not_legal_is_refused_and_the_old_one_stays(client: Client) -> None:
    controls = Controls("veo-3.1-fast", client=client)
    controls.value = {"prompt": "a"}
    assert controls.value == {**client.catalogue["veo-3.1-fast"].defaults(), "prompt": "a"}

    for wrong in ({"prompt": "a", "duration": 5}, {"promt": "a"}):
        with pytest.raises(errors.InvalidParameters):
            controls.value = wrong
        assert controls.value["duration"] == 8
    controls.value = {"prompt": "a", "duration": "4"}
    assert controls.value["duration"] == 4


def test_untouched_defaults_are_not_set_aside(client: Client) -> None:
    controls = Controls("veo-3.1", client=client)
    for slug in ("veo-2", "veo-3.1", "veo-2"):
        controls.model = slug
        assert not controls._notes.children
