"""Prices are learnt from what was charged, and never from play money."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.judge import Judge, at_rest
from veo_widgets import Client
from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.catalogue.price import charged, estimate, kind
from veo_widgets.catalogue.tariff import chosen_by
from veo_widgets.core.charges import Charge, learn, missed
from veo_widgets.core.money import spent, told
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment import open_sweep
from veo_widgets.home.charges import Prices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = 1_795_176_000.0
PAGE = Catalogue()["veo-3-fast"]
SHORT, LONG = {"duration": 4, "generate_audio": False}, {"duration": 8, "generate_audio": False}
UNPRICED = {
    "slug": "unpriced",
    "title": "Unpriced",
    "parameters": {
        "required": ["prompt"],
        "properties": {"prompt": {"type": "string"}, "seed": {"type": "integer"}},
    },
}


def charges(*costs: float, asked: dict[str, Any] = SHORT) -> list[tuple[dict[str, Any], Charge]]:
    return [(asked, Charge(NOON, cost, 0.4, 0.4)) for cost in costs]


def test_what_was_charged_is_told_with_its_source_and_its_spread() -> None:
    learnt = learn([Charge(NOON, cost, 0.6, 0.6) for cost in (0.77, 0.8, 0.8, 0.8, 0.83)])

    assert learnt is not None
    assert str(learnt) == f"learnt from 5 charges, last {learnt.day}, ±4 %"
    assert learnt.error == "charges were up to 38 % above the estimates"
    assert learn([]) is learn([Charge(NOON, 0.0)]) is None


@pytest.mark.parametrize(
    ("cost", "off"), [(0.4, 0), (0.404, 0), (0.5, 0), (0.6, 0.2), (0.2, -0.5), (0.604, 0.208)]
)
def test_an_estimate_is_missed_by_what_is_outside_it(cost: float, off: float) -> None:
    assert missed(cost, 0.4, 0.5) == pytest.approx(off)


def test_a_page_that_charges_agree_with_is_believed() -> None:
    price = estimate(PAGE, SHORT, charged(PAGE, charges(0.4, 0.4)))

    assert (price.low, price.high) == (0.4, 0.4)
    assert price.note == "rate of 2026-08-19, 2 charges agree"


def test_a_page_that_charges_contradict_is_not_and_both_are_said() -> None:
    learnt = charged(PAGE, charges(0.6, 0.8))
    price, other = estimate(PAGE, SHORT, learnt), estimate(PAGE, LONG, learnt)

    assert (price.low, price.high) == (0.6, 0.8)
    assert price.source.startswith("page says $0.40, charged $0.60-0.80; learnt from 2 charges")
    assert (other.low, other.high) == (0.8, 1.6), "never charged: its most is raised as far"
    assert "100 % above the page" in other.source


def test_clips_of_one_length_size_and_sound_teach_of_such_alone() -> None:
    unpriced = Model.from_json(UNPRICED)
    learnt = charged(unpriced, charges(0.5, asked={"prompt": "x", "seed": 3}))
    price = estimate(unpriced, {"prompt": "another"}, learnt)

    assert (price.low, price.high) == (0.5, 0.5)
    assert price.note.startswith("learnt from 1 charge, last ")
    assert kind(PAGE, LONG) == kind(PAGE, {**LONG, "prompt": "y", "seed": 7})
    assert (
        len({kind(PAGE, asked) for asked in (SHORT, LONG, {**SHORT, "generate_audio": True})}) == 3
    )


TIERS: dict[str, Any] = {
    "slug": "tiers",
    "title": "Tiers",
    "parameters": {
        "properties": {
            "prompt": {"type": "string"},
            "quality_tier": {"enum": ["lite", "pro"]},
            "upscale": {"type": "boolean"},
        },
    },
}
BY_TIER = {"by": "quality_tier", "of": {"lite": 0.1, "pro": 0.8}}


@pytest.mark.parametrize(
    ("table", "charge", "asked", "told"),
    [
        (BY_TIER, {"quality_tier": "lite"}, {"quality_tier": "lite"}, (0.05, 0.05)),
        (BY_TIER, {"quality_tier": "lite"}, {"quality_tier": "pro"}, (0.8, 0.8)),
        (BY_TIER, {"quality_tier": "lite"}, {}, (0.1, 0.8)),
        (BY_TIER, {}, {"quality_tier": "pro"}, (0.8, 0.8)),
        (BY_TIER, {}, {}, (0.05, 0.8)),
        (
            {"by": "upscale", "of": {"true": BY_TIER, "false": BY_TIER}},
            {"upscale": True, "quality_tier": "lite"},
            {"upscale": True, "quality_tier": "pro"},
            (0.8, 0.8),
        ),
        (None, {"quality_tier": "lite"}, {"quality_tier": "lite"}, (0.05, 0.05)),
        (None, {"quality_tier": "lite"}, {"quality_tier": "pro"}, (None, None)),
        (None, {"upscale": False}, {"upscale": True}, (None, None)),
        (None, {"prompt": "x"}, {"prompt": "y"}, (0.05, 0.05)),
    ],
)
def test_a_charge_of_one_choice_prices_no_other(
    table: Any, charge: dict[str, Any], asked: dict[str, Any], told: tuple[Any, Any]
) -> None:
    priced = {} if table is None else {"price": {"flat": table}}
    model = Model.from_json({**TIERS, **priced})
    price = estimate(model, asked, charged(model, charges(0.05, asked=charge)))

    assert (price.low, price.high) == told


def test_each_model_s_clips_are_told_apart_by_all_that_its_table_goes_by() -> None:
    for model in Catalogue().all().values():
        names = {model.having(by) or by for by in chosen_by(model.prices)}
        own = model.length.name if model.length else ""
        assert names & set(model.properties) <= {*model.costly, own}


def job(**changes: Any) -> JobRecord:
    return JobRecord("a", "segmind", "veo-2", {}, 0.0).but(**{"low": None, "high": None, **changes})


@pytest.mark.parametrize(
    ("record", "words", "unknown"),
    [
        (job(cost=0.5, state="ready"), "$0.50", 0),
        (job(state="ready"), "cost not told", 1),
        (job(state="ready", high=2.0), "cost not told", 1),
        (job(state="ready", low=1.0, high=2.0), "cost not told", 0),
        (job(state="queued"), "price unknown", 0),
        (job(state="queued", high=2.0), "price unknown", 0),
        (job(state="queued", low=1.0, high=2.0), "est. $1.00-2.00", 0),
        (job(state="failed"), "not charged", 0),
    ],
)
def test_a_job_says_what_it_cost_or_that_nobody_knows(
    record: JobRecord, words: str, unknown: int
) -> None:
    assert told(record) == words
    assert spent([record]).unknown == unknown


def test_a_sum_says_whose_money_it_is_of_its_amount_alone() -> None:
    untold = job(state="ready")
    assert spent([untold]).said("cost not told", " play money") == "cost not told"
    some = spent([untold, job(cost=0.5, state="ready"), job(state="failed")])
    assert some.said("", " play money") == "$0.50 play money and 1 of 2 unknown"
    assert spent([job(state="ready", low=1.0, high=2.0)]).high == 2.0


@pytest.fixture
def client(judge: Judge, tmp_path: Path) -> Iterator[Client]:
    home = tmp_path / "home"
    (home / "models").mkdir(parents=True)
    (home / "models" / "unpriced.json").write_text(json.dumps(UNPRICED))
    with Client(home=home, **judge.options()) as opened:
        yield opened


def test_what_a_home_was_charged_prices_the_next_clip_everywhere(
    client: Client, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veo_widgets.home.charges.FRESH_S", 0.0)
    judge.cost = 0.8
    sweep = open_sweep(client, {"prompt": "z", "model": "unpriced", "seed": "1,2"})
    assert sweep.plan().cost.unknown == 2
    client.submit("unpriced", prompt="x", seed=1).wait(60)

    assert str(client.models()["unpriced"].price({"prompt": "y"})) == "$0.80"
    assert str(sweep.plan().cost) == "$1.60"
    client.budget = 2
    job = client.submit("unpriced", prompt="y", seed=2)
    at_rest(client)
    assert (job.record.low, job.record.high, job.state) == (0.8, 0.8, "ready")
    assert str(sweep.cost) == "$0.00"
    play = Prices(client.session.ledger, "local", client.session.clock)
    assert not play.of(client.models()["unpriced"]).by_kind, "another endpoint learns nothing"
