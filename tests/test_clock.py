"""The service's clock is the service's, and odd dates are none."""

from __future__ import annotations

import asyncio
import json
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.conftest import KEY
from veo_widgets.client import Client
from veo_widgets.conductor import Limits
from veo_widgets.segmind import Segmind, at
from veo_widgets.segmind.answers import http_date, reset_time
from veo_widgets.segmind.protocol import utc
from veo_widgets.segmind.reading import days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 99999 23:59:59 GMT",
        "Fri, 31 Dec 9999999999999999999999 23:59:59 GMT",
        "soon",
        "",
        "nan",
        "1e999",
        "-" * 9999,
    ],
)
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    assert http_date(date) is None
    assert reset_time({"retry-after": date}, 5.0) is None
    assert reset_time({"x-rate-limit-reset-at-utc": date, "retry-after": "3"}, 5.0) in {None, 8.0}


def test_a_limit_s_end_is_read_from_seconds_and_dates() -> None:
    assert reset_time({"retry-after": "30"}, 5.0) == 35.0
    assert reset_time({"retry-after": formatdate(90.0, usegmt=True)}, 5.0) == 90.0
    assert reset_time({"x-rate-limit-reset-at-utc": "1970-01-01T00:01:00"}, 5.0) == 60.0


@pytest.mark.parametrize(
    ("around", "query"),
    [
        (0.0, "from_date=1970-01-01&to_date=1970-01-03"),
        (-1e18, "from_date=1970-01-01&to_date=1970-01-03"),
        (951782400.0, "from_date=2000-02-28&to_date=2000-03-01"),
        (1e18, "from_date=9999-12-29&to_date=9999-12-31"),
    ],
)
def test_days_around_any_time_are_days_of_the_calendar(around: float, query: str) -> None:
    assert days(around) == query


@pytest.mark.parametrize("ahead", [-3600.0, 0.0, 86400.0])
def test_the_service_s_clock_is_told_by_its_answers(ahead: float) -> None:
    async def run() -> float:
        date = formatdate(1000.0 + ahead, usegmt=True)
        answer = httpx.Response(200, json={"status": "QUEUED"}, headers={"Date": date})
        mock = httpx.MockTransport(lambda _: answer)
        service = Segmind(at("http://h"), transport=mock, clock=lambda: 1000.0)
        assert service.skew_s == 0.0
        await service.status("r")
        return service.skew_s

    assert asyncio.run(run()) == ahead


ASKED = {"prompt": "a lake ", "duration": 5, "seed": 3}
SHAPES: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "as sent": lambda row: row,
    "title as model": lambda row: {**row, "model_name": "Veo 2"},
    "numbers as text": lambda row: {
        **row,
        "request_body": {k: str(v) for k, v in row["request_body"].items()},
    },
    "floats": lambda row: {**row, "request_body": {**row["request_body"], "seed": 3.0}},
    "text trimmed": lambda row: {
        **row,
        "request_body": {**row["request_body"], "prompt": "a lake"},
    },
    "nested": lambda row: {**row, "request_body": {"input": row["request_body"]}},
    "nested text": lambda row: {
        **row,
        "request_body": json.dumps({"input": json.dumps(row["request_body"])}),
    },
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ahead", [-3600.0, 3600.0])
def test_a_lost_answer_is_found_by_the_service_s_clock(
    shape: str, ahead: float, tmp_path: Path
) -> None:
    posts: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        now = time.time() + ahead
        headers = {"Date": formatdate(now, usegmt=True)}
        if request.method == "POST":
            body = json.loads(request.content)
            posts.append(
                {
                    "request_id": "r1",
                    "model_name": "veo-2",
                    "request_body": body,
                    "created_at": utc(now),
                    "model_status": "QUEUED",
                }
            )
            raise httpx.ReadError("cut")
        if "history" in request.url.path:
            rows = [SHAPES[shape](row) for row in posts]
            return httpx.Response(200, json=rows, headers=headers)
        return httpx.Response(200, json={"status": "QUEUED"}, headers=headers)

    mock = httpx.MockTransport(answer)
    with Client(
        KEY,
        "http://h/v1",
        tmp_path,
        limits=Limits(reconcile_delays=(0.0, 0.1)),
        connect=lambda there: Segmind(there, transport=mock),
    ) as client:
        job = client.submit("veo-2", **ASKED)
        deadline = time.monotonic() + 10
        while job.request_id is None and time.monotonic() < deadline:
            time.sleep(0.02)

        assert (job.request_id, len(posts)) == ("r1", 1)
