"""Segmind's bodies as the kit's own types, however odd they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veo_widgets import errors
from veo_widgets.segmind import reading
from veo_widgets.service import Status, Submission

ODD: list[Any] = [None, True, 3, -1.5, "", "x", [], [1], {}, {"a": 1}, float("nan"), 10**400]
anything = st.recursive(
    st.sampled_from([*ODD, "FAILED", "COMPLETED", "$1", "https://a/b"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["url", "cost"]), inner),
    max_leaves=6,
)
FIELDS = [
    *("status", "metrics", "output", "video", "error", "detail", "request_id", "model_name"),
    *("model_status", "credits_deduction", "request_body", "generation_url", "created_at"),
]


@pytest.mark.parametrize(
    ("value", "dollars"),
    [
        (0.4, 0.4),
        (0, 0.0),
        (3, 3.0),
        ("0.4", 0.4),
        ("$2.50", 2.5),
        ("US$ 2.50", 2.5),
        (" 2.5 USD ", 2.5),
        (".5", 0.5),
        *((odd, None) for odd in [None, True, -0.1, "-1", "", "$", "free", "1_0", [], {}]),
        *((odd, None) for odd in ["1,000", "nan", float("nan"), float("inf"), 10**400, "9" * 400]),
    ],
)
def test_money_is_known_or_it_is_not(value: object, dollars: float | None) -> None:
    assert reading.money(value) == dollars


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("1970-01-01T00:20:00Z", 1200.0),
        ("1970-01-01T00:20:00", 1200.0),
        ("1970-01-01 00:20:00.5", 1200.5),
        ("1970-01-01T02:20:00+02:00", 1200.0),
        *((odd, None) for odd in ["", "soon", "1970-13-01T00:20:00", None, 1200, [], {}]),
    ],
)
def test_a_time_without_a_zone_is_utc(value: object, seconds: float | None) -> None:
    assert reading.moment(value) == seconds


def test_a_completed_body_tells_cost_and_clip() -> None:
    body = {"status": "COMPLETED", "metrics": {"cost": "$0.40"}, "output": ["https://a/b.mp4"]}

    assert reading.status(body) == Status("completed", "COMPLETED", 0.4, "https://a/b.mp4")


@pytest.mark.parametrize(
    ("word", "state", "shown"),
    [
        ("QUEUED", "queued", "QUEUED"),
        ("processing", "processing", "processing"),
        ("Paused\n by  hand", None, "Paused by hand"),
        ("x" * 500, None, "x" * 80),
        ("", None, ""),
        (7, None, ""),
    ],
)
def test_a_word_that_is_not_known_is_kept_for_people(
    word: object, state: str | None, shown: str
) -> None:
    assert reading.status({"status": word}) == Status(state, shown)


def test_a_failed_body_is_the_error_it_stands_for() -> None:
    blocked = reading.status({"status": "FAILED", "error": "Support codes: 42237218"})
    broken = reading.status({"status": "FAILED", "error": {"code": 7}})

    assert type(blocked.error) is errors.ContentBlocked
    assert type(broken.error) is errors.InferenceFailed
    assert broken.error.detail == '{"code": 7}'


@pytest.mark.parametrize("as_text", [False, True])
def test_a_row_of_the_history(as_text: bool) -> None:
    asked = {"prompt": "a lake", "seed": 7}
    row = reading.history_row(
        {
            "request_id": "r",
            "model_name": "veo-2",
            "model_status": "COMPLETED",
            "credits_deduction": 2.5,
            "request_body": json.dumps(asked) if as_text else asked,
            "generation_url": "https://a/b.mp4",
            "created_at": "never",
            "model_created": "1970-01-01T00:20:00",
        }
    )

    assert (row.request_id, row.model, row.created) == ("r", "veo-2", 1200.0)
    assert row.parameters == asked
    assert row.status == Status("completed", "COMPLETED", 2.5, "https://a/b.mp4")


@pytest.mark.parametrize("body", [None, "", "not JSON", "[1]", 3, [], True])
def test_parameters_that_cannot_be_read_are_not_known(body: object) -> None:
    assert reading.history_row({"request_id": "r", "request_body": body}).parameters is None


def test_a_row_that_names_no_request_is_nobody_s() -> None:
    assert reading.history_row({"model_name": "veo-2"}) is None
    assert reading.history_row({"model_name": "veo-2"}, "r").request_id == "r"


def test_a_submission_and_what_is_none() -> None:
    own = {"https://api.segmind.com"}
    urls = {"status_url": "https://api.segmind.com/x", "response_url": "http://[evil"}

    assert reading.submission({"request_id": "r"}, own) == Submission("r")
    assert reading.submission({"request_id": "r", **urls}, own) == Submission("r", "http://[evil")
    assert all(reading.submission(odd, own) is None for odd in ODD)
    assert all(reading.submission({"request_id": odd}, own) is None for odd in ODD if odd != "x")


@pytest.mark.parametrize(
    ("body", "dollars"),
    [
        ({"credits": 3, "free-credits": 0.5}, 3.5),
        ({"credits": "$3"}, 3.0),
        ({"credits": None}, None),
        ({}, None),
    ],
)
def test_a_balance_is_what_can_be_read_of_it(body: dict, dollars: float | None) -> None:
    assert reading.balance(body) == dollars


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_no_body_breaks_the_reading(body: dict) -> None:
    told = [reading.status(body), reading.history_row(body, "r").status]

    assert all(status.cost is None or status.cost >= 0 for status in told)
    assert all((status.error is not None) == (status.state == "failed") for status in told)
    assert isinstance(reading.file_urls(body), list)
    assert reading.balance(body) is None
