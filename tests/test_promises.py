"""Silence ends nothing, and a clip comes home whole: on a service that misbehaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.moody import ASKED, GONE, QUICK, Moody, client, opened, service  # noqa: F401
from veo_widgets import errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client


# --- silence


@pytest.mark.parametrize(
    "word",
    [
        GONE,
        errors.AuthenticationError("invalid key"),
        errors.EndpointUnreachable("no route"),
        errors.ServerError("<html>", 502),
        errors.InvalidRequest("bad request"),
        errors.ModelRetired("gone"),
        errors.InsufficientCredits("no money"),
    ],
)
@pytest.mark.parametrize("method", ["status", "result"])
def test_what_ends_a_paid_job_is_the_service_s_own_word_repeated(
    service: Moody, client: Client, method: str, word: errors.VeoError
) -> None:
    service.failing = {method: [word, word, word]}
    service.find = _forgets(service, 2)  # type: ignore[method-assign]
    clip = client.run("veo-2", timeout=60, **ASKED)

    assert clip.path.exists()
    assert len(service.taken) == 1


def _forgets(service: Moody, times: int) -> Any:
    left = [times]

    async def find(request_id: str) -> Any:
        if service.calls["status"] <= 2 and left[0] > 0:
            left[0] -= 1
            raise GONE
        return await Moody.find(service, request_id)

    return find


@pytest.mark.parametrize("answer", [403, 404, 500, 302])
def test_a_file_s_host_that_refuses_for_a_while_ends_nothing(
    service: Moody, client: Client, answer: int
) -> None:
    service.failing = {"download": [answer, answer, answer]}

    assert client.run("veo-2", timeout=60, **ASKED).path.exists()
    assert len(service.taken) == 1


def test_what_a_service_forgot_still_stands_and_is_asked_for_free(
    service: Moody, opened: Callable[..., Client]
) -> None:
    client = opened(replace(QUICK, patience_s=0.2))
    service.forgetful = True
    job = client.submit("veo-2", **ASKED)
    with pytest.raises(errors.RequestExpired):
        job.wait(60)
    assert job.state == "expired"

    service.forgetful = False
    again = client.submit("veo-2", **ASKED)
    assert again.id == job.id
    assert again.wait(60).path.exists()
    assert len(service.taken) == 1


def test_an_unreachable_service_is_said_with_its_words(service: Moody, client: Client) -> None:
    service.failing = {"status": [errors.EndpointUnreachable("no route to host")] * 3}
    job = client.submit("veo-2", **ASKED)
    job.wait(60)

    assert any("no route to host" in event.cause for event in job.history)
    assert job.record.hold is None
    assert job.record.note is None


# --- clips


def test_a_clip_that_is_broken_again_and_again_is_kept_for_a_free_retry(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veo_widgets.conductor.tries.ATTEMPTS", 2)
    service.failing = {"download": [200, 200]}
    job = client.submit("veo-2", **ASKED)
    with pytest.raises(errors.MediaError):
        job.wait(60)
    assert "free" in job.error.next_step

    again = client.submit("veo-2", **ASKED)
    assert again.wait(60).sha256
    assert again.id == job.id
    assert len(service.taken) == 1


def test_a_fault_of_our_own_after_acceptance_is_a_note_and_another_try(
    service: Moody, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from veo_widgets.conductor import collect

    real, left = collect.probe, [1]

    def probe(path: Path) -> Any:
        if left[0]:
            left[0] -= 1
            raise ValueError("an odd file")
        return real(path)

    monkeypatch.setattr(collect, "probe", probe)
    job = client.submit("veo-2", **ASKED)
    job.wait(60)

    assert any("an odd file" in event.cause for event in job.history)
    assert len(service.taken) == 1


# --- models


def test_a_model_that_is_served_no_more_is_marked_and_a_living_one_is_named(
    service: Moody, opened: Callable[..., Client]
) -> None:
    service.failing = {"submit": [errors.ModelRetired("gone"), errors.ModelRetired("gone")]}
    client = opened()
    job = client.submit("veo-2", **ASKED)
    with pytest.raises(errors.ModelRetired):
        job.wait(60)
    assert "such as veo-" in job.error.next_step
    assert client.models()["veo-2"].retired
    client.close()

    again = opened()
    assert again.models()["veo-2"].retired, "it is kept"
    again.session.catalogue.published.rows["odd"] = {"slug": "odd"}
    last = again.submit("veo-3", **{**ASKED, "duration": 4})
    with pytest.raises(errors.ModelRetired):
        last.wait(60)
    assert last.state == "failed"
