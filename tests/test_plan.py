"""Axes and plans of sweeps, without a network."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import veo_widgets
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.mapping import known_roles
from veo_widgets.catalogue.shelf import shipped_models
from veo_widgets.cli.sweep import _print_plan
from veo_widgets.conductor import Limits
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment.axis import series
from veo_widgets.experiment.cells import payload
from veo_widgets.experiment.plan import make_plan, with_jobs
from veo_widgets.experiment.spec import read
from veo_widgets.experiment.wording import filled

if TYPE_CHECKING:
    from veo_widgets.experiment import SweepSpec

CATALOGUE = Catalogue()
SERIES = json.loads((Path(__file__).parents[1] / "js/test/series.json").read_text("utf-8"))
FAST = {"veo-3.1-fast", "veo-3-fast", "veo-2"}


def spec_of(**given: Any) -> SweepSpec:
    return read({"model": "veo-3-fast", "prompt": "x", **given}, CATALOGUE, 99)


def plan_of(limits: Limits | None = None, **given: Any) -> Any:
    return make_plan(
        spec_of(**given), CATALOGUE, "test", lambda _: {}, lambda _: 60.0, limits or Limits()
    )


# --- axes


def test_lists_are_axes_and_the_rest_is_fixed() -> None:
    spec = spec_of(seed=range(1, 4), resolution=["720p", "1080p"], duration=4)

    assert spec.base == {"prompt": "x", "model": "veo-3-fast", "duration": 4}
    assert spec.axes == {"seed": (1, 2, 3), "resolution": ("720p", "1080p")}
    assert len(spec) == 6
    assert list(spec.combinations())[1] == {"seed": 1, "resolution": "1080p"}


@pytest.mark.parametrize(("text", "numbers"), SERIES["several"])
def test_a_series_is_written_out(text: str, numbers: list[int]) -> None:
    assert series(text) == tuple(numbers)
    assert spec_of(seed=text).axes == {"seed": tuple(numbers)}


@pytest.mark.parametrize("text", SERIES["none"])
def test_what_is_no_series_makes_no_axis(text: str) -> None:
    with contextlib.suppress(errors.InvalidRequest):
        assert spec_of(seed=text).axes == {}


@pytest.mark.parametrize("text", ["1,2,…", "…,3", "1,…,…", "5,6,…,2", "4,4,…,9", "1-9999"])
def test_a_series_that_leads_nowhere_is_refused(text: str) -> None:
    with pytest.raises(errors.InvalidRequest):
        series(text)


def test_a_misspelt_name_is_told_before_the_model_is_missed() -> None:
    with pytest.raises(errors.InvalidRequest, match=r"animl.*\{animal\} is there"):
        spec_of(prompt="a {animal}", animl=["cat"], model=None)
    with pytest.raises(errors.InvalidRequest, match="needs a model"):
        spec_of(prompt="a {animal}", animal=["cat"], model=None)
    with pytest.raises(errors.InvalidRequest, match="animl"):
        veo_widgets.sweep("a {animal}", animl=["cat"])


def test_a_parameter_that_is_a_list_is_an_axis_as_a_list_of_lists() -> None:
    urls = ["https://a/1.png", "https://a/2.png"]
    one = read({"model": "veo-3.1", "prompt": "x", "reference_images": urls}, CATALOGUE, 1)
    many = read(
        {"model": "veo-3.1", "prompt": "x", "reference_images": [urls, urls[:1]]}, CATALOGUE, 1
    )

    assert one.base["reference_images"] == urls
    assert many.axes["reference_images"] == (urls, urls[:1])


def test_variables_fill_the_prompt_and_other_braces_stay() -> None:
    plan = plan_of(
        prompt="a {animal} with {braces} in {place}",
        animal=["fox", "{place}"],
        place="Oslo",
        seed=1,
    )

    assert [cell.parameters["prompt"] for cell in plan.cells] == [
        "a fox with {braces} in Oslo",
        "a {place} with {braces} in Oslo",
    ]
    assert filled("{a}{b}{a}", {"a": "{b}", "b": 2}) == "{b}2{b}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sed": [1, 2]}, "Did you mean 'seed'"),
        ({"animal": ["fox"]}, "{animal}"),
        ({"seed": []}, "has no values"),
        ({"prompt": ""}, "needs a prompt"),
        ({"model": []}, "needs a model"),
        ({"seed": range(9000)}, "5000 is the most"),
    ],
)
def test_what_cannot_be_a_sweep_is_refused(wrong: dict, said: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        spec_of(**wrong)
    assert said in str(caught.value)


def test_an_unknown_model_is_refused_with_the_nearest() -> None:
    with pytest.raises(errors.UnknownModel, match=r"veo-3\.1"):
        spec_of(model=["veo-3.1", "veo-3.2"])


NAMES = st.sampled_from(["seed", "resolution", "aspect_ratio", "duration", "take"])
LEGAL = {
    "seed": st.integers(1, 2**31),
    "resolution": st.sampled_from(["720p", "1080p"]),
    "aspect_ratio": st.sampled_from(["16:9", "9:16", "1:1"]),
    "duration": st.sampled_from([4, 6, 8]),
    "take": st.integers(1, 4),
}


@settings(max_examples=60)
@given(st.data())
def test_a_sweep_goes_to_yaml_and_json_and_back_exactly(data: st.DataObject) -> None:
    asked: dict[str, Any] = {"prompt": data.draw(st.text(min_size=1)) + "ä{x}"}
    for name in data.draw(st.sets(NAMES)):
        values = st.lists(LEGAL[name], min_size=1, max_size=4)
        asked[name] = data.draw(st.one_of(LEGAL[name], values))
    spec = spec_of(name="näme", **asked)

    assert read(yaml.safe_load(spec.to_yaml()), CATALOGUE, 1) == spec
    assert read(json.loads(json.dumps(spec.to_dict())), CATALOGUE, 1) == spec


# --- plans


def test_a_plan_holds_the_exact_request_of_every_cell() -> None:
    plan = plan_of(
        model=["veo-3.1-fast", "veo-3-fast", "veo-2"],
        seed=[1, 2],
        resolution=["720p", "1080p"],
        start_image="https://a/b.png",
    )

    assert len(plan.cells) == 12
    assert plan.counts() == {"send": 10, "merged": 2}
    by_model = {cell.model: cell.parameters for cell in plan.cells}
    assert by_model["veo-3.1-fast"]["image"] == "https://a/b.png"
    assert by_model["veo-3-fast"]["image_url"] == "https://a/b.png"
    assert "resolution" not in by_model["veo-2"]
    merged = [cell for cell in plan.cells if cell.fate == "merged"]
    assert all("veo-2 has no" in cell.reason for cell in merged)
    assert all("resolution" in cell.reason for cell in merged)
    assert all(plan.cells[cell.into].key == cell.key for cell in merged)
    assert plan.high == pytest.approx(sum(cell.high for cell in plan.new))
    assert {cell.high for cell in merged} == {0.0}


def test_a_value_that_a_model_refuses_is_not_applicable() -> None:
    plan = plan_of(model=["veo-3-fast", "veo-2"], duration=[4, 5], seed=1)
    fates = {(cell.model, cell.at["duration"]): cell.fate for cell in plan.cells}

    assert fates == {
        ("veo-3-fast", 4): "send",
        ("veo-3-fast", 5): "refused",
        ("veo-2", 4): "refused",
        ("veo-2", 5): "send",
    }
    reason = next(c.reason for c in plan.cells if c.fate == "refused")
    assert "4, 6, 8" in reason


def test_every_fixed_seed_is_kept_and_a_missing_one_is_drawn_once() -> None:
    plan = plan_of(model=["veo-3-fast", "veo-2"], resolution=["720p", "1080p"])
    random = plan_of(seed=0)

    assert {cell.parameters["seed"] for cell in plan.cells} == {99}
    assert any("No seed is fixed: 99" in text for text in plan.warnings)
    assert random.cells[0].parameters["seed"] == 99
    assert not any("seed" in text for text in plan_of(seed=5).warnings)


def test_warnings_are_said_once_with_their_source() -> None:
    plan = plan_of(model="veo-3.1-fast", resolution=["720p", "1080p"], duration=[4, 8], seed=1)
    told = [text for text in plan.warnings if "1080p" in text]

    assert len(told) == 1
    assert "(1 of 4 cells)" in told[0]
    assert "Gemini" in told[0]


def test_the_expected_time_knows_the_caps() -> None:
    six = {"seed": [1, 2, 3, 4, 5, 6]}

    assert plan_of(**six).expected_s == 60
    assert plan_of(Limits(in_flight=2), **six).expected_s == 180
    assert plan_of(Limits(per_model=3), **six).expected_s == 120
    assert plan_of(Limits(per_model=3), model=["veo-3-fast", "veo-2"], **six).expected_s == 120


@settings(max_examples=60)
@given(st.data())
def test_equal_requests_are_one_charge_whatever_the_axes(data: st.DataObject) -> None:
    models = data.draw(st.lists(st.sampled_from(sorted(FAST)), min_size=1, unique=True))
    asked = {
        name: data.draw(st.lists(LEGAL[name], min_size=1, max_size=3))
        for name in data.draw(st.sets(NAMES))
    }
    plan = plan_of(model=models, **asked)
    charged = [cell.key for cell in plan.new]

    assert len(charged) == len(set(charged))
    for cell in plan.cells:
        model = CATALOGUE[cell.model]
        assert set(cell.parameters) <= {*model.properties}
        if cell.fate == "refused":
            assert cell.reason
        else:
            assert not model.check(cell.parameters).problems
            assert cell.key in charged
    assert sum(cell.high for cell in plan.cells) == pytest.approx(plan.high)


def test_what_is_there_keeps_the_price_of_its_request_and_is_in_no_sum(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = plan_of(model="veo-2", seed=[1, 2], duration=5)
    price = plan.cells[0].high
    for state in ("processing", "ready", "blocked"):
        key = plan.cells[0].key
        record = JobRecord("made", "test", "veo-2", {}, 0.0, key=key, state=state)
        again = replace(plan, cells=with_jobs(plan.cells, {key: record}))
        _print_plan(again, json_=True)
        rows = json.loads(capsys.readouterr().out)
        assert [cell.high for cell in again.cells] == [price, price]
        assert (again.high, [row["high"] for row in rows]) == (price, [0.0, price])


def test_an_image_takes_each_models_own_name() -> None:
    roles = known_roles(CATALOGUE.values())
    for name in ("image", "image_url", "start_image"):
        values = {"prompt": "x", "model": "m", name: "https://a/b.png"}
        assert payload(CATALOGUE["veo-3.1"], values, roles)[0]["image"]
        assert payload(CATALOGUE["veo-3"], values, roles)[0]["image_url"]


@pytest.mark.parametrize("wrong", [{"take": 0}, {"take": "x"}, {"n": [object()], "prompt": "{n}"}])
def test_what_cannot_be_kept_is_refused(wrong: dict) -> None:
    with pytest.raises(errors.InvalidRequest):
        spec_of(**wrong)


def test_a_model_s_schema_is_compiled_once_for_a_whole_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[object] = []
    original = jsonschema_rs.Draft202012Validator

    def count(schema: Any) -> Any:
        compiled.append(schema)
        return original(schema)

    monkeypatch.setattr(jsonschema_rs, "Draft202012Validator", count)
    shipped_models.cache_clear()
    catalogue = Catalogue()
    spec = read({"prompt": "x", "model": sorted(FAST), "seed": "1,…,50"}, catalogue, 1)
    plan = make_plan(spec, catalogue, "test", lambda _: {}, lambda _: 60.0, Limits())

    assert len(plan.cells) == 150
    assert len(compiled) == len(FAST)
