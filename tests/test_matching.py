"""Which row of a history is a job, and where a broken download goes on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from veo_widgets.core.downloads import Version, answer, forgotten, version
from veo_widgets.core.matching import fits, match
from veo_widgets.core.record import JobRecord

PARAMETERS = {"prompt": "a fox", "seed": 7, "duration": 4, "generate_audio": True}


def record(**changes: object) -> JobRecord:
    changes = {"state": "unknown", "submitted": 1000.0, **changes}
    return JobRecord("a", "segmind", "veo-2", PARAMETERS, 990.0).but(**changes)


def row(request_id: str = "r", **changes: Any) -> Any:
    values = {"model": "veo-2", "created": 1000.0, "parameters": dict(PARAMETERS), **changes}
    return SimpleNamespace(request_id=request_id, **values)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"model": "veo-3"}, False),
        ({"parameters": None}, False),
        ({"created": None}, True),
        ({"created": 881.0}, True),
        ({"created": 879.0}, False),
        ({"created": 1599.0}, True),
        ({"created": 1601.0}, False),
        ({"parameters": {**PARAMETERS, "fps": 24}}, True),
        ({"parameters": {**PARAMETERS, "seed": 8}}, False),
        ({"parameters": {**PARAMETERS, "seed": "7"}}, True),
        ({"parameters": {**PARAMETERS, "seed": 7.0}}, True),
        ({"parameters": {**PARAMETERS, "prompt": " a fox\n"}}, True),
        ({"parameters": {**PARAMETERS, "prompt": "a foxes"}}, False),
        ({"parameters": {**PARAMETERS, "generate_audio": 1}}, False),
        ({"parameters": {"prompt": "a fox"}}, False),
    ],
)
def test_a_row_fits_by_model_time_and_all_that_was_asked(changes: dict, *, same: bool) -> None:
    assert fits(record(), row(**changes)) is same


@pytest.mark.parametrize(
    ("asked", "stored", "same"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, None, False),
        ({"a": 1}, "x", False),
        ({"a": 1}, 1, False),
        ({"a": 1}, [], False),
        ({"a": 1}, [{"a": 1}], True),
        ({"a": {"b": 1}}, {"a": None}, False),
        ("x", {"a": 1}, False),
        (None, {"a": 1}, False),
        ([{"a": 1}], [{"a": 1}], True),
        ([{"a": 1}], [None], False),
        ([{"a": 1}], None, False),
        ([[1]], [1], True),
        ([[]], [[]], True),
        ([[1]], [None], False),
    ],
)
def test_what_holds_more_is_compared_all_the_way_down_and_ends(
    asked: object, stored: object, *, same: bool
) -> None:
    job = record(parameters={"camera": asked})

    assert fits(job, row(parameters={"camera": stored})) is same


def test_the_time_is_the_service_s_own() -> None:
    late = row(created=1000.0 + 3600.0)

    assert not fits(record(), late)
    assert fits(record(), late, skew_s=3600.0)


def test_images_are_compared_by_where_they_were_uploaded() -> None:
    job = record(parameters={"prompt": "x", "image": "image:abc.png"})
    stored = row(parameters={"prompt": "x", "image": "https://host/1"})

    assert fits(job, stored, lambda _: "https://host/1")
    assert fits(job, stored, lambda _: None)
    assert not fits(job, stored, lambda _: "https://host/2")
    assert not fits(job, row(parameters={"prompt": "x", "image": ""}), lambda _: None)


def test_the_oldest_row_that_fits_is_taken_when_it_can_be_told() -> None:
    job, other = record(), record(id="b")
    newest, oldest = row("new"), row("old")

    assert match(job, [newest, oldest], {"new"}, [job], lambda _: None) is oldest
    assert match(job, [newest, oldest], (), [job, other], lambda _: None) is oldest
    assert match(job, [newest, oldest], (), [job], lambda _: None) is None
    assert match(job, [], (), [job], lambda _: None) is None
    assert match(job, [newest], {"new"}, [job], lambda _: None) is None


def test_nothing_is_told_while_an_equal_request_is_on_its_way() -> None:
    job, flying = record(), record(id="b", state="sending")
    elsewhere = record(id="c", state="sending", parameters={"prompt": "other"})

    assert match(job, [row()], (), [job, flying], lambda _: None) is None
    assert match(job, [row()], (), [job, elsewhere], lambda _: None) is not None


HERE = Version('"a"', 100)


@pytest.mark.parametrize(
    ("status", "headers", "start", "then"),
    [
        (200, {"content-type": "video/mp4"}, 0, "whole"),
        (200, {"content-type": "video/mp4"}, 50, "whole"),
        (206, {"content-range": "bytes 50-99/100", "etag": '"a"'}, 50, "rest"),
        (206, {"content-range": "bytes 50-99/*"}, 50, "rest"),
        (206, {}, 50, "rest"),
        (206, {"content-range": "bytes 0-99/100", "etag": '"a"'}, 50, "restart"),
        (206, {"content-range": "bytes 50-119/120", "etag": '"a"'}, 50, "restart"),
        (206, {"content-range": "bytes 50-99/100", "etag": '"b"'}, 50, "restart"),
        (416, {}, 50, "restart"),
        (401, {}, 0, "gone"),
        (403, {}, 0, "gone"),
        (404, {}, 0, "gone"),
        (410, {}, 0, "gone"),
        (500, {}, 0, "trouble"),
        (302, {}, 0, "trouble"),
        (204, {}, 0, "trouble"),
        (200, {"content-type": "text/html"}, 0, "trouble"),
        (200, {"content-type": "application/json"}, 0, "trouble"),
    ],
)
def test_what_a_host_s_answer_to_a_download_means(
    status: int, headers: dict, start: int, then: str
) -> None:
    assert answer(status, headers, start, HERE) == then


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (200, {"etag": '"a"', "content-length": "100"}, HERE),
        (206, {"etag": '"a"', "content-range": "bytes 50-99/100", "content-length": "50"}, HERE),
        (206, {"content-range": "bytes 50-99/*"}, Version("", None)),
        (200, {"last-modified": "x", "content-length": "-1"}, Version("x", None)),
        (200, {"content-encoding": "gzip", "content-length": "9"}, Version("", None)),
    ],
)
def test_which_file_a_host_sends(status: int, headers: dict, told: Version) -> None:
    assert version(status, headers) == told


def test_a_service_is_believed_that_forgot_when_it_says_so_often_and_for_long() -> None:
    assert not forgotten(3, 1e9, 60)
    assert not forgotten(9, 59, 60)
    assert forgotten(4, 60, 60)
