"""The studio's wall: takes and sweeps of a home, what is told of them, and money."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import comm
import pytest

from tests.fake_service import FakeService
from tests.press import press, said, sent, wall
from veo_widgets import errors
from veo_widgets.client import Client, Job
from veo_widgets.client.intent import Intent, new_record
from veo_widgets.experiment.library import open_sweep
from veo_widgets.home.schema import COLUMNS, to_column
from veo_widgets.widgets import money as money_module
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("widgets")
OPENING_MOST = 300_000
PATIENCE_S = 120


def fill(client: Client, count: int, prompt: str, run: str | None = None, **fields: Any) -> None:
    """Write finished jobs into the ledger, all at once."""
    names = (*COLUMNS, "holder")
    sql = f"INSERT INTO jobs ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
    rows = []
    for number in range(count):
        asked = {"prompt": f"{prompt}{number}", "seed": number}
        intent = Intent("veo-2", asked, low=1.0, high=1.0, run=run)
        name = f"{run or ''}{number:012}"
        record = new_record(intent, name, client.endpoint.name, 1000.0 + number // 2)
        state = "ready" if number % 2 else "failed"
        record = record.but(**{"state": state, "ended": 1.0, **fields})
        rows.append([*(to_column(name, getattr(record, name)) for name in COLUMNS), None])
    with client.session.ledger._db.write() as db:
        db.executemany(sql, rows)


def test_takes_are_paged_searched_and_starred(client: Client) -> None:
    fill(client, 150, "fox 100%_")
    studio = Studio("veo-2", client=client)
    page = wall(studio)
    seen = [take["id"] for take in page["takes"]]
    while page["after"]:
        page = wall(studio, page["after"])
        seen += [take["id"] for take in page["takes"]]

    assert len(seen) == len(set(seen)) == 150
    assert wall(studio)["total"] == 150
    assert wall(studio, search="FOX _77")["total"] == 1
    assert wall(studio, search="100%")["total"] == 150
    assert wall(studio, state="failed")["total"] == 75
    assert wall(studio, model="veo-3")["total"] == 0
    assert wall(studio, since=1070.0)["total"] == 10
    mark = {"type": "mark", "jobs": ["000000000007"], "hidden": None}
    press(studio, {**mark, "starred": True, "note": "best"})
    (starred,) = wall(studio, starred=True)["takes"]
    assert (starred["id"], starred["note"]) == ("000000000007", "best")
    press(studio, {**mark, "starred": False, "note": ""})
    assert wall(studio, starred=True)["total"] == 0


def test_five_thousand_takes_open_in_three_hundred_kilobytes(client: Client) -> None:
    fill(client, 5000, "a lighthouse in a storm, " * 12)
    studio = Studio("veo-2", client=client)
    state = {k: v for k, v in studio.get_state().items() if k not in {"_esm", "_code"}}
    page = wall(studio)

    assert (page["total"], len(page["takes"])) == (5000, 60)
    assert len(json.dumps([state, page], default=str)) <= OPENING_MOST


def test_takes_that_are_put_away_are_found_among_the_hidden_alone(client: Client) -> None:
    fill(client, 6, "owl ")
    studio = Studio("veo-2", client=client)
    out = sent(studio)
    away = {"type": "mark", "starred": None, "note": None}
    jobs = ["000000000001", "000000000002"]
    press(studio, {**away, "jobs": jobs, "hidden": True})

    assert [take["take"]["hidden"] for take in said(out, "take")] == [True, True]
    assert wall(studio)["total"] == 4
    assert {take["id"] for take in wall(studio, state="hidden")["takes"]} == {*jobs}
    press(studio, {**away, "jobs": jobs, "hidden": False})
    assert wall(studio)["total"] == 6


def test_a_sweep_is_one_item_and_opens_to_its_takes(client: Client) -> None:
    fill(client, 3, "owl ")
    fill(client, 8, "panda ", run="panda", sha256="a" * 64)
    studio = Studio("veo-2", client=client)
    page = wall(studio)

    (sweep,) = page["sweeps"]
    assert (page["total"], len(page["takes"])) == (11, 3)
    assert (sweep["name"], sweep["jobs"], sweep["ready"], sweep["failed"]) == ("panda", 8, 4, 4)
    assert (sweep["spent"], sweep["high"], len(sweep["covers"])) == (4.0, 8.0, 3)
    assert sweep["latest"] == "panda000000000007"
    inside = wall(studio, sweep="panda")
    assert (len(inside["takes"]), inside["sweeps"]) == (8, [])
    assert wall(studio, state="failed")["sweeps"] == []
    assert wall(studio, search="PANDA")["sweeps"][0]["jobs"] == 8
    assert wall(studio, search="owl")["sweeps"] == []


def test_items_are_paged_whatever_stands_for_many(client: Client) -> None:
    fill(client, 70, "owl ")
    fill(client, 40, "panda ", run="panda")
    studio = Studio("veo-2", client=client)
    first = wall(studio)
    second = wall(studio, first["after"])

    assert len(first["takes"]) + len(first["sweeps"]) == 60
    takes = [take["id"] for page in (first, second) for take in page["takes"]]
    assert len(takes) == len(set(takes)) == 70
    assert len(first["sweeps"] + second["sweeps"]) == 1
    assert second["after"] == ""
    out = sent(studio)
    message = {"type": "ask_takes", "id": "9", "after": "x", "count": 60, "since": 0.0}
    press(studio, {**message, "filter": dict(studio.filter)})
    assert "no page" in said(out, "error")[0]["error"]


def test_a_sweep_that_waits_for_a_yes_is_on_the_wall_with_its_price(client: Client) -> None:
    asked = {"prompt": "a lake", "model": "veo-3-fast", "seed": [1, 2, 3], "duration": 4}
    sweep = open_sweep(client, {"name": "lake", **asked})
    sweep.run(confirm=True)
    studio = Studio("veo-2", client=client)
    (planned,) = wall(studio)["sweeps"]

    assert (planned["planned"], planned["jobs"], planned["live"]) == (True, 3, 0)
    assert planned["high"] == pytest.approx(sweep.plan().high)
    assert wall(studio, state="ready")["sweeps"] == []
    out = sent(studio)
    press(studio, {"type": "compare", "id": "1", "jobs": [], "sweep": "lake", "blind": False})
    assert said(out, "compared")
    assert studio.grid.startswith("anywidget:")


def test_a_running_take_says_what_is_learnt_of_takes_like_it(client: Client) -> None:
    fill(client, 6, "owl ", submitted=10.0, processing=20.0, completed=27.0, state="ready")
    record = client.session.record("000000000001")
    with client.session.ledger._db.write() as db:
        sql = "UPDATE jobs SET state = 'processing', completed = NULL WHERE id = ?"
        db.execute(sql, (record.id,))
    (take,) = wall(Studio("veo-2", client=client), state="running")["takes"]

    assert take["usual"] == pytest.approx(client.session.expected(record).median, abs=0.1)
    assert (take["submitted"], take["began"]) == (10.0, 20.0)


def test_what_ends_is_told_to_python_once_and_its_errors_are_said(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    studio = Studio("veo-2", client=client)
    heard: list[Job] = []

    @studio.on_done
    def breaks(job: Job) -> None:
        raise ValueError(f"no place for {job.state}")

    studio.on_done(heard.append)
    fill(client, 1, "owl ")
    record = client.session.record("000000000000")
    for state in ("processing", "failed", "failed"):
        studio._changed(record.but(state=state, ended=client.session.clock() + 9))

    assert [job.id for job in heard] == ["000000000000"]
    assert "breaks" in studio.notice
    assert "ValueError: no place for failed" in studio.notice
    assert "breaks" in caplog.text
    studio._changed(record.but(state="ready", ended=1.0))
    assert len(heard) == 1


def test_money_is_told_and_its_limits_are_kept(client: Client) -> None:
    studio = Studio("veo-2", client=client)
    told = balance_of(studio)
    assert studio.money["real"]
    press(studio, {"type": "set_money", "budget": 20.0, "unknown": 3.0, "ask_above": 2.5})

    assert (client.budget, client.unknown) == (20.0, 3.0)
    assert studio.money["unknown"] == 3.0
    assert (studio.money["budget"], studio.money["ask_above"]) == (20.0, 2.5)
    assert Studio("veo-2", client=client).money["ask_above"] == 2.5
    assert told.wait(PATIENCE_S)
    assert studio.money["balance"] > 0


def balance_of(studio: Studio) -> threading.Event:
    """Return what is set once the balance is there."""
    told = threading.Event()

    def look(_: object = None) -> None:
        if studio.money["balance"] is not None:
            told.set()

    studio.observe(look, "money")
    look()
    return told


def test_a_balance_that_is_not_told_at_once_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(money_module, "BALANCE_DELAYS_S", (0.0, 0.0, 0.0))
    service = FakeService(b"", credits=[errors.EndpointUnreachable("busy"), OSError("reset")])
    client = Client("key", base_url="http://fake.test/v1", home=tmp_path, connect=lambda _: service)
    with client:
        studio = Studio("veo-2", client=client)
        assert balance_of(studio).wait(PATIENCE_S)
        assert studio.money["balance"] == 100.0


def test_a_studio_crosses_whole_in_one_message(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, more = list[dict[str, Any]](), list[object]()
    create = comm.create_comm

    def create_comm(**given: Any) -> comm.base_comm.BaseComm:
        opened.append(given["data"]["state"])
        return create(**given)

    monkeypatch.setattr(comm, "create_comm", create_comm)

    def send(own: Studio, message: object, **_: Any) -> None:
        if own.comm is not None:
            more.append(message)

    monkeypatch.setattr(Studio, "_send", send)
    studio = Studio("veo-3-fast", value={"prompt": "a lake"}, client=client)

    state = opened[-1]
    assert (state["form"], state["ticket"]) == (studio.form, studio.ticket)
    assert (state["checked"], state["media"]) == (studio.checked, studio.media)
    assert more == []
    studio.count = 2
    assert len(more) == 1
    studio.close()
