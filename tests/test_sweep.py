"""Sweeps: axes and plans without a network, runs against the local server."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import veo_widgets as veo
from tests.conftest import picture, serving
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue
from veo_widgets.conductor import Limits
from veo_widgets.experiment import Sweeps, open_sweep
from veo_widgets.experiment.cells import known_roles, payload
from veo_widgets.experiment.plan import make_plan
from veo_widgets.experiment.spec import filled, read, series
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.experiment import SweepSpec
    from veo_widgets.local import Running

CATALOGUE = Catalogue()
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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,2,…,8", tuple(range(1, 9))),
        ("1,3,...,9", (1, 3, 5, 7, 9)),
        ("5,…,8", (5, 6, 7, 8)),
        ("8, 6, …, 2", (8, 6, 4, 2)),
        ("4, 7, 11", (4, 7, 11)),
        ("1,2,…,7,20", (1, 2, 3, 4, 5, 6, 7, 20)),
    ],
)
def test_a_series_is_written_out(text: str, numbers: tuple[int, ...]) -> None:
    assert series(text) == numbers
    assert spec_of(seed=text).axes == {"seed": numbers}


@pytest.mark.parametrize("text", ["1,2,…", "…,3", "5,6,…,2", "4,4,…,9"])
def test_a_series_that_leads_nowhere_is_refused(text: str) -> None:
    with pytest.raises(errors.InvalidRequest):
        series(text)


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


def test_an_image_takes_each_models_own_name() -> None:
    roles = known_roles(CATALOGUE)
    for name in ("image", "image_url", "start_image"):
        values = {"prompt": "x", "model": "m", name: "https://a/b.png"}
        assert payload(CATALOGUE["veo-3.1"], values, roles)[0]["image"]
        assert payload(CATALOGUE["veo-3"], values, roles)[0]["image_url"]


# --- the real thing


def test_a_sweep_runs_and_a_second_run_is_free(client: Client) -> None:
    given = {
        "prompt": "a heron",
        "model": ["veo-3-fast", "veo-2"],
        "seed": [501, 502],
        "resolution": ["720p", "1080p"],
        "name": "herons",
    }
    sweep = open_sweep(client, given)
    assert len(sweep.plan().new) == 6
    sweep.run().wait(120)

    table = sweep.to_dataframe()
    assert list(table["state"]) == ["ready"] * 8
    assert table["path"].map(lambda path: path.exists()).all()
    assert table["cost"].notna().sum() == 6
    assert set(table.columns) >= {"model", "seed", "resolution", "seconds", "width", "id"}
    before = len(client.jobs(limit=None))
    again = open_sweep(client, given)
    assert again.plan().counts() == {"reuse": 6, "merged": 2}
    assert again.plan().high == 0
    again.run().wait(30)
    assert len(client.jobs(limit=None)) == before


def test_a_sweep_is_opened_again_by_name_in_another_process(
    server: Running, connect: Callable[..., Client], tmp_path: Path
) -> None:
    first = connect(server)
    sweep = open_sweep(first, {"prompt": "an otter", "model": "veo-2", "name": "otter"})
    drawn = sweep.spec.drawn
    sweep.run().wait(90)
    first.close()
    second = connect(server)
    found = Sweeps(second)["otter"]

    assert list(Sweeps(second)) == ["otter"]
    assert found.spec == sweep.spec
    assert found.spec.drawn == drawn
    assert [row["state"] for row in found.rows()] == ["ready"]
    with pytest.raises(errors.InvalidRequest, match="'otter'"):
        Sweeps(second)["oter"]


def test_the_same_definition_without_a_name_is_the_same_sweep(client: Client) -> None:
    given = {"prompt": "a stoat in the snow", "model": "veo-2", "duration": 5}
    first = open_sweep(client, given)
    first.save()

    assert open_sweep(client, given).spec == first.spec
    assert open_sweep(client, {**given, "duration": 6}).name != first.name


def test_extending_prices_only_what_is_new(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "a newt", "model": "veo-3-fast", "seed": [511], "duration": 4}
    )
    sweep.run().wait(90)
    assert sweep.extend(seed=[512]).plan().counts() == {"reuse": 1, "send": 1}
    assert sweep.extend(resolution=["720p", "1080p"]).spec.axes["resolution"] == ("720p", "1080p")
    sweep.extend(duration=6)
    assert sweep.spec.axes["duration"] == (4, 6)
    with pytest.raises(errors.InvalidRequest, match="Did you mean 'seed'"):
        sweep.extend(sede=[1])


def test_images_of_a_sweep_are_kept_in_the_home(client: Client) -> None:
    sweep = open_sweep(
        client,
        {"prompt": "a cat", "model": ["veo-3.1", "veo-3-fast"], "image": picture(), "seed": 1},
    )
    stored = sweep.spec.base["image"]

    assert (client.home.images / stored.partition(":")[2]).exists()
    assert {cell.fate for cell in sweep.plan().cells} == {"send"}
    assert yaml.safe_load(sweep.to_yaml())["image"] == stored


def test_a_sweep_of_which_every_cell_is_refused_is_an_error(client: Client) -> None:
    with pytest.raises(errors.InvalidParameters, match="720p"):
        open_sweep(client, {"prompt": "x", "model": "veo-3", "resolution": "72p"})


def test_what_a_budget_does_not_hold_is_not_sent(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "a budget", "model": "veo-3-fast", "seed": "521,…,526", "duration": 4}
    )
    each = sweep.plan().cells[0].high
    with pytest.raises(errors.BudgetExceeded, match="all 6"):
        sweep.run(budget=each / 2)
    sweep.run(budget=2.2 * each).wait(90)
    rows = sweep.rows()
    spent = sum(row["cost"] or 0 for row in rows)

    assert spent <= 2.2 * each
    assert "used up" in sweep.stopped
    assert {row["state"] for row in rows} == {"ready", "planned"}
    sweep.run().wait(90)
    assert {row["state"] for row in sweep.rows()} == {"ready"}
    assert not sweep.stopped


def test_confirm_sends_nothing(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "later", "model": "veo-2", "seed": 531})
    sweep.run(confirm=True)

    assert sweep.jobs() == []
    assert list(Sweeps(client)) == [sweep.name]


def test_the_pilot_goes_first_and_its_failure_stops_the_rest(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    fault = Fault(kind="fail", prompt="pilot")
    with serving(tmp_path / "server", faults=(fault,)) as running:
        client = connect(running)
        sweep = open_sweep(client, {"prompt": "a pilot", "model": "veo-3-fast", "seed": "1,…,5"})
        sweep.run(pilot=True).wait(90)
        states = [row["state"] for row in sweep.rows()]

        assert states == ["failed"] + ["planned"] * 4
        assert "pilot" in sweep.stopped
        client.close()


def test_two_equal_failures_in_a_row_stop_what_is_not_sent(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    fault = Fault(kind="fail", prompt="broken")
    with serving(tmp_path / "server", faults=(fault,)) as running:
        client = connect(running, limits=Limits(in_flight=1))
        sweep = open_sweep(client, {"prompt": "broken", "model": "veo-3-fast", "seed": "1,…,8"})
        sweep.run().wait(120)
        states = [row["state"] for row in sweep.rows()]

        assert 2 <= states.count("failed") <= 3
        assert states.count("cancelled") >= 5
        assert "failed alike" in sweep.stopped
        assert len(sweep.failed) == states.count("failed")
        client.close()


def test_a_refused_key_stops_the_sweep_at_once(
    server: Running, connect: Callable[..., Client]
) -> None:
    client = connect(server, api_key="SG_wrong0000000000", limits=Limits(in_flight=1))
    sweep = open_sweep(client, {"prompt": "no key", "model": "veo-2", "seed": "1,…,6"})
    sweep.run().wait(60)
    states = [row["state"] for row in sweep.rows()]

    assert states.count("failed") <= 4
    assert states.count("cancelled") + states.count("planned") >= 2
    assert sweep.stopped


def test_the_cheapest_cells_go_first(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "cheap", "model": "veo-3-fast", "duration": [8, 4], "seed": 541}
    )
    sweep.run(order="cheapest").wait(90)
    first = min(sweep.rows(), key=lambda row: row["created"])

    assert first["duration"] == 4
    with pytest.raises(errors.InvalidRequest, match="'cheapest'"):
        sweep.run(order="dearest")


def test_the_public_functions_use_the_packages_client(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_BASE_URL", f"{server.endpoint.api}/v1")
    monkeypatch.setenv("SEGMIND_API_KEY", "SG_0123456789abcdef")
    sweep = veo.sweep("a {thing}", model="veo-2", thing=["kite", "boat"], seed=7)
    sweep.save()

    assert repr(sweep).endswith("thing 2: 2 planned)")
    assert "2 send" in repr(sweep.plan())
    assert list(veo.sweeps()) == [sweep.name]


def test_cancelling_sends_nothing_more(tmp_path: Path, connect: Callable[..., Client]) -> None:
    with serving(tmp_path / "server", latency="2") as running:
        client = connect(running, limits=Limits(in_flight=2))
        given = {"prompt": "stop", "model": "veo-3-fast", "seed": "1,…,10", "duration": 4}
        sweep = open_sweep(client, given)
        sweep.run(budget=4 * sweep.plan().cells[0].high)
        while not any(job.request_id for job in sweep.jobs()):
            time.sleep(0.02)  # bounded by the test's time limit
        sweep.cancel()
        sweep.wait(60)
        states = [row["state"] for row in sweep.rows()]

        assert states.count("ready") <= 2
        assert "cancelled by hand" in sweep.stopped
        pilot = open_sweep(client, {**given, "prompt": "pilot stop"})
        pilot.run(pilot=True)
        pilot.cancel()
        pilot.wait(60)
        assert len(pilot.jobs()) <= 1
        client.close()


def test_running_again_during_a_run_sends_what_was_added(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "twice", "model": "veo-2", "seed": [1], "duration": 5})
    sweep.run()
    sweep.extend(seed=[2]).run().wait(90)

    assert [row["state"] for row in sweep.rows()] == ["ready", "ready"]
    again = open_sweep(
        client,
        {"prompt": "twice", "model": "veo-2", "seed": [1], "duration": 5, "name": sweep.name},
    )
    again.run().wait(30)
    assert len(Sweeps(client)[sweep.name].rows()) == 2


def test_a_paid_clip_that_did_not_come_is_fetched_and_not_bought_again(
    client: Client, server: Running
) -> None:
    given = {"prompt": "lost on the way", "model": "veo-2", "seed": 7, "duration": 5}
    sweep = open_sweep(client, given)
    sweep.run().wait(90)
    job = sweep.jobs()[0]
    job.clip.path.unlink()
    client.session.ledger.move(job.id, "saving", "test")
    client.session.ledger.move(
        job.id, "failed", "test", error={"kind": "MediaError", "message": "broke off"}
    )
    plan = sweep.plan()
    assert (plan.cells[0].fate, plan.high) == ("reuse", 0)
    assert "paid before" in plan.cells[0].reason
    sweep.run().wait(90)

    assert [row["state"] for row in sweep.rows()] == ["ready"]
    assert len(client.jobs()) == 1
    job.clip.path.unlink()
    again = client.submit("veo-2", prompt="lost on the way", seed=7, duration=5)
    assert again.id == job.id
    assert again.wait(90).path.exists()


@pytest.mark.parametrize("wrong", [{"take": 0}, {"take": "x"}, {"n": [object()], "prompt": "{n}"}])
def test_what_cannot_be_kept_is_refused(wrong: dict) -> None:
    with pytest.raises(errors.InvalidRequest):
        spec_of(**wrong)


def test_whether_there_is_a_sweep_can_be_asked(client: Client) -> None:
    found = Sweeps(client)

    assert "panda" not in found
    open_sweep(client, {"prompt": "x", "model": "veo-2", "name": "panda"}).save()
    assert "panda" in found
