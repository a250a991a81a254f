"""A budget holds in every way that money can go, counted by an independent judge."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.judge import Judge, at_rest
from veo_widgets import Client, errors
from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.catalogue.price import estimate
from veo_widgets.core.money import dollars
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment import open_sweep
from veo_widgets.experiment.cells import Cell
from veo_widgets.experiment.purse import Purse
from veo_widgets.home import Ledger
from veo_widgets.home.charges import Prices, charges
from veo_widgets.home.spend import committed, worst

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHEAP = {"duration": 4, "generate_audio": False}


@pytest.fixture
def client(judge: Judge, tmp_path: Path) -> Iterator[Client]:
    home = tmp_path / "home"
    (home / "models").mkdir(parents=True)
    known = {"type": "object", "properties": {"prompt": {"type": "string"}}}
    known["properties"] |= {"seed": {"type": "integer"}}
    model = {"slug": "unpriced", "title": "Unpriced", "summary": "", "source": "", "usual_s": 5}
    model |= {"parameters": {**known, "required": ["prompt"]}, "examples": []}
    (home / "models" / "unpriced.json").write_text(json.dumps(model))
    with Client(home=home, **judge.options()) as found:
        yield found


def kinds(client: Client) -> set[str]:
    return {str((job.record.error or {}).get("kind")) for job in client.jobs()}


def test_an_unknown_price_and_a_budget_are_refused(client: Client, judge: Judge) -> None:
    client.budget = 5
    client.submit("unpriced", prompt="x", seed=1)
    at_rest(client)
    client.budget = None
    client.submit("unpriced", prompt="y", seed=2, budget=5)
    at_rest(client)

    assert kinds(client) == {"BudgetExceeded"}
    with pytest.raises(errors.BudgetExceeded, match="not known"):
        open_sweep(client, {"prompt": "z", "model": "unpriced", "seed": "1,2"}).run(budget=9)
    assert judge.posts == 0


def test_told_what_an_unknown_price_may_be_a_budget_counts_it(client: Client, judge: Judge) -> None:
    judge.cost = None
    client.budget, client.unknown = 5, 2
    for seed in range(4):
        client.submit("unpriced", prompt="x", seed=seed)
    at_rest(client)
    assert judge.posts == 2

    client.budget = client.unknown = None
    sweep = open_sweep(client, {"prompt": "z", "model": "unpriced", "seed": "1,…,5"})
    sweep.run(budget=3, unknown=1).wait(60)
    assert judge.posts == 5


def test_an_unknown_price_is_said_everywhere(client: Client) -> None:
    models = ["unpriced", "veo-3-fast"]
    sweep = open_sweep(client, {"prompt": "z", "model": models, "seed": "1,…,2"})
    price = client.models()["unpriced"].price({"prompt": "x"})

    assert (price.low, price.high, price.known, str(price)) == (None, None, False, "price unknown")
    assert "price unknown for 2 of 4" in repr(sweep.plan())
    assert (sweep.plan().low, sweep.plan().high) == (None, None)
    assert [row["high"] for row in sweep.rows()][:2] == [None, None]


def test_what_was_spent_of_unknown_cost_is_said(client: Client, judge: Judge) -> None:
    judge.cost = "free"
    client.submit("unpriced", prompt="x", seed=1).wait(60)

    assert "Spend(1 clip of unknown cost real" in repr(client.spend())
    assert committed(client.session.ledger, client.endpoint.name) is None


def test_a_model_that_charged_more_than_expected_counts_so_from_then_on(
    client: Client, judge: Judge
) -> None:
    judge.cost = 1.2
    client.budget = 3
    high = client.submit("veo-3-fast", prompt="x", seed=0, **CHEAP).record.high
    at_rest(client)
    for seed in range(1, 9):
        client.submit("veo-3-fast", prompt="x", seed=seed, **CHEAP)
    at_rest(client)

    ledger, name = client.session.ledger, client.endpoint.name
    assert high < 1.2
    assert worst(ledger, name, "veo-3-fast", high) == pytest.approx(1.2)
    assert judge.posts * 1.2 <= 3


def test_runs_of_a_sweep_under_one_name_share_its_budget(client: Client, judge: Judge) -> None:
    judge.cost = 0.4
    what = {"prompt": "z", "model": "veo-3-fast", "name": "panda", "duration": 4}
    for _ in range(3):
        sweep = open_sweep(client, {**what, "seed": "1,…,9"})
        try:
            sweep.run(budget=1.3).wait(60)
        except errors.BudgetExceeded:
            assert judge.posts
    assert judge.posts * 0.4 <= 1.3
    assert not judge.twice


@pytest.mark.parametrize("cost", [-100, "abc", math.inf, [], {"usd": 1}, True, 10**400, "$-3"])
def test_an_odd_cost_counts_as_the_most_it_may_be(client: Client, judge: Judge, cost: Any) -> None:
    judge.cost = cost
    client.budget = 0.9
    for seed in range(4):
        client.submit("veo-3-fast", prompt="x", seed=seed, **CHEAP)
    at_rest(client)
    high = client.jobs()[0].record.high

    assert judge.posts == int(0.9 / high + 1e-9)


def test_a_paid_clip_that_does_not_come_counts(client: Client, judge: Judge) -> None:
    judge.cost, judge.result = None, {"output": None}
    high = client.models()["veo-3-fast"].price(CHEAP).high
    client.budget = 1.5 * high
    client.submit("veo-3-fast", prompt="x", seed=1, **CHEAP)
    at_rest(client, 90)
    client.submit("veo-3-fast", prompt="x", seed=2, **CHEAP)
    at_rest(client)

    assert judge.posts == 1


def test_what_was_sent_again_by_hand_counts_twice(client: Client, judge: Judge) -> None:
    ledger, name = client.session.ledger, client.endpoint.name
    for model in ("veo-3-fast", "unpriced"):
        job = client.submit(model, prompt="x", seed=1)
        at_rest(client)
        record = job.record.but(id=f"lost{model}", key="", request_id=None, state="unknown")
        ledger.add(record.but(cost=None, sha256=None, risked=0.0), "lost", reuse=False)
    before = committed(ledger, name)
    client.job("lostveo-3-fast").resubmit()
    at_rest(client)
    assert before is None
    client.job("lostunpriced").resubmit()
    at_rest(client)

    assert client.job("lostveo-3-fast").record.risked == client.jobs()[-1].record.high
    assert committed(ledger, name) is None, "what the first request cost is not known"


WRONG = [math.nan, math.inf, -1, "", "five", "nan", True, [5], {}, np.nan, np.float64("inf"), b"5"]


@pytest.mark.parametrize("amount", WRONG, ids=repr)
def test_what_is_no_amount_is_refused_in_words(client: Client, judge: Judge, amount: Any) -> None:
    sweep = open_sweep(client, {"prompt": "z", "model": "veo-3-fast", "seed": "1"})
    for refused in (
        lambda: setattr(client, "budget", amount),
        lambda: client.submit("veo-3-fast", prompt="x", budget=amount),
        lambda: client.submit("unpriced", prompt="x", unknown=amount),
        lambda: sweep.run(budget=amount),
    ):
        with pytest.raises(errors.InvalidRequest, match=r"US dollars|infinite"):
            refused()
    assert client.budget is None
    assert judge.posts == 0


@pytest.mark.parametrize(
    "amount", [5, 5.0, "5", "$5.00", np.float32(5), np.int64(5), Decimal(5), np.array(5)]
)
def test_what_is_an_amount_is_taken(amount: Any) -> None:
    assert dollars(amount, "budget") == 5.0
    assert type(dollars(amount, "budget")) is float


def test_two_clients_of_one_home_share_its_budget(
    client: Client, judge: Judge, tmp_path: Path
) -> None:
    judge.cost = 0.4
    client.budget = 1.7
    with Client(home=tmp_path / "home", **judge.options()) as other:
        for seed in range(6):
            for each, prompt in ((client, "x"), (other, "y")):
                each.submit("veo-3-fast", prompt=prompt, seed=seed, duration=4)
        at_rest(client)
        at_rest(other)
    assert judge.posts * 0.4 <= 1.7


def test_a_budget_comes_back_with_a_lost_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.set("budget segmind", "5.0")
    ledger.close()
    (tmp_path / "ledger.sqlite").unlink()
    ledger = Ledger(tmp_path / "ledger.sqlite")

    assert ledger.setting("budget segmind") == "5.0"
    assert ledger.trouble
    ledger.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite", lambda: 5000.0)
    yield opened
    opened.close()


def add(ledger: Ledger, name: str, **changes: Any) -> None:
    job = JobRecord(name, "segmind", "veo-2", {"prompt": "x"}, 0.0, state="ready", low=2.0)
    came = {"completed": 900.0, "ended": 1000.0, "high": 2.0, "cost": 3.0}
    ledger.add(job.but(**{**came, **changes}), "x", reuse=False)


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({}, 1.5, 1.0),
        ({"state": "failed"}, 1.5, 1.5),
        ({"state": "failed", "error": {"kind": "InferenceFailed"}}, 1.5, 1.5),
        ({"state": "blocked", "completed": None}, 1.5, 1.5),
        ({"state": "expired"}, 1.5, 1.5),
        ({"state": "saving", "ended": None}, 1.5, 1.5),
        ({"completed": None}, 1.5, 1.5),
        ({"cost": 2.0}, 1.0, 1.0),
        ({"parameters": {}}, 1.0, 1.0),
        ({"high": None, "low": None}, 1.0, 1.0),
    ],
    ids=str,
)
def test_a_charge_beyond_what_was_expected_is_in_the_next_estimate_or_raises_it(
    ledger: Ledger, changes: dict[str, Any], before: float, after: float
) -> None:
    add(ledger, "a", **changes)

    assert worst(ledger, "segmind", "veo-2", 1.0, made=999.0) == before
    assert worst(ledger, "segmind", "veo-2", 1.0, made=4000.0) == after
    taught = charges(ledger, "segmind", Catalogue()["veo-2"])
    assert bool(taught) is (changes in ({}, {"cost": 2.0}, {"high": None, "low": None}))


def test_charges_of_one_kind_hide_no_other_kind(ledger: Ledger) -> None:
    rows = {"prompt": {"type": "string"}, "mode": {"enum": ["pro", "lite"]}}
    tiers = {"slug": "tiers", "title": "Tiers", "parameters": {"properties": rows}}
    model, asked = Model.from_json(tiers), {"prompt": "x", "mode": "lite"}
    add(ledger, "rare", model="tiers", parameters={**asked, "mode": "pro"}, completed=1.0)
    for number in range(40):
        words = {**asked, "prompt": str(number)}
        add(ledger, f"usual{number}", model="tiers", parameters=words, completed=10.0 + number)

    for most in (20, 2):
        taught = charges(ledger, "segmind", model, most=most)
        prompts = [parameters["prompt"] for parameters, _ in taught]
        assert prompts == [*(str(39 - number) for number in range(min(16, most - 1))), "x"]
    prices = Prices(ledger, "segmind", lambda: 0.0).of(model)
    assert estimate(model, {"mode": "pro"}, prices).known
    assert {learnt.count for learnt in prices.by_kind.values()} == {1, 16}


def test_what_an_adopted_request_of_unknown_words_costs_is_not_known(
    client: Client, judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr("veo_widgets.client.actions._row", nothing)
    job = client.submit("veo-3-fast", prompt="x", seed=1, **CHEAP)
    job.wait(60)
    with Client(home=tmp_path / "other", **judge.options()) as other:
        record = other.adopt(job.record.request_id, model="veo-3-fast").record

    assert (record.low, record.high) == (None, None)


def test_a_clip_whose_cost_is_not_told_counts_at_its_worst_in_a_purse(client: Client) -> None:
    session, name = client.session, client.endpoint.name
    add(session.ledger, "beyond", endpoint=name, state="failed")
    purse = Purse(session, "panda", 2.9, None)
    purse.settle(JobRecord("a", name, "veo-2", {"prompt": "x"}, 0.0, state="ready", high=2.0))

    assert not purse.holds(Cell(1, {}, "veo-2", {}, high=0.1))
