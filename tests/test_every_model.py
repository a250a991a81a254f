"""Any video model is data: every file and every encoding of a public list is understood."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from veo_widgets.catalogue import Catalogue, Model, from_row
from veo_widgets.catalogue.kinds import KINDS
from veo_widgets.catalogue.media import held
from veo_widgets.catalogue.shelf import others, read
from veo_widgets.conductor import Limits
from veo_widgets.errors import InvalidParameters
from veo_widgets.experiment.plan import make_plan
from veo_widgets.experiment.spec import read as read_sweep

DATA = Path(__file__).parent / "data"
FILES = {path.stem: path for path in sorted((DATA / "models").glob("*.json"))}
ROWS: dict[str, list[dict[str, Any]]] = json.loads((DATA / "rows.json").read_text("utf-8"))
ENCODINGS = "ABCDEF"
CATALOGUE = Catalogue(DATA / "models")
VEO = CATALOGUE["veo-3.1-fast"]
SHOT = {
    "prompt": "a red panda on a skateboard",
    "duration": 8,
    "aspect_ratio": "9:16",
    "resolution": "720p",
    "generate_audio": False,
    "image": "https://a.example/first.png",
    "seed": 7,
}
PROMPTLESS = {"svd", "motionctrl-svd", "video-effects", "pixverse-mimic"}
TWO_STARTS = {"pixverse-mimic": {"image", "image_url"}}
ROLES = {
    "happyhorse": {"sound": "audio_url", "last_frame": "last_frame", "start_image": "image"},
    "infinite-talk": {"sound": "audio", "fps": "fps", "start_image": "image"},
    "modify-video": {"video": "video_url", "start_image": "first_frame_url", "mode": "mode"},
    "runway-gen4-turbo": {"size": "ratio", "prompt": "promptText", "start_image": "promptImage"},
    "runway-gen3-alphaturbo": {"aspect_ratio": "ratio"},
    "sora-2": {"size": "size", "start_image": "input_reference"},
    "ltx-2-19b-t2v": {"frames": "num_frames", "width": "width", "height": "height", "fps": "fps"},
    "ltx-video": {"frames": "length"},
    "svd": {"frames": "frames", "start_image": "image"},
    "wan2.1-t2v": {"duration": "video_length", "version": "base_model"},
    "wan-2.2-t2v-fast": {"frames": "num_frames", "fps": "frames_per_second"},
    "seedance-2.0-mini": {"reference_videos": "reference_videos", "audio": "generate_audio"},
    "pixverse-4.5-video": {"resolution": "quality"},
    "kling-3-standard-image2video": {"last_frame": "end_image_url", "duration": "duration"},
    "kling-o1-reference-image-to-video": {"reference_images": "image_urls"},
    "veo-3.1-lite": {"reference_images": "reference_images"},
    "pixverse-mimic": {"video": "video_url"},
}


def bare(document: dict[str, Any]) -> dict[str, Any]:
    """Return a model file without any told role: rules alone must find them."""
    told = document["parameters"]["properties"]
    rows = {n: {k: v for k, v in row.items() if k != "x-role"} for n, row in told.items()}
    return {**document, "parameters": {**document["parameters"], "properties": rows}}


def rows() -> list[Any]:
    """Return each row of each encoding, with a name for it."""
    return [
        pytest.param(row, id=f"{kind}-{row['slug']}") for kind in ENCODINGS for row in ROWS[kind]
    ]


@pytest.mark.parametrize("slug", FILES)
def test_each_file_is_listed_and_its_sample_is_valid(slug: str) -> None:
    model = CATALOGUE[slug]

    assert slug in list(CATALOGUE)
    assert not model.odd
    sample = {k: v for k, v in model.examples[0]["parameters"].items() if v not in ("", [], None)}
    missing = {
        name: "https://a.example/x.png" for name in model.required if name not in sample
    } | sample
    assert model.validate(missing)
    assert all(row["x-kind"] in KINDS and row["x-kind-why"] for row in model.properties.values())
    assert not model.price().known or model.prices


@pytest.mark.parametrize("slug", FILES)
def test_each_wrong_value_is_refused_with_a_legal_one(slug: str) -> None:
    model = CATALOGUE[slug]
    for name, row in model.properties.items():
        if row.get("enum"):
            wrong: Any = f"{row['enum'][0]}1" if row["type"] == "string" else 10**6
        elif "maximum" in row:
            wrong = row["maximum"] + 1
        else:
            continue
        problem = next(p for p in model.check({name: wrong}).problems if p.field == name)
        assert problem.nearest is not None, (name, wrong)
        assert name not in {p.field for p in model.check({name: problem.nearest}).problems}


@pytest.mark.parametrize("slug", FILES)
def test_rules_find_the_roles_that_a_file_tells(slug: str) -> None:
    document = json.loads(FILES[slug].read_text("utf-8"))
    told, found = Model.from_json(document), Model.from_json(bare(document))

    mine = {
        name: role.name for name, role in told.roles.items() if name not in TWO_STARTS.get(slug, ())
    }
    assert mine.items() <= {name: role.name for name, role in found.roles.items()}.items()
    assert all(role.reason for role in found.roles.values())
    assert (found.having("prompt") is None) == (slug in PROMPTLESS)
    for role, name in ROLES.get(slug, {}).items():
        assert found.having(role) == name


@pytest.mark.parametrize("slug", FILES)
def test_a_shot_becomes_a_request_of_each_and_comes_back(slug: str) -> None:
    model = CATALOGUE[slug]
    there = model.mapped(SHOT, nearest=True)
    refused = {problem.field for problem in model.check(there.parameters).problems}

    assert not refused & set(there.parameters)
    assert set(there.parameters) <= set(model.properties)
    assert all(name in SHOT for name in (*there.dropped, *there.renamed))
    assert there.parameters == model.payload(SHOT)
    back = VEO.payload(there.parameters)
    assert VEO.check({"prompt": "x", **back}).problems == ()
    if model.having("prompt"):
        assert back["prompt"] == SHOT["prompt"]


@pytest.mark.parametrize("slug", FILES)
def test_each_is_swept_against_veo_by_role(slug: str) -> None:
    asked = {**SHOT, "duration": "nearest 8", "model": ["veo-3.1-fast", slug]}
    model = CATALOGUE[slug]
    needed = [slot.path for slot in model.media() if slot.path.removesuffix("[]") in model.required]
    for path in needed:
        if model.roles[path.removesuffix("[]")].name != "start_image":
            asked[path.removesuffix("[]")] = "https://a.example/x.png"
    plan = make_plan(
        read_sweep(asked, CATALOGUE, 7), CATALOGUE, "test", lambda _: {}, lambda _: 60.0, Limits()
    )
    ours, other = plan.cells

    assert ours.fate == "send"
    assert other.fate == "send" or other.reason
    if other.fate == "refused":
        assert all(problem.field in {*SHOT, *model.properties} for problem in other.problems)
    assert (other.high is None) == (
        other.fate == "send" and not model.price(other.parameters).known
    )


@pytest.mark.parametrize("row", rows())
def test_each_row_of_each_encoding_is_that_model(row: dict[str, Any]) -> None:
    model, ours = from_row(row), CATALOGUE[row["slug"]]

    assert model is not None
    assert list(model.properties) == list(ours.properties)
    assert set(model.required) == set(ours.required)
    for role in ("prompt", "duration", "frames", "fps", "seed", "audio", "video", "sound", "size"):
        assert model.having(role) == ours.having(role), role
    for name, mine in ours.properties.items():
        its = model.properties[name]
        assert its.get("enum") == mine.get("enum"), name
        assert (its.get("minimum"), its.get("maximum")) == (
            mine.get("minimum"),
            mine.get("maximum"),
        )
        if mine["x-kind"] == "media":
            assert (its["x-kind"], its["x-medium"]) == ("media", mine["x-medium"])
    sent = model.check({}).parameters
    assert all(name in model.required for name in sent)
    assert not any("sample" in str(value) or "http" in str(value) for value in sent.values())
    texts = [model.having(role) for role in ("prompt", "negative_prompt", "start_image", "seed")]
    assert not set(texts) & model.defaults().keys()


@pytest.mark.parametrize("kind", ENCODINGS)
def test_a_list_of_any_encoding_turns_the_others_on(kind: str) -> None:
    catalogue = Catalogue(fetch=lambda: ROWS[kind], today=lambda: "2026-11-26")
    before = len(catalogue)
    catalogue.refresh()

    assert before == 5
    assert {row["slug"] for row in ROWS[kind]} <= set(catalogue)
    assert all(catalogue.reason(row["slug"]) for row in ROWS[kind])
    assert all(catalogue[slug].verified for slug in others())
    assert "2026-11-26" in catalogue["sora-2"].status


def test_odd_rows_are_taken_or_named() -> None:
    for row in ROWS["G"]:
        catalogue = Catalogue(fetch=lambda row=row: [row]).refresh()
        slug = row["slug"]
        known = slug in catalogue or slug in catalogue.set_aside
        assert known, row
    retired = Catalogue(fetch=lambda: ROWS["G"][:1]).refresh()
    assert retired["sora-2"].retired
    assert retired.living_like("sora-2") not in {None, "sora-2"}
    fine = Catalogue(fetch=lambda: ROWS["G"][1:2]).refresh()
    assert not fine["sora-2"].retired
    image = Catalogue(fetch=lambda: ROWS["G"][3:4]).refresh()
    assert image.set_aside == {"image-model": "nothing tells that it makes video"}


def test_the_others_are_off_until_asked_for() -> None:
    catalogue = Catalogue()

    assert set(catalogue.all()) - set(catalogue) == set(others())
    assert "sora-2" in catalogue
    for slug, path in others().items():
        model = read(path)
        assert model.slug == slug
        assert not model.verified
        assert "unverified" in model.status
        assert json.loads(path.read_text("utf-8"))["source"].startswith("https://www.segmind.com/")


def test_files_inside_nested_values_are_seen_and_changed() -> None:
    model = CATALOGUE["kling-3-standard-image2video"]
    asked = {
        "prompt": "x",
        "start_image_url": "first.png",
        "elements": [
            {"frontal_image_url": "a.png"},
            {"frontal_image_url": "b.png", "reference_image_urls": ["c.png", "d.png"]},
        ],
    }

    assert [slot.path for slot in model.media()] == [
        "start_image_url",
        "end_image_url",
        "elements[].frontal_image_url",
        "elements[].reference_image_urls[]",
    ]
    assert [(slot.path, slot.value) for slot in held(model.properties, asked)][1:] == [
        ("elements[0].frontal_image_url", "a.png"),
        ("elements[1].frontal_image_url", "b.png"),
        ("elements[1].reference_image_urls[0]", "c.png"),
        ("elements[1].reference_image_urls[1]", "d.png"),
    ]
    changed = model.with_media(asked, lambda value, _: value.upper())
    assert changed["elements"][1]["reference_image_urls"] == ["C.PNG", "D.PNG"]
    assert changed["prompt"] == "x"
    media = Counter(slot.medium for slot in CATALOGUE["seedance-2.0-mini"].media())
    assert media == {"image": 3, "video": 1, "sound": 1}
    assert next(CATALOGUE["runway-gen4-turbo"].media()).row["x-max-bytes"] == 16_000_000


def test_a_problem_inside_is_named_by_its_path() -> None:
    model = CATALOGUE["kling-3-standard-image2video"]
    asked = {
        "prompt": "x",
        "start_image_url": "https://a/b.png",
        "elements": [{}, {"frontal_image_url": 5}],
        "multi_prompt": [{"duration": "5"}],
    }
    with pytest.raises(InvalidParameters) as caught:
        model.validate(asked)

    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"elements[1].frontal_image_url", "multi_prompt[0].prompt"}
