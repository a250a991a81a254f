"""Badge, player and image input without a browser: what they hold, say and refuse."""

from __future__ import annotations

import gzip
import threading
from typing import TYPE_CHECKING, Any

import pytest
from ipywidgets import Layout
from ipywidgets.widgets.widget import _instances

from tests.conftest import picture
from tests.press import press, sent
from veo_widgets import errors
from veo_widgets.widgets import (
    Controls,
    CopyButton,
    ImageInput,
    JobWidget,
    StatusBadge,
    VideoPlayer,
    compare,
)
from veo_widgets.widgets.base import module_source
from veo_widgets.widgets.carrier import ModuleCarrier

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client


pytestmark = pytest.mark.usefixtures("widgets")


async def _nothing() -> None:
    """Let the background thread come round once."""


def _heard(badge: StatusBadge, state: str) -> None:
    """Wait until the delivery thread told the badge; at most ten seconds."""
    told = threading.Event()

    def changed(change: dict[str, Any]) -> None:
        if change["new"]["state"] == state:
            told.set()

    badge.observe(changed, "job")
    assert badge.job["state"] == state or told.wait(10)


@pytest.mark.parametrize("kind", [StatusBadge, VideoPlayer, ImageInput, Controls])
def test_unknown_arguments_are_refused(kind: type, client: Client) -> None:
    with pytest.raises(TypeError):
        kind(modle="veo-2")


def test_a_view_is_one_model_and_names_what_carries_its_code(client: Client, mp4: Path) -> None:
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=1)
    VideoPlayer(mp4)
    before = set(_instances)
    shown = [VideoPlayer(mp4), StatusBadge(job), JobWidget(job), compare([mp4])]
    fresh = [_instances[name] for name in set(_instances) - before]

    assert sum(not isinstance(widget, Layout) for widget in fresh) == len(shown)
    named = f"IPY_MODEL_{ModuleCarrier.ensure().model_id}"
    assert {widget.get_state("_carrier")["_carrier"] for widget in shown} == {named}
    job.cancel()


def test_the_module_crosses_once_for_all_kinds_of_widgets(mp4: Path) -> None:
    earlier = set(_instances)
    shown = [*(VideoPlayer(mp4) for _ in range(5)), CopyButton("text"), compare([mp4])]
    carriers = [*{widget._carrier for widget in shown}]
    fresh = [_instances[name] for name in set(_instances) - earlier]

    assert len(carriers) == 1
    assert {w for w in fresh if isinstance(w, ModuleCarrier)} <= {*carriers}
    assert not any("_code" in widget.keys for widget in shown)
    assert gzip.decompress(carriers[0]._code).decode() == module_source("widgets")
    assert all(len(widget._esm) < 1500 for widget in shown)
    assert {widget._hash for widget in shown} == {carriers[0]._hash}
    assert {widget._module for widget in shown} == {"player", "copy", "grid"}


def test_a_page_that_missed_the_module_gets_it(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    out = sent(player)
    press(player, {"type": "code"})

    assert out[0][0]["type"] == "code"
    assert "requestVideoFrameCallback" in out[0][0]["code"]


def test_a_player_reads_its_clip_in_stretches(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    out = sent(player)
    digest = player.clip["sha256"]
    for start, sha in ((0, digest), (1000, digest), (0, "other")):
        press(player, {"type": "read", "id": "1", "sha256": sha, "start": start, "length": 500})
    data = mp4.read_bytes()

    assert out[0][1] == [data[:500]]
    assert out[1][1] == [data[1000:1500]]
    assert out[2][0]["error"] == "this player shows another clip now"


def test_a_clip_that_does_not_decode_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video")
    with pytest.raises(errors.MediaError):
        VideoPlayer(tmp_path / "a.mp4")


def test_a_dropped_file_arrives_in_chunks(client: Client) -> None:
    image = ImageInput(client.session.store, label="Start image")
    data = picture()
    press(image, {"type": "begin", "id": "1", "name": "a.jpg", "size": len(data)})
    for start in range(0, len(data), 1000):
        part = data[start : start + 1000]
        press(image, {"type": "chunk", "id": "1", "start": start}, part)

    assert image.value.startswith("image:")
    assert (image.images[0]["width"], image.images[0]["name"]) == (640, "a.jpg")
    assert image.images[0]["thumbnail"].startswith("data:image/jpeg")
    press(image, {"type": "remove", "index": 0})
    assert image.value is None


def test_urls_stay_urls_and_bad_files_are_said(client: Client) -> None:
    image = ImageInput(client.session.store, label="References", many=True)
    press(image, {"type": "url", "url": "https://a/b.png"})
    press(image, {"type": "url", "url": "/nowhere/c.png"})
    press(image, {"type": "begin", "id": "1", "name": "big", "size": 30_000_000})

    assert image.value == ["https://a/b.png"]
    assert "at most 20 MB" in image.message


def test_a_badge_follows_its_job(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="<b>x</b>", duration=4, seed=31)
    badge = StatusBadge(job)
    seen: list[str] = []
    badge.observe(lambda change: seen.append(change["new"]["state"]), "job")
    job.wait(90)
    _heard(badge, "ready")

    assert badge.job["state"] == "ready"
    assert badge.job["cost"] == 0.4
    assert seen[-1] == "ready"
    assert (badge.job["model"], badge.job["seed"]) == ("Veo 3 Fast", "31")
    assert badge.job["prompt"] == "<b>x</b>"
    assert badge.job["thumb"].startswith("data:image/jpeg")


def test_what_a_browser_could_not_play_is_put_right(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    player.rate, player.time = -1, float("nan")

    assert (player.rate, player.time) == (0.0625, 0.0)


def test_a_badge_that_follows_another_job_hears_no_more_of_the_first(client: Client) -> None:
    first, second = (
        client.submit("veo-3-fast", prompt="a lake", duration=4, seed=seed) for seed in (33, 34)
    )
    badge = StatusBadge(first)
    badge.follow(second)
    badge._changed(first.record)

    assert badge.job["id"] == second.id
    for job in (first, second):
        job.wait(90)
