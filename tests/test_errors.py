"""Every error goes to the ledger and back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from veo_widgets import errors
from veo_widgets.core import failures
from veo_widgets.core.record import BY_SERVICE, Hold
from veo_widgets.media import ClipBroken, ClipGone

PROBLEM = errors.Problem("seed", -1, "seed must be at least 0", (0, 1), 0)
EXAMPLES = {
    "InvalidParameters": errors.InvalidParameters("veo-2", [PROBLEM]),
    "RateLimited": errors.RateLimited("slow down", 1234.5),
    "ServerError": errors.ServerError("broken", 502, definite=True),
    "EndpointUnreachable": errors.EndpointUnreachable("no route", sent=True),
    "InferenceFailed": errors.InferenceFailed("no frames", {"status": "FAILED"}),
    "ContentBlocked": errors.ContentBlocked("refused", {"status": "FAILED", "n": [1]}),
    "InferenceTimeout": errors.InferenceTimeout("req", 12.5),
}


@pytest.mark.parametrize("name", sorted(failures.KINDS))
def test_every_error_goes_to_the_ledger_and_back(name: str) -> None:
    error = EXAMPLES.get(name) or failures.KINDS[name]("what happened")
    stored = json.loads(json.dumps(failures.to_record(error)))
    again = failures.from_record(stored)

    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.next_step == error.next_step
    assert [getattr(again, field) for field in error.kept] == [
        getattr(error, field) for field in error.kept
    ]


def test_a_wait_that_ended_before_the_request_was_sent_says_so() -> None:
    assert str(errors.InferenceTimeout(None, 1)).startswith("not sent yet after 1 s")
    assert "still running after 1 s (request r1)" in str(errors.InferenceTimeout("r1", 1))


def test_every_public_error_is_a_kind() -> None:
    tree = {value for value in vars(errors).values() if isinstance(value, type)}

    assert set(failures.KINDS.values()) == {e for e in tree if issubclass(e, errors.VeoError)}


def test_a_step_of_its_own_is_kept() -> None:
    error = errors.MediaError("cut short", next_step="Ask again; it is free.")

    assert failures.from_record(failures.to_record(error)).next_step == "Ask again; it is free."


@pytest.mark.parametrize("kind", [ClipBroken, ClipGone])
def test_an_error_that_is_not_public_is_stored_as_the_nearest_that_is(kind: type) -> None:
    assert failures.to_record(kind("x"))["kind"] == "MediaError"


@pytest.mark.parametrize(
    "stored",
    [
        {"kind": "OfAnotherVersion", "message": "m"},
        {"kind": "ServerError", "message": "m", "detail": None},
        {"kind": "InferenceFailed", "message": "m", "detail": "d"},
        {"kind": None},
        {"kind": "InvalidParameters", "message": "m"},
    ],
)
def test_what_another_version_wrote_is_read(stored: dict) -> None:
    error = failures.from_record(stored)

    assert isinstance(error, errors.VeoError)
    assert str(error) == (stored.get("message") or "")


def test_no_module_hangs_on_a_sentence() -> None:
    package = Path(errors.__file__).parent
    sentences = re.compile(
        r"""(["'][^"']{3,}["']\s+(?:not\s+)?in\s+(?:str\(\w*err|\w+\.note\b))"""
        r"""|(\.note\s*[!=]=\s*["'\w])|(note\s+IS\s+(NOT\s+)?NULL)"""
    )
    hits = [
        f"{path.name}:{number}"
        for path in package.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if sentences.search(line)
    ]

    assert not hits
    assert set(BY_SERVICE) <= set(failures.KINDS)
    assert "looking" in get_args(Hold)
