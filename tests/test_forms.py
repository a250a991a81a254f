"""The forms of all models, as the browser gets them, and what it asks of the kernel."""

from __future__ import annotations

import shutil
import wave
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.clips import coded_clip
from tests.conftest import opened, picture
from tests.press import press, said, sent, typed
from tools.gen_forms import TARGET, generate
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.catalogue.media import slot_at
from veo_widgets.catalogue.shelf import others
from veo_widgets.view.carry import amended, carry, fit
from veo_widgets.view.fields import field_of, form_of, setting
from veo_widgets.view.wire.check import problem
from veo_widgets.view.wire.controls import ModelForm
from veo_widgets.widgets import Controls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from veo_widgets.client import Client
    from veo_widgets.view.wire.controls import FieldView

pytestmark = pytest.mark.usefixtures("widgets")
ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "models"
CATALOGUE = Catalogue(DATA)
SLUGS = sorted(path.stem for path in DATA.glob("*.json"))
VEO = "veo-3.1-fast"


@pytest.fixture
def every(tmp_path: Path) -> Iterator[Client]:
    """Return a client whose home holds all the models of the tests' data."""
    shutil.copytree(DATA, tmp_path / "own" / "models")
    with opened(tmp_path / "own") as client:
        yield client


def field(slug: str, name: str) -> FieldView:
    return next(one for one in form_of(CATALOGUE[slug])["fields"] if one["name"] == name)


def drawn(fields: list[FieldView], rows: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield the paths of all fields, and see that each is drawn as what it holds."""
    for one in fields:
        row = rows[one["name"]]
        yield f"{path}{one['name']}"
        if one["kind"] == "object":
            yield from drawn(one["fields"], row["properties"], f"{path}{one['name']}.")
        if one["kind"] == "list":
            (inner,) = one["fields"]
            yield from drawn([inner], {inner["name"]: row["items"]}, f"{path}[]")
        if one["kind"] in {"choice", "choices"}:
            told = row.get("items", row)["enum"]
            assert [option["value"] for option in one["options"]] == told
        assert (one["kind"] in {"file", "files"}) == (
            "x-medium" in row or "x-medium" in row.get("items", {})
        )


@pytest.mark.parametrize("slug", SLUGS)
def test_each_parameter_of_each_model_is_a_field_with_its_control(slug: str) -> None:
    model, form = CATALOGUE[slug], form_of(CATALOGUE[slug])

    assert problem(ModelForm, dict(form)) is None
    paths = list(drawn(form["fields"], model.properties))
    assert set(model.properties) <= set(paths)
    assert not [one for one in form["fields"] if one["kind"] == "json"]
    assert all(
        fit(one, one["default"]) == one["default"]
        for one in form["fields"]
        if one["default"] is not None
    )
    assert {one["name"] for one in form["fields"] if one["required"]} == set(model.required)
    assert form["priced"] == model.price().known
    for medium in model.media():
        assert slot_at(model.properties, medium.path.replace("[]", "[3]")) == medium


def test_the_front_end_tests_the_forms_of_today() -> None:
    assert TARGET.read_text("utf-8") == generate(), "run tools/gen_forms.py"


def test_fields_say_what_their_controls_need() -> None:
    duration = field("kling-3-standard-text2video", "duration")
    shots = field("kling-3-standard-text2video", "multi_prompt")
    picture_of = field("runway-gen4-turbo", "promptImage")
    concepts = field("luma-ray-img-2-video", "concepts")
    whole = {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 9, "multipleOf": 2}
    odd = field_of("n", {**whole, "x-nullable": True}, required=False)

    assert duration["options"][0] == {"value": "3", "label": "3"}
    assert (shots["most_items"], shots["fields"][0]["kind"]) == (5, "object")
    assert [one["tall"] for one in shots["fields"][0]["fields"]] == [True, False]
    assert picture_of["accept"] == ["jpeg", "png", "webp"]
    assert (picture_of["most_bytes"], picture_of["medium"]) == (16_000_000, "image")
    assert concepts["options"][1] == {"value": "aerial_drone", "label": "Aerial drone"}
    assert (odd["least"], odd["most"], odd["step"], odd["nullable"]) == (1, 8, 2, True)
    assert field_of("model", {"type": "string"}, required=False)["title"] == "Model version"
    assert form_of(CATALOGUE["svd"])["fps"] == 7
    assert field("svd", "frames")["unit"] == "frames"


def test_a_setting_is_said_with_its_unit_once() -> None:
    assert setting("length", {"enum": ["4s", "8s"], "x-unit": "s"}, "8s") == "Length 8 s"
    ms = {"type": "integer", "x-unit": "ms"}
    for row in (ms, {**ms, "title": "Duration (ms)"}, {**ms, "title": "Duration in milliseconds"}):
        assert setting("duration_ms", row, 8000) == "Duration 8 s"
    assert setting("size", {"type": "string", "title": "Frame"}, "720x1280") == "Frame 720x1280"


AMENDED = [
    ("ltx-2-19b-t2v", {"duration": 4}, {"num_frames": 96, "width": 1280, "height": 720}),
    ("sora-2", {"aspect_ratio": "9:16"}, {"size": "720x1280"}),
    ("sora-2", {"aspect_ratio": "16:9"}, {"size": "1280x720"}),
    ("veo-3.1", {"aspect_ratio": "9:16", "duration": 4}, {}),
]


@pytest.mark.parametrize(("slug", "held", "then"), AMENDED)
def test_lengths_and_shapes_are_said_as_the_next_model_does(
    slug: str, held: dict[str, Any], then: dict[str, Any]
) -> None:
    old, new = CATALOGUE[VEO], CATALOGUE[slug]
    values = {**old.defaults(), "resolution": "720p", **held}
    _, kept = carry(form_of(old)["fields"], form_of(new)["fields"], values, {})
    done = amended(old, new, values, kept)

    assert done.values == then
    assert bool(done.said) == bool(then)
    assert not set(done.kept) & {"duration", "aspect_ratio"}
    assert new.check({**done.values, "prompt": "x"}).problems == ()


def test_there_and_back_nothing_is_lost(every: Client) -> None:
    controls = Controls(VEO, value={"prompt": "x", "duration": 4}, client=every)
    controls.model = "ltx-2-19b-t2v"
    assert controls.value["num_frames"] == 96
    controls.model = VEO
    assert (controls.value["prompt"], controls.value["duration"]) == ("x", 4)


def test_the_browser_asks_how_another_model_says_it(every: Client) -> None:
    controls = Controls(VEO, client=every)
    out = sent(controls)
    question = {"type": "ask_carry", "id": "1", "left": VEO, "taken": "sora-2"}
    press(controls, {**question, "values": {"aspect_ratio": "9:16"}, "kept": {"fps": 30}})
    (answer,) = said(out, "carried")

    assert (answer["id"], answer["values"]) == ("1", {"size": "720x1280"})
    assert answer["kept"] == {"fps": 30}
    assert answer["said"] == ["Aspect ratio 9:16 → Size 720x1280"]


def test_all_models_are_listed_when_asked_for(own: Client) -> None:
    controls = Controls(VEO, client=own)
    few = [form["slug"] for form in controls.forms]
    press(controls, {"type": "show_models", "everything": True})
    forms = {form["slug"]: form for form in controls.forms}

    assert set(forms) == {*few, *others()}
    assert "unverified" in forms["sora-2"]["status"]
    assert forms[VEO]["status"] == ""
    controls.model = "sora-2"
    press(controls, {"type": "show_models", "everything": False})
    assert [form["slug"] for form in controls.forms] == [*few, "sora-2"]


def test_a_model_that_is_off_can_be_set_all_the_same(own: Client) -> None:
    controls = Controls("sora-2", value={"prompt": "x"}, client=own)
    assert controls.valid
    controls.model = "svd"
    assert "svd" in {form["slug"] for form in controls.forms}
    assert [found.field for found in controls.problems] == ["image"]


def test_problems_are_told_by_their_whole_path(every: Client) -> None:
    controls = Controls("kling-3-standard-image2video", client=every)
    elements = [{}, {"frontal_image_url": 5}]
    typed(controls, 1, prompt="x", start_image_url="https://a/b.png", elements=elements)

    fields = [found["field"] for found in controls.checked["problems"]]
    assert fields == ["elements[1].frontal_image_url"]


def sound(seconds: float) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0\0" * round(8000 * seconds))
    return file.getvalue()


def give(controls: Controls, place: str, data: bytes) -> list[dict]:
    """Drop a file on a place, and return what the kernel says."""
    out = sent(controls)
    begin = {"type": "begin_input", "id": "1", "name": "file", "size": len(data)}
    press(controls, {**begin, "place": place})
    press(controls, {"type": "chunk", "id": "1", "start": 0}, data)
    return [message for message, _ in out]


def test_sounds_and_videos_are_taken_for_their_places(every: Client, tmp_path: Path) -> None:
    film = coded_clip(tmp_path / "film.mp4", 24)
    controls = Controls("seedance-2.0-mini", client=every)
    (heard,) = give(controls, "reference_audios", sound(1.5))
    (seen,) = give(controls, "reference_videos", film.read_bytes())
    (refused,) = give(controls, "reference_videos", picture())

    assert (heard["image"]["medium"], heard["image"]["seconds"]) == ("sound", 1.5)
    assert seen["image"]["medium"] == "video"
    assert seen["image"]["thumbnail"].startswith("data:image/jpeg")
    assert seen["image"]["seconds"] == pytest.approx(1, abs=0.1)
    assert "is no video" in refused["error"]
    values = [[heard["image"]["value"]], [seen["image"]["value"]]]
    typed(controls, 1, prompt="x", reference_audios=values[0], reference_videos=values[1])
    assert controls.valid
    assert {view["medium"] for view in controls.pictures} == {"video", "sound"}


def test_a_place_has_its_own_limits(every: Client) -> None:
    told = {"type": "string", "description": "A voice, wav, at most 2 s", "format": "uri"}
    schema = {"type": "object", "properties": {"voice": told}}
    model = Model.from_json({"slug": "m", "title": "M", "parameters": schema})
    controls = Controls("modify-video", client=every)
    large = {"type": "begin_input", "id": "1", "name": "a.mp4", "size": 150_000_000}
    out = sent(controls)
    press(controls, {**large, "place": "video_url"})
    press(controls, {**large, "place": "prompt"})

    assert form_of(model)["fields"][0]["most_seconds"] == 2
    texts = [message["error"] for message in said(out, "error")]
    assert "at most 100 MB" in texts[0]
    assert "takes no file at 'prompt'" in texts[1]


def test_an_unknown_model_is_still_refused(own: Client) -> None:
    with pytest.raises(errors.UnknownModel):
        Controls("sora-9", client=own)
