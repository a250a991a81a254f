"""Any way of writing a schema down comes to one normal form; what is odd is named."""

from __future__ import annotations

from typing import Any

import pytest

from veo_widgets.catalogue.description import describe
from veo_widgets.catalogue.fitting import nearest
from veo_widgets.catalogue.samples import settled
from veo_widgets.catalogue.schema import normal

REF = {"$defs": {"Ratio": {"enum": ["16:9", "9:16"], "type": "string"}}}
KEPT = ("type", "enum", "x-labels", "default", "minimum", "maximum", "x-kind", "x-nullable")


def told(row: Any, **more: Any) -> dict[str, Any]:
    """Return what one parameter comes to."""
    form = describe({"type": "object", "properties": {"clip_style": row}, **more}).parameters
    return {key: value for key, value in form["properties"]["clip_style"].items() if key in KEPT}


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({"$ref": "#/$defs/Ratio"}, {"type": "string", "enum": ["16:9", "9:16"]}),
        ({"allOf": [{"$ref": "#/$defs/Ratio"}], "default": "9:16"}, {"default": "9:16"}),
        (
            {"anyOf": [{"type": "integer", "minimum": 2}, {"type": "null"}]},
            {"type": "integer", "minimum": 2, "x-nullable": True},
        ),
        (
            {"oneOf": [{"const": 1, "title": "Low"}, {"const": 2, "title": "High"}]},
            {"type": "integer", "enum": [1, 2], "x-labels": ["Low", "High"]},
        ),
        ({"const": "std"}, {"type": "string", "enum": ["std"]}),
        ({"type": ["string", "null"]}, {"type": "string", "x-nullable": True}),
        ({"type": ["integer", "number"]}, {"type": "number"}),
        ({"type": "integer", "nullable": True}, {"x-nullable": True}),
        ({"type": "integer", "enum": ["5", "10"]}, {"enum": [5, 10]}),
        ({"type": "string", "enum": [5, 10]}, {"enum": ["5", "10"]}),
        ({"enum": [1, "auto"]}, {"enum": [1, "auto"], "x-kind": "choice"}),
        ({"enum": ["a", None]}, {"enum": ["a"], "x-nullable": True}),
        (
            {"type": "string", "options": [{"value": "s", "label": "Small"}]},
            {"enum": ["s"], "x-labels": ["Small"]},
        ),
        ({"type": "int", "min": "1", "max": "9"}, {"type": "integer", "minimum": 1, "maximum": 9}),
        ({"type": "enum:int", "allowed_values": ["1"]}, {"type": "integer", "enum": [1]}),
        ({"type": "string[]"}, {"type": "array", "x-kind": "list"}),
        ({"type": "List[str]"}, {"type": "array", "x-kind": "list"}),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, {"x-kind": "choices"}),
        ({"type": "video"}, {"type": "string", "x-kind": "media"}),
        ("float", {"type": "number"}),
        (
            {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            {"type": "array"},
        ),
        ({"type": "number", "exclusiveMinimum": True, "minimum": 0}, {"type": "number"}),
        ({"type": "integer", "default": "5"}, {"default": 5}),
        ({"type": "string", "enum": ["a"], "default": ""}, {"enum": ["a"]}),
        (True, {"x-kind": "json"}),
        ({"type": "object", "properties": {"a": {"type": "int"}}}, {"x-kind": "object"}),
        ({"type": "object"}, {"x-kind": "json"}),
    ],
    ids=repr,
)
def test_each_way_comes_to_one(row: Any, wanted: dict[str, Any]) -> None:
    found = told(row, **REF)

    assert wanted.items() <= found.items()
    assert not describe({"type": "object", "properties": {"clip_style": row}, **REF}).odd


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"$ref": "#/$defs/Gone"}, "refers to #/$defs/Gone"),
        ({"$ref": "https://elsewhere/x"}, "refers to https"),
        ({"$ref": "#"}, "refers to itself"),
        ({"type": "tensor<float>"}, "type of its own"),
        ({"type": "string", "enum": []}, "list of values that is empty"),
        ({"type": "integer", "minimum": "some"}, "minimum that is no number"),
        ({"type": "string", "pattern": "("}, "pattern"),
        (5, "is no description"),
        ({"type": "array", "items": {"$ref": "#/properties/clip_style"}}, "refers to itself"),
    ],
    ids=repr,
)
def test_what_is_not_understood_is_a_free_value_and_named(row: Any, word: str) -> None:
    told = describe({"type": "object", "properties": {"clip_style": row}})

    assert any(word in sentence for sentence in told.odd), told.odd
    assert "clip_style" in told.parameters["properties"]


@pytest.mark.parametrize("schema", [None, 5, "x", "[", [], [1], {"a": 1}, {"properties": [1]}])
def test_what_tells_no_parameters_is_none(schema: Any) -> None:
    assert normal(schema) is None


def test_names_that_are_words_of_json_schema_are_parameters_too() -> None:
    rows = {"properties": {"type": {"enum": ["a"]}, "required": {"type": "boolean"}}}
    names = {"prompt": {"type": "str", "required": True}, "properties": {"type": "str"}}

    assert list(describe(rows).parameters["properties"]) == ["type", "required"]
    assert list(describe(names).parameters["properties"]) == ["prompt", "properties"]
    assert describe(names).parameters["required"] == ["prompt"]


@pytest.mark.parametrize(
    ("row", "role", "kept"),
    [
        ({"type": "string", "x-kind": "prompt", "default": "a fox"}, "prompt", None),
        ({"type": "string", "x-kind": "media", "default": "https://x/y.png"}, "image", None),
        ({"type": "string", "x-kind": "text", "default": "sample text"}, "style", None),
        ({"type": "string", "x-kind": "text", "default": "https://x/y"}, "style", None),
        ({"type": "string", "x-kind": "text", "default": "720p"}, "resolution", "720p"),
        ({"type": "integer", "x-kind": "seed", "default": 42}, "seed", None),
        ({"type": "boolean", "x-kind": "boolean", "default": False}, "loop", False),
        ({"type": "number", "x-kind": "number", "default": 0}, "weight", 0),
        ({"type": "string", "enum": ["a"], "x-kind": "choice", "default": "b"}, "style", None),
        ({"type": "array", "x-kind": "list", "default": ["x"]}, "elements", None),
    ],
    ids=repr,
)
def test_samples_are_examples_and_no_defaults(row: dict[str, Any], role: str, kept: Any) -> None:
    found = settled(row, role)

    assert found.get("default") == kept
    assert kept is not None or found["examples"] == [row["default"]]


@pytest.mark.parametrize(
    ("row", "random"),
    [
        ({"default": -1}, -1),
        ({"minimum": -1}, -1),
        ({"description": "Use 0 for a random one."}, 0),
        ({"description": "Random when -1."}, -1),
        ({"description": "The same number repeats a clip."}, None),
        ({"x-random": 7, "default": -1}, 7),
    ],
)
def test_the_seed_that_means_random_is_found(row: dict[str, Any], random: int | None) -> None:
    assert settled({"type": "integer", "x-kind": "seed", **row}, "seed").get("x-random") == random


@pytest.mark.parametrize(
    ("value", "options", "right"),
    [
        (7, (4, 6, 8), 6),
        ("7", ("5", "10"), "5"),
        ("9s", ("5s", "10s"), "10s"),
        ("16:10", ("16:9", "9:16", "1:1"), "16:9"),
        ("1280x800", ("720x1280", "1280x720"), "1280x720"),
        ("900p", ("720p", "1080p"), "720p"),
        ("fats", ("normal", "fast"), "fast"),
        ("zzz", ("normal", "fast"), None),
    ],
)
def test_the_nearest_legal_value_is_near(value: object, options: tuple, right: object) -> None:
    assert nearest(value, options) == right
