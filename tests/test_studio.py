"""The studio, its queue, and what a saved notebook keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import KEY, serving
from veo_widgets.hosts.display import mimebundle
from veo_widgets.media import Clip
from veo_widgets.server.faults import Fault
from veo_widgets.widgets import StatusBadge, VideoPlayer
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.local import Running


pytestmark = pytest.mark.usefixtures("widgets")


async def _nothing() -> None:
    """Let the background thread come round once."""


def test_the_studio_sends_follows_and_shows(client: Client) -> None:
    studio = Studio("veo-3-fast", client=client)
    assert "$0.40-0.80" in studio.generate.description
    studio.generate.click()
    assert "see the fields" in studio.message.value
    assert len(client.jobs()) == 0

    studio.controls.value = {"prompt": "a lake", "duration": 4, "seed": 41}
    studio.generate.click()
    client.jobs()[0].wait(90)
    client.session.blocking(_nothing())

    assert [badge.job["state"] for badge in studio.queue.badges] == ["ready"]
    assert studio.player.clip["sha256"] == client.jobs()[0].clip.sha256
    again = Studio("veo-3-fast", client=client)
    assert [badge.job["state"] for badge in again.queue.badges] == ["ready"]
    studio.close()
    again.close()


def test_saved_notebooks_keep_a_poster_and_the_facts(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="<script>x</script>", duration=4, seed=51)
    job.wait(90)
    html = mimebundle(job)["text/html"]

    assert "data:image/jpeg;base64" in html
    assert "<script>" not in html
    assert "1280×720" in html
    assert "application/vnd.jupyter.widget-view+json" in mimebundle(job)
    studio = Studio("veo-2", client=client)
    for widget in (StatusBadge(job), VideoPlayer(job.clip), studio):
        drawn = widget._repr_mimebundle_()
        data = drawn[0] if isinstance(drawn, tuple) else drawn
        assert "data:image/jpeg;base64" in data["text/html"]
        assert "<script>" not in data["text/html"]
        assert "application/vnd.jupyter.widget-view+json" in data
    studio.close()


def test_a_running_jobs_badge_is_saved_with_its_facts(client: Client) -> None:
    job = client.submit("veo-2", prompt="a barn owl", seed=52)
    data, _ = StatusBadge(job)._repr_mimebundle_()

    assert job.id in data["text/html"]
    assert "a barn owl" in data["text/html"]
    job.wait(90)


def test_every_object_draws_itself(client: Client) -> None:
    for thing in (client.models(), client.models()["veo-2"], client.jobs(), client.spend(), client):
        found = mimebundle(thing)
        assert "<table>" in found["text/html"] or "$0.00" in found["text/html"]
        assert KEY not in json.dumps(found)


def test_failed_jobs_are_retried_with_one_click_that_tells_the_price(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with serving(tmp_path / "s", faults=(Fault("fail", first=2),)) as running:
        client = connect(running)
        studio = Studio("veo-3-fast", client=client)
        jobs = [client.submit("veo-3-fast", prompt="x", duration=4, seed=n) for n in (1, 2)]
        for job in jobs:
            client.session.blocking(client.session.ended(job.id), 60)
        client.session.blocking(_nothing())
        queue = studio.queue
        assert queue.again.description == "Retry 2 failed · up to $0.80"
        queue.state.value = "failed"
        assert len(queue.badges) == 2
        queue.model.value = "veo-2"
        assert len(queue.badges) == 0
        queue.model.value = "all models"
        queue.again.click()
        for job in client.jobs():
            client.session.blocking(client.session.ended(job.id), 60)

        assert sorted(job.state for job in client.jobs()) == ["failed", "failed", "ready", "ready"]
        assert queue.again.layout.display == "none"
        studio.close()


def test_a_corrupt_ledger_is_said_in_the_studio(
    server: Running, connect: Callable[..., Client], tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "ledger.sqlite").write_bytes(b"no database " * 500)
    studio = Studio("veo-2", client=connect(server))

    assert "The ledger was corrupt; it is kept as" in studio.message.value
    studio.close()


def test_a_clip_shows_itself(client: Client, mp4: Path) -> None:
    outside = Clip.open(mp4)._repr_mimebundle_()
    inside = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=71).wait(90)
    player = VideoPlayer(inside)

    assert "application/vnd.jupyter.widget-view+json" in outside
    assert "data:image/jpeg" in outside["text/html"]
    assert player.clip["path"] == f"veo-widgets/media/{client.home.id}/{inside.sha256}.mp4"


def test_a_missing_file_does_not_close_the_studio(client: Client) -> None:
    clip = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=72).wait(90)
    clip.path.unlink()
    clip.path.with_suffix(".jpg").unlink()
    studio = Studio("veo-2", client=client)

    assert studio.player.clip["poster"] == ""
    studio.close()
