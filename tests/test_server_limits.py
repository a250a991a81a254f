"""Money, keys and limits of the local server."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.conftest import KEY
from tests.talk import QUICK, ended, submit, talking
from veo_widgets.server.accounts import Accounts, digest
from veo_widgets.server.database import MIGRATIONS, open_database
from veo_widgets.server.fault_rules import Fault
from veo_widgets.server.protocol_options import ProtocolOptions
from veo_widgets.server.rate_limit import RateLimit
from veo_widgets.server.records import Records
from veo_widgets.server.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

# --- money and keys


def test_each_key_has_an_account_and_only_success_is_charged(tmp_path: Path) -> None:
    keys = {KEY: 10.0, "SG_guest": 0.5}
    with talking(tmp_path, keys=keys, faults=(Fault("fail", prompt="dark"),)) as http:
        guest = {"x-api-key": "SG_guest"}
        mine = submit(http).json()["request_id"]
        theirs = http.post("/v2/veo-3-fast", json={**QUICK, "prompt": "dark"}, headers=guest).json()
        ended(http, mine)

        assert http.get("/v1/get-user-credits").json() == {"credits": 9.6, "free-credits": 0.0}
        assert http.get(f"/v2/requests/{theirs['request_id']}").status_code == 404
        too_dear = http.post("/v2/veo-3", json=QUICK, headers=guest)
        assert too_dear.status_code == 406
        assert too_dear.json()["error"] == "Insufficient credits: 0.50 left, 2.61 needed"
        rows = http.get("/inference-request/request-history", headers=guest).json()["data"]
        assert [row["credits_deduction"] for row in rows] == [0.0]
        assert http.get("/v1/get-user-credits", headers=guest).json()["credits"] == 0.5
        assert (
            http.get("/v1/get-user-credits", headers={"x-api-key": "SG_nobody"}).status_code == 401
        )


def test_keys_are_not_in_any_file(tmp_path: Path) -> None:
    with talking(tmp_path, key="SG_passing_by", keys={KEY: 5.0, "SG_passing_by": 5.0}) as http:
        ended(http, submit(http).json()["request_id"])
    found = [
        path.name
        for path in tmp_path.rglob("*")
        if path.is_file() and b"SG_passing" in path.read_bytes()
    ]

    assert found == []


def test_tables_of_an_earlier_version_keep_requests_and_lose_keys(tmp_path: Path) -> None:
    path = tmp_path / "requests.sqlite"
    with sqlite3.connect(path) as old:
        old.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY)")
        for statement in MIGRATIONS[0][1].split(";"):
            old.execute(statement)
        old.execute("INSERT INTO migrations VALUES (?)", (MIGRATIONS[0][0],))
        old.execute("INSERT INTO accounts VALUES (?, 3.5)", (KEY,))
        row = ("r1", KEY, "veo-2", "{}", "QUEUED", 1.0, 1.0, None, None, None, 0.4, 1, None, "v2")
        old.execute("INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    old.close()
    db = open_database(path)
    accounts = Accounts(db, Settings(tmp_path, key=KEY))

    assert accounts.balance(accounts.of(KEY)) == 3.5
    assert Records(db).get("r1").account == digest(KEY)
    db.close()
    assert KEY.encode() not in path.read_bytes()


# --- limits


def test_a_window_of_a_minute() -> None:
    limit = RateLimit(2)

    assert [limit.count("a", now) for now in (0.0, 10.0, 20.0)] == [None, None, 60.0]
    assert limit.count("b", 20.0) is None
    assert limit.count("a", 60.0) is None
    assert limit.count("a", 61.0) == 70.0
    assert all(RateLimit(0).count("a", 1.0) is None for _ in range(100))


def test_a_call_too_many_is_429_and_told_until_when(tmp_path: Path) -> None:
    with talking(tmp_path, rpm=2, faults=(Fault("fail"),)) as http:
        codes = [submit(http).status_code for _ in range(3)]
        refused = submit(http)
        until = datetime.fromisoformat(refused.headers["x-rate-limit-reset-at-utc"])

        assert codes == [200, 200, 429]
        assert refused.json() == {"error": "rate_limit_exceeded"}
        assert 50 < (until - datetime.now(UTC)).total_seconds() <= 60
        assert "retry-after" not in refused.headers
        assert http.get("/v1/get-user-credits").status_code == 200


def test_polls_count_only_by_choice(tmp_path: Path) -> None:
    with talking(
        tmp_path, rpm=2, options=ProtocolOptions(count_polls="yes"), faults=(Fault("stuck"),)
    ) as http:
        path = f"/v2/requests/{submit(http).json()['request_id']}/status"

        assert [http.get(path).status_code for _ in range(2)] == [200, 429]


def test_a_full_queue_refuses(tmp_path: Path) -> None:
    with talking(tmp_path, queue=2, faults=(Fault("stuck"),)) as http:
        answers = [submit(http) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 503]
        assert answers[2].json() == {"error": "The queue is full"}


def test_a_synchronous_call_may_take_only_so_long(tmp_path: Path) -> None:
    with talking(tmp_path, v1_limit=0.3, faults=(Fault("stuck"),)) as http:
        answer = http.post("/v1/veo-3-fast", json=QUICK)

    assert (answer.status_code, answer.json()) == (504, {"error": "Internal Polling Error"})


def test_retired_and_forbidden_models(tmp_path: Path) -> None:
    with talking(tmp_path, retired=("veo-2",), forbidden=("veo-3",)) as http:
        assert submit(http, "veo-2").status_code == 410
        assert http.post("/v1/veo-3", json=QUICK).status_code == 403
