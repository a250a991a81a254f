"""What must not bring the local server down, or make it wrong."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import KEY, picture, serving
from tests.talk import QUICK, ended, submit, talking
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue
from veo_widgets.cli.serve import _keys
from veo_widgets.home.paths import open_home
from veo_widgets.local import ensure
from veo_widgets.server import worker
from veo_widgets.server.accounts import Accounts
from veo_widgets.server.database import open_database
from veo_widgets.server.fault_rules import Fault, read_faults
from veo_widgets.server.faults import FaultPlan
from veo_widgets.server.files import Files
from veo_widgets.server.queue import Queue
from veo_widgets.server.records import Records, StoredRequest
from veo_widgets.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with talking(tmp_path_factory.mktemp("s"), faults=(Fault("fail", prompt="a lake"),)) as client:
        yield client


@pytest.mark.parametrize(
    "body",
    [
        '{"prompt": "a \\ud83d dog"}',
        '{"prompt": "x", "image_url": "http://\\ud800/x.png"}',
        '{"prompt": "x", "foo": 1e400}',
        '{"prompt": "x", "foo": NaN}',
        '{"\\ud800": 1, "prompt": "x"}',
        '{"prompt": "x", "foo": ' + "[" * 90_000 + "]" * 90_000 + "}",
        '{"prompt": "x", "seed": "' + "1" * 5000 + '"}',
        '{"prompt": "x", "image_url": ' + "[" * 400 + "]" * 400 + "}",
        json.dumps({"prompt": "x", **{f"p{n}": 1 for n in range(20_000)}}),
    ],
)
def test_bodies_that_break_programs_are_400(http: httpx.Client, body: str) -> None:
    answer = http.post("/v2/veo-3-fast", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 400
    assert len(answer.text) < 5000


def test_a_long_wrong_value_is_not_told_back_whole(http: httpx.Client) -> None:
    answer = submit(http, aspect_ratio="x" * 1_000_000)

    assert (answer.status_code, len(answer.text) < 1000) == (406, True)


def test_after_all_that_history_and_overview_still_answer(http: httpx.Client) -> None:
    submit(http, foo="é🦊")

    assert http.get("/-/overview").status_code == 200
    assert (
        http.get("/inference-request/request-history").json()["data"][0]["request_body"]["foo"]
        == "é🦊"
    )


def test_an_image_that_came_along_is_kept_as_an_upload(http: httpx.Client) -> None:
    uri = "data:image/jpeg;base64," + base64.b64encode(picture()).decode()
    request_id = submit(http, image_url=uri).json()["request_id"]
    kept = http.get(f"/inference-request/request-history/{request_id}").json()["request_body"][
        "image_url"
    ]

    assert kept.startswith(f"{str(http.base_url).rstrip('/')}/assets/")
    assert httpx.get(kept).content == picture()


def test_uploads_are_known_under_every_name_of_this_server(tmp_path: Path) -> None:
    with talking(tmp_path) as http:
        here = f"http://localhost:{http.base_url.port}"
        uri = "data:image/jpeg;base64," + base64.b64encode(picture()).decode()
        url = http.post(f"{here}/upload-asset", json={"data_urls": [uri]}).json()["file_urls"][0]
        request_id = submit(http, image_url=url).json()["request_id"]

        assert url.startswith(here)
        assert ended(http, request_id).json()["status"] == "COMPLETED"


def test_forms_are_bounded(http: httpx.Client) -> None:
    large = http.post("/v2/veo-3-fast", files={f"p{n}": (None, "x" * 900_000) for n in range(12)})
    many = http.post("/v2/veo-3-fast", files={f"p{n}": (None, "x") for n in range(200)})

    assert (large.status_code, many.status_code) == (400, 400)


def test_a_web_page_cannot_reach_the_server_by_a_name_of_its_own(http: httpx.Client) -> None:
    assert http.get("/-/overview", headers={"host": "evil.example"}).status_code == 400
    assert http.get("/-/overview", headers={"host": "localhost:1"}).status_code == 200


def test_a_stop_fails_synchronous_calls_so_that_asking_again_pays_once(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "veo_widgets",
        "serve",
        "--home",
        str(tmp_path / "h"),
        "--key",
        f"{KEY}=50",
        "--quality",
        "draft",
        "--latency",
        "60",
        "--json",
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    base = json.loads(server.stdout.readline())["url"].removesuffix("/v1")
    told: list[httpx.Response] = []
    headers = {"x-api-key": KEY}
    asking = threading.Thread(
        target=lambda: told.append(
            httpx.post(f"{base}/v1/veo-3-fast", json=QUICK, headers=headers, timeout=60)
        )
    )
    asking.start()
    for _ in range(200):
        if httpx.get(f"{base}/-/count", headers=headers).json()["accepted"]:
            break
    server.send_signal(signal.SIGTERM)
    asking.join(timeout=20)
    server.wait(timeout=20)
    server.stdout.close()
    records = Records(open_database(tmp_path / "h/server/requests.sqlite"))
    (row,) = records.newest(5)

    assert (told[0].status_code, told[0].json()) == (503, {"error": "The server is stopping"})
    assert (row.status, row.error) == ("FAILED", "the server was stopped")
    records._db.close()


class Shaky(Records):
    """Records on a disk that is full now and then."""

    broken = 3

    def _may_break(self) -> None:
        if type(self).broken > 0:
            type(self).broken -= 1
            raise sqlite3.OperationalError("database or disk is full")

    def start(self, request: StoredRequest, now: float) -> StoredRequest:
        self._may_break()
        return super().start(request, now)

    def complete(self, request: StoredRequest, clip: str, now: float) -> StoredRequest:
        self._may_break()
        return super().complete(request, clip, now)


def queued(folder: Path, executor: object, monkeypatch: pytest.MonkeyPatch) -> StoredRequest:
    """Put one request through a queue with an executor, and return how it ended."""
    monkeypatch.setattr("veo_widgets.server.queue.AGAIN_S", 0.01)
    settings = Settings(folder, key=KEY)
    for name in ("clips", "assets"):
        (folder / name).mkdir()
    db = open_database(folder / "requests.sqlite")
    account = Accounts(db, settings).of(KEY)
    records = Shaky(db)
    records.add(
        StoredRequest(
            "r",
            account,
            "veo-2",
            dict(QUICK),
            "QUEUED",
            1.0,
            1.0,
            None,
            None,
            None,
            0.4,
            1,
            None,
            "v2",
        )
    )

    async def run() -> StoredRequest:
        catalogue, plan = Catalogue(), FaultPlan((), 0)
        queue = Queue(settings, records, Files(settings), catalogue, executor, plan, lambda: 2.0)
        queue.begin()
        async with asyncio.timeout(20):
            await queue.finished("r")
        await queue.stop()
        return records.get("r")

    found = asyncio.run(run())
    db.close()
    return found


def test_a_disk_that_is_full_for_a_while_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "render", lambda *_: b"clip")
    monkeypatch.setattr(Shaky, "broken", 3)
    with ThreadPoolExecutor(1) as executor:
        assert queued(tmp_path, executor, monkeypatch).status == "COMPLETED"


@pytest.mark.parametrize(("deaths", "status"), [(2, "COMPLETED"), (9, "FAILED")])
@pytest.mark.parametrize("kind", [BrokenExecutor, asyncio.CancelledError])
def test_a_render_whose_worker_dies_is_tried_again_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type, deaths: int, status: str
) -> None:
    left = [deaths]

    def render(*_: object) -> bytes:
        if left[0]:
            left[0] -= 1
            raise kind("gone")
        return b"clip"

    monkeypatch.setattr(worker, "render", render)
    monkeypatch.setattr(Shaky, "broken", 0)
    with ThreadPoolExecutor(1) as executor:
        assert queued(tmp_path, executor, monkeypatch).status == status


def test_dollars_that_are_given_set_the_balance(tmp_path: Path) -> None:
    balances = []
    for told in (f"{KEY}=1", f"{KEY}=7.5", KEY):
        with talking(tmp_path, keys=_keys([told])) as http:
            balances.append(http.get("/v1/get-user-credits").json()["credits"])

    assert balances == [1, 7.5, 7.5]
    for wrong in ("=5", "K=x", "K=-1", "K=nan"):
        with pytest.raises(errors.InvalidRequest):
            _keys([wrong])


@pytest.mark.parametrize(
    "rows",
    [
        5,
        [5],
        {"kind": "429"},
        [{"kind": "slow", "seconds": "1"}],
        [{"kind": "429", "model": ["a"]}],
        [{"kind": "429", "nth": "3"}],
        [{"kind": "429", "nth": True}],
    ],
)
def test_faults_of_a_wrong_type_are_told_at_the_start(rows: object) -> None:
    with pytest.raises(ValueError, match="fault"):
        read_faults(rows)


def test_an_empty_account_file_is_written_anew(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    home.server.mkdir(parents=True)
    (home.server / "account").touch()
    running = ensure(home)
    stranger = httpx.get(f"{running.endpoint.api}/-/count", headers={"x-api-key": "anybody"})
    running.release()

    assert running.endpoint.key.startswith("SG_")
    assert stranger.status_code == 401
    assert oct((home.server / "account").stat().st_mode)[-3:] == "600"


def test_the_server_of_a_home_takes_no_other_key(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        answer = httpx.get(
            f"{running.endpoint.api}/v1/get-user-credits", headers={"x-api-key": "SG_x"}
        )

    assert answer.json() == {"error": "Unauthorized. API key is invalid or may have expired."}
