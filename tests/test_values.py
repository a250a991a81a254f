"""Values as people have them are taken as meant, or refused with the reason."""

from __future__ import annotations

import json
import math
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from veo_widgets import errors
from veo_widgets._lib.values import named_values, plain_value, seconds
from veo_widgets.catalogue import Catalogue
from veo_widgets.core.money import dollars
from veo_widgets.experiment.files import Loader, read_file
from veo_widgets.experiment.spec import read

if TYPE_CHECKING:
    from pathlib import Path

MODELS = Catalogue()


class Size(Enum):
    HD = "720p"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(5), 5),
        (np.str_("veo-2"), "veo-2"),
        (np.bool_(True), True),
        (np.float32(0.5), 0.5),
        (np.longdouble(0.5), 0.5),
        (np.array(5), 5),
        (np.array([[1, 2]]), [[1, 2]]),
        (np.datetime64("2024-01-02"), "2024-01-02"),
        (pd.Series([1, 2]), [1, 2]),
        (pd.Index(["a"]), ["a"]),
        (pd.Timestamp("2024-01-02"), "2024-01-02T00:00:00"),
        ({3, 1, 2}, [1, 2, 3]),
        ({"b", "a"}, ["a", "b"]),
        (range(3), [0, 1, 2]),
        (Size.HD, "720p"),
        (Decimal(5), 5),
        (Decimal("0.5"), 0.5),
        (date(2024, 1, 2), "2024-01-02"),
        ("\ud83e\udd8a", "🦊"),
        ({"a": np.int64(1)}, {"a": 1}),
    ],
    ids=lambda value: repr(sorted(value)) if isinstance(value, set) else repr(value),
)
def test_a_value_becomes_what_json_has(value: object, plain: object) -> None:
    got = plain_value(value)

    assert (got, type(got)) == (plain, type(plain))
    json.dumps(got)


@pytest.mark.parametrize(
    "value",
    [pd.NA, pd.NaT, np.nan, Decimal("NaN"), Decimal("sNaN")],
    ids=lambda value: repr(sorted(value)) if isinstance(value, set) else repr(value),
)
def test_what_is_missing_is_no_number(value: object) -> None:
    assert math.isnan(plain_value(value))
    with pytest.raises(errors.InvalidRequest, match=r"US dollars|infinite"):
        dollars(value, "budget")
    with pytest.raises(errors.InvalidParameters, match="duration must be a whole number, not nan"):
        MODELS["veo-2"].validate({"prompt": "x", "duration": value})


def test_a_row_of_a_frame_is_a_request() -> None:
    frame = pd.DataFrame({"prompt": ["a lake"], "duration": [5], "seed": [np.int64(7)]})

    assert MODELS["veo-2"].validate(frame.iloc[0]) == {"prompt": "a lake", "duration": 5, "seed": 7}
    with pytest.raises(errors.InvalidRequest, match="names with values"):
        named_values(frame)


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, True, 10**400, [], ""])
def test_money_is_a_number_of_dollars(value: object) -> None:
    with pytest.raises(errors.InvalidRequest, match=r"US dollars|infinite"):
        dollars(value, "budget")
    assert (dollars(np.float32(0.5), "budget"), dollars(0, "budget"), dollars(None, "budget")) == (
        0.5,
        0.0,
        None,
    )
    assert (seconds(math.inf), seconds(Decimal(5))) == (None, 5.0)


@pytest.mark.parametrize(
    ("axis", "values"),
    [
        (pd.Series([1, 2]), (1, 2)),
        (np.array([1, 2]), (1, 2)),
        ({2, 1}, (1, 2)),
        ((n for n in (1, 2)), (1, 2)),
        ([np.int64(1), 1, 2.0], (1, 2.0)),
        (range(1, 3), (1, 2)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_axis_is_anything_that_lists_values(axis: object, values: tuple[Any, ...]) -> None:
    spec = read({"prompt": "x", "model": "veo-2", "seed": axis}, MODELS, 1)

    assert spec.axes["seed"] == values
    json.loads(json.dumps(spec.to_dict()))


YAML = """\
prompt: a {word} lake
model: veo-3.1
aspect_ratio: [16:9, 9:16]
word: [yes, on, no, 2024-01-02, 1:20:30, "010", ~x]
seed: [010, 1e3, 0x10, +5]
generate_audio: true
"""


def test_a_sweep_file_is_read_as_it_is_meant(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(YAML, "utf-8")
    definition = read_file(tmp_path / "a.yaml")

    assert definition["aspect_ratio"] == ["16:9", "9:16"]
    assert definition["word"] == ["yes", "on", "no", "2024-01-02", "1:20:30", "010", "~x"]
    assert definition["seed"] == [10, 1000.0, 16, 5]
    assert definition["generate_audio"] is True
    spec = read(definition, MODELS, 1)
    (tmp_path / "b.yaml").write_text(spec.to_yaml(), "utf-8")
    assert read(read_file(tmp_path / "b.yaml"), MODELS, 1) == spec


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "yes",
        "16:9",
        "010",
        "0o7",
        "null",
        "~",
        "2024-01-01",
        ".5",
        "true",
        "1_000",
        "<<",
        "=",
    ],
)
def test_a_text_stays_a_text_through_a_file(text: str, tmp_path: Path) -> None:
    spec = read({"prompt": f"{text} {{w}}", "model": "veo-2", "w": [text, "b"]}, MODELS, 1)
    (tmp_path / "a.yaml").write_text(spec.to_yaml(), "utf-8")

    assert read_file(tmp_path / "a.yaml")["w"] == [text, "b"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("prompt: x\nmodel: veo-2\nseed: 1\nseed: 2\n", "line 4: 'seed' stands in line 3 already"),
        ("prompt: x\nmodel: veo-2\nseed: [1, {a: 1, a: 2}]\n", "line 3"),
        ("prompt:\n  a: b\nmodel: veo-2\n", r"a prompt is text.*\(line 1\)"),
        ("prompt: x\nmodel: veo-2\n\nsede: 1\n", r"Did you mean 'seed'.*\(line 4\)"),
        ("prompt: x\nmodel: veo-2\nseed: [.nan]\n", r"seed cannot be nan.*\(line 3\)"),
        ("prompt: x\nmodel: veo-2\ndrawn: soon\n", r"drawn.*line 3.*whole number"),
        ("prompt: x\nmodel: veo-2\ntake: 0\n", r"take .*from 1.*\(line 3\)"),
        ("prompt: x\nmodel: 5\n", "no model '5'"),
        ("5: x\n", "names and values"),
        ("- a\n", "names and values"),
        ("a: [\n", "no YAML in line 2"),
        ("a: !!python/object:os.system {}\n", "no YAML in line 1"),
        ('{"prompt": "x", "prompt": "y"}', "'prompt' stands"),
        ("a: " + "[" * 5000, "no YAML"),
        ("a: " + "9" * 5000, "too long"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(
    text: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(errors.InvalidRequest, match=why):
        read(read_file(tmp_path / "a.yaml"), MODELS, 1)


def test_json_with_an_escaped_emoji_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"prompt": "a \\ud83e\\udd8a", "model": "veo-2"}', "utf-8")
    (tmp_path / "a.yaml").write_text('prompt: "a \\ud83e\\udd8a"\nmodel: veo-2\n', "utf-8")

    assert read_file(tmp_path / "a.json")["prompt"] == "a 🦊"
    assert read_file(tmp_path / "a.yaml")["prompt"] == "a 🦊"
    assert "🦊" in str(Loader('"🦊"').get_single_data())
