"""The facade: from a request to a clip, through ledger and conductor.

Every test runs twice: on the local server over a socket, and on a service in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING

import pytest

from tests.conftest import picture
from veo_widgets import errors
from veo_widgets.conductor import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from tests.places import Place
    from veo_widgets.client import Client

QUICK = {"prompt": "a lake in the hills", "duration": 4, "seed": 11}


@pytest.fixture
def client(place: Place) -> Client:
    """Return a client of the service that the test runs on."""
    return place.client()


def test_a_job_goes_through_its_states_and_leaves_a_clip(client: Client) -> None:
    job = client.submit("veo-3-fast", **QUICK)
    clip = job.wait(90)

    assert [event.state for event in job.history][:3] == ["waiting", "sending", "queued"]
    assert [event.state for event in job.history][-1] == "ready"
    assert (clip.width, clip.height, clip.duration) == (1280, 720, 4.0)
    assert clip.path.read_bytes()[4:8] == b"ftyp"
    assert clip.path.with_suffix(".jpg").exists()
    assert job.cost == 0.4
    assert client.spend().total == 0.4
    assert client.spend().play_total == 0


def test_the_same_again_is_free_and_says_so(client: Client) -> None:
    first = client.submit("veo-3-fast", **QUICK)
    joined = client.submit("veo-3-fast", **QUICK)
    first.wait(90)
    again = client.submit("veo-3-fast", **{**QUICK, "duration": "4"})

    assert joined.id == again.id == first.id
    assert again.flags == ("reused",)
    assert len(client.jobs()) == 1


def test_another_take_or_no_seed_pays_again(client: Client) -> None:
    jobs = [
        client.submit("veo-3-fast", **QUICK),
        client.submit("veo-3-fast", take=2, **QUICK),
        client.submit("veo-3-fast", prompt="x", duration=4),
        client.submit("veo-3-fast", prompt="x", duration=4, seed=0),
    ]

    assert len({job.id for job in jobs}) == 4
    assert all(job.parameters["seed"] > 0 for job in jobs)
    for job in jobs:
        job.wait(90)


def test_await_works_in_a_loop(client: Client) -> None:
    async def story() -> tuple[float, int]:
        clip = await client.submit("veo-3-fast", **QUICK)
        return clip.duration, clip.width

    assert asyncio.run(story()) == (4.0, 1280)


def test_v1_brings_the_clip_in_one_call(client: Client) -> None:
    job = client.submit("veo-3-fast", via="v1", **QUICK)
    clip = job.wait(90)

    assert clip.duration == 4.0
    assert job.request_id
    assert job.cost == 0.4


def test_a_local_picture_is_uploaded_once(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "start.jpg"
    path.write_bytes(picture())
    asked = {"prompt": "x", "duration": 4, "resolution": "720p", "generate_audio": False}
    jobs = [client.submit("veo-3.1", image=str(path), seed=n, **asked) for n in (1, 2)]
    for job in jobs:
        job.wait(120)
    uploads = client.session.ledger.rows("SELECT url FROM uploads")

    assert jobs[0].parameters["image"].startswith("image:")
    assert "preparing" in {event.state for event in jobs[0].history}
    assert len(uploads) == 1


def test_nothing_is_sent_when_something_is_wrong(client: Client) -> None:
    with pytest.raises(errors.InvalidParameters, match="resolution"):
        client.submit("veo-2", prompt="x", resolution="720p")
    with pytest.raises(errors.UnknownModel):
        client.submit("veo-4", prompt="x")
    with pytest.raises(errors.MediaError):
        client.submit("veo-3.1", prompt="x", image="nowhere.png")
    with pytest.raises(errors.InvalidRequest, match="take is a whole number from 1"):
        client.submit("veo-2", prompt="x", take=0)

    assert len(client.jobs()) == 0


def test_a_wait_that_ends_early_leaves_the_job_running(client: Client) -> None:
    job = client.submit("veo-3-fast", **QUICK)
    with pytest.raises(errors.InferenceTimeout):
        job.wait(0.01)

    assert job.wait(90).duration == 4.0


def test_a_wrong_key_is_said_plainly(place: Place) -> None:
    job = place.client("wrong key").submit("veo-2", prompt="x")
    with pytest.raises(errors.AuthenticationError, match="invalid"):
        job.wait(30)

    assert job.state == "failed"
    assert job.cost is None


def test_no_credits_is_said_plainly(place: Place) -> None:
    job = place.client("no credits").submit("veo-2", prompt="x")
    with pytest.raises(errors.InsufficientCredits, match=r"0\.10 left"):
        job.wait(30)


def test_a_content_block_is_its_own_state_and_free(place: Place) -> None:
    client = place.client("blocked")
    job = client.submit("veo-2", prompt="x")
    with pytest.raises(errors.ContentBlocked, match="Support codes"):
        job.wait(60)

    assert (job.state, job.cost) == ("blocked", None)
    assert client.spend().lines[0].free_failures == 1


def test_an_input_that_cannot_be_fetched_fails_with_its_url(place: Place) -> None:
    job = place.client("no input").submit(
        "veo-3-fast", prompt="x", image_url="http://127.0.0.1:1/cat.png", duration=4
    )
    with pytest.raises(errors.InferenceFailed, match=r"127\.0\.0\.1:1/cat\.png"):
        job.wait(60)


def test_an_unsent_job_is_cancelled_free_and_a_sent_one_is_not(place: Place) -> None:
    client = place.client(limits=Limits(in_flight=1))
    first, second = (client.submit("veo-3-fast", **{**QUICK, "seed": n}) for n in (21, 22))

    assert second.cancel()
    assert second.state == "cancelled"
    first.wait(90)
    assert not first.cancel()


def test_a_budget_refuses_the_post_that_would_break_it(client: Client) -> None:
    client.budget = 0.5
    first = client.submit("veo-3-fast", **QUICK)
    second = client.submit("veo-3-fast", **{**QUICK, "seed": 12})
    ended = {job.state for job in (first, second) if _outcome(job)}

    assert ended == {"ready", "failed"}
    assert {type(job.error) for job in (first, second)} == {type(None), errors.BudgetExceeded}


def _outcome(job: object) -> bool:
    with contextlib.suppress(errors.BudgetExceeded):
        job.wait(90)
    return True


def test_a_limit_is_waited_out(place: Place) -> None:
    job = place.client("limited").submit("veo-3-fast", **QUICK)
    job.wait(90)
    reasons = [event.cause for event in job.history]

    assert reasons.count("rate_limit_exceeded") == 2


def test_a_request_made_elsewhere_is_adopted(place: Place) -> None:
    client = place.client()
    request_id = place.elsewhere("veo-3-fast", QUICK)
    job = client.adopt(request_id, model="veo-3-fast")

    assert job.wait(90).duration == 4.0
    assert client.adopt(request_id, model="veo-3-fast").id == job.id
    assert job.parameters["prompt"] == QUICK["prompt"]


def test_a_clip_that_vanished_is_fetched_again_and_not_paid_again(client: Client) -> None:
    job = client.submit("veo-3-fast", **QUICK)
    job.wait(90).path.unlink()
    again = client.submit("veo-3-fast", **QUICK)

    assert again.id == job.id
    assert again.wait(60).path.exists()
    assert len(client.jobs()) == 1


def test_an_endpoint_that_is_down_is_tried_again(place: Place) -> None:
    job = place.client("down").submit("veo-2", prompt="x")
    for _ in range(100):
        if job.record.hold:
            break
        time.sleep(0.05)  # bounded: waiting for the first refused connection

    assert job.record.hold == "retrying"
    assert "no connection" in job.record.note
    assert job.cancel()


def test_running_jobs_are_told_again_for_the_flags_that_come_with_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veo_widgets.conductor.conductor.BEAT_S", 0.02)
    monkeypatch.setattr("veo_widgets.conductor.conductor.FLAG_BEATS", 1)
    client.session.start()
    job = client.submit("veo-2", prompt="a snail on a leaf", seed=303)
    told: list[str] = []
    stop = job.listen(lambda record: told.append(record.state))
    job.wait(90)
    stop()

    changes = [event.state for event in job.history]
    assert max(told.count(state) for state in set(told)) > max(
        changes.count(state) for state in set(changes)
    )


def test_a_client_shows_what_people_use_and_one_door_to_the_plumbing(client: Client) -> None:
    public = {name for name in dir(client) if not name.startswith("_")}

    assert public == {
        "acknowledge_ledger",
        "adopt",
        "budget",
        "catalogue",
        "close",
        "endpoint",
        "home",
        "job",
        "jobs",
        "limits",
        "models",
        "resume",
        "run",
        "session",
        "spend",
        "submit",
        "trouble",
        "unknown",
    }
