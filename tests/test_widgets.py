"""Widgets without a browser: what they hold, what they say, what they refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from ipywidgets.widgets.widget import _instances

from tests.conftest import KEY, picture, serving
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.snippets import as_python
from veo_widgets.client import Client
from veo_widgets.core.record import JobRecord
from veo_widgets.hosts.display import bundle
from veo_widgets.media import Clip
from veo_widgets.segmind import as_curl
from veo_widgets.server.faults import Fault
from veo_widgets.view.job import actions, error_view, fact_views
from veo_widgets.widgets import Controls, CopyButton, ImageInput, StatusBadge, VideoPlayer, compare
from veo_widgets.widgets.base import ModuleCarrier
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from veo_widgets.local import Running

SLUGS = list(Catalogue())


@pytest.fixture(autouse=True)
def _close_widgets() -> Iterator[None]:
    yield
    for widget in list(_instances.values()):
        if not isinstance(widget, ModuleCarrier):
            widget.close()


def sent(widget: Any) -> list[tuple[dict, list]]:
    """Record what a widget sends to the browser from now on."""
    out: list[tuple[dict, list]] = []
    widget.send = lambda content, buffers=None: out.append((content, buffers or []))
    return out


@pytest.mark.parametrize("slug", SLUGS)
def test_controls_are_those_of_the_model(client: Client, slug: str) -> None:
    controls = Controls(slug, client=client)
    model = client.catalogue[slug]

    assert set(controls._fields) == set(model.properties)
    assert next(iter(controls._fields)) == "prompt"
    assert controls.value == model.defaults()
    assert not controls.valid


def test_typing_makes_a_request(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    seen: list[dict] = []
    controls.observe(lambda change: seen.append(change["new"]), "value")
    controls._fields["prompt"].control.value = "a fox"
    controls._fields["seed"].control.value = "12"

    assert controls.valid
    assert controls.value == {"prompt": "a fox", "aspect_ratio": "16:9", "duration": 5, "seed": 12}
    assert seen[-1] == controls.value


def test_what_is_wrong_stands_beside_its_field(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    controls._fields["seed"].control.value = "seven"

    assert "whole number" in controls._fields["seed"].message.value
    assert controls._fields["prompt"].message.value == ""
    assert [problem.field for problem in controls.problems] == ["prompt", "seed"]
    assert "required" in controls._fields["prompt"].message.value


def test_auto_sends_nothing(client: Client) -> None:
    controls = Controls("veo-3-fast", client=client)

    assert controls.value == {"generate_audio": False}
    controls.value = {"prompt": "x", "fps": 30}
    assert controls.value == {"prompt": "x", "fps": 30, "generate_audio": False}
    assert controls._fields["fps"].control.value == 30


def test_another_model_keeps_what_both_have_and_sets_the_rest_aside(client: Client) -> None:
    controls = Controls("veo-3.1", client=client)
    controls.value = {
        "prompt": "x",
        "duration": 4,
        "resolution": "720p",
        "seed": 3,
        "image": "https://a/b.png",
    }
    controls.model = "veo-2"

    assert controls.value == {"prompt": "x", "aspect_ratio": "16:9", "duration": 5, "seed": 3}
    notes = " ".join(note.value for note in controls._notes.children)
    assert "resolution = 720p" in notes
    assert "duration = 4" in notes

    controls.model = "veo-3"
    assert controls.value["image_url"] == "https://a/b.png"
    assert controls.value["resolution"] == "720p"
    assert controls.value["duration"] == 4


def test_the_example_is_loaded_by_hand_only(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    controls.load_example()

    assert controls.value == {
        "prompt": "a red panda riding a skateboard",
        "aspect_ratio": "16:9",
        "duration": 5,
        "seed": 965002,
    }
    controls.reset()
    assert controls.value == client.catalogue["veo-2"].defaults()


def test_an_unknown_model_is_refused_and_the_form_stays(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    with pytest.raises(errors.UnknownModel):
        controls.model = "veo-5"

    assert controls.model == "veo-2"


def test_price_and_time_are_told_before_the_launch(client: Client) -> None:
    controls = Controls("veo-3.1-fast", client=client)

    assert controls._price.value.startswith("est. $1.20")
    assert "not confirmed" in controls._price.value
    assert "usually" in controls._price.value


def test_the_call_shown_is_the_call_copied(client: Client) -> None:
    controls = Controls("veo-2", client=client)
    controls.value = {"prompt": "a fox", "seed": 4}
    controls._show(as_python)

    assert "seed=4" in controls._copy.text
    assert controls._copy.text == controls._call.value
    assert controls._shown.layout.display == ""
    controls._show(as_python)
    assert controls._shown.layout.display == "none"


def test_calls_never_hold_the_key(client: Client) -> None:
    value = {"prompt": 'it\'s "me"', "duration": 5}

    assert "$SEGMIND_API_KEY" in as_curl("veo-2", value)
    assert KEY not in as_curl("veo-2", value) + as_python("veo-2", value)
    scope: dict[str, Any] = {}
    exec(
        as_python("veo-2", value)
        .replace("veo.submit", "told")
        .replace("import veo_widgets as veo", "told = lambda *a, **k: out.append((a, k))"),
        scope | {"out": (out := [])},
    )
    assert out == [(("veo-2",), value)]


@pytest.mark.parametrize("kind", [StatusBadge, VideoPlayer, ImageInput, Controls])
def test_unknown_arguments_are_refused(kind: type, client: Client) -> None:
    with pytest.raises(TypeError):
        kind(modle="veo-2")


def test_the_module_crosses_once_for_all_kinds_of_widgets(mp4: Path) -> None:
    shown = [*(VideoPlayer(mp4) for _ in range(5)), CopyButton("text"), compare([mp4])]
    carriers = [w for w in _instances.values() if isinstance(w, ModuleCarrier)]

    assert len(carriers) == 1
    assert all(widget._code == "" for widget in shown)
    assert all(len(widget._esm) < 1500 for widget in shown)
    assert {widget._hash for widget in shown} == {carriers[0]._hash}
    assert {widget._module for widget in shown} == {"player", "copy", "grid"}


def test_a_page_that_missed_the_module_gets_it(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    out = sent(player)
    player._heard(player, {"type": "code"}, [])

    assert out[0][0]["type"] == "code"
    assert "requestVideoFrameCallback" in out[0][0]["code"]


def test_a_player_reads_its_clip_in_stretches(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    out = sent(player)
    digest = player.clip["sha256"]
    for start, sha in ((0, digest), (1000, digest), (0, "other")):
        player._heard(
            player, {"type": "read", "id": "1", "sha256": sha, "start": start, "length": 500}, []
        )
    data = mp4.read_bytes()

    assert out[0][1] == [data[:500]]
    assert out[1][1] == [data[1000:1500]]
    assert out[2][0]["error"] == "this player shows another clip now"


def test_a_clip_that_does_not_decode_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video")
    with pytest.raises(errors.MediaError):
        VideoPlayer(tmp_path / "a.mp4")


def test_facts_show_what_differs(mp4: Path) -> None:
    clip = Clip.open(mp4)
    asked = Clip(
        clip.path, clip.sha256, clip.facts, {"duration": 4, "generate_audio": True}, "veo-3"
    )
    differs = {fact["name"]: fact["differs"] for fact in fact_views(asked)}

    assert (differs["size"], differs["seconds"], differs["sound"]) == (True, True, False)
    assert not any(fact["differs"] for fact in fact_views(clip))


def test_a_dropped_file_arrives_in_chunks(client: Client) -> None:
    image = ImageInput(client.session.store, label="Start image")
    data = picture()
    image._heard(image, {"type": "begin", "id": "1", "name": "a.jpg", "size": len(data)}, [])
    for start in range(0, len(data), 1000):
        image._heard(
            image,
            {"type": "chunk", "id": "1", "start": start},
            [memoryview(data[start : start + 1000])],
        )

    assert image.value.startswith("image:")
    assert (image.images[0]["width"], image.images[0]["name"]) == (640, "a.jpg")
    assert image.images[0]["thumbnail"].startswith("data:image/jpeg")
    image._heard(image, {"type": "remove", "index": 0}, [])
    assert image.value is None


def test_urls_stay_urls_and_bad_files_are_said(client: Client) -> None:
    image = ImageInput(client.session.store, label="References", many=True)
    image._heard(image, {"type": "url", "url": "https://a/b.png"}, [])
    image._heard(image, {"type": "url", "url": "/nowhere/c.png"}, [])
    image._heard(image, {"type": "begin", "id": "1", "name": "big", "size": 30_000_000}, [])

    assert image.value == ["https://a/b.png"]
    assert "at most 20 MB" in image.message


def test_a_badge_follows_its_job(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="<b>x</b>", duration=4, seed=31)
    badge = StatusBadge(job)
    seen: list[str] = []
    badge.observe(lambda change: seen.append(change["new"]["state"]), "job")
    job.wait(90)
    client.session.blocking(_nothing())

    assert badge.job["state"] == "ready"
    assert badge.job["cost"] == 0.4
    assert seen[-1] == "ready"
    assert badge.job["title"] == "Veo 3 Fast · seed 31"


async def _nothing() -> None:
    """Let the background thread come round once."""


def record(**changes: object) -> JobRecord:
    return JobRecord("a", "segmind", "veo-2", {"prompt": "x"}, 0.0).but(**changes)


def test_what_a_person_may_do_with_a_job() -> None:
    assert actions(record(state="waiting")) == ["cancel"]
    assert actions(record(state="unknown")) == ["resubmit"]
    assert actions(record(state="processing")) == ["unwatch"]
    assert actions(record(state="failed")) == ["retry"]
    assert actions(record(state="ready")) == []


def test_an_error_says_its_next_step_and_whether_it_was_charged() -> None:
    told = {"kind": "ContentBlocked", "message": "blocked", "detail": "Support codes"}
    view = error_view(record(state="blocked", error=told))

    assert "Change the prompt" in view["next_step"]
    assert not view["charged"]


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
    html = bundle(job)["text/html"]

    assert "data:image/jpeg;base64" in html
    assert "<script>" not in html
    assert "1280×720" in html
    assert "application/vnd.jupyter.widget-view+json" in bundle(job)
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
        found = bundle(thing)
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


def test_a_model_that_is_not_veo_gets_its_controls(client: Client) -> None:
    client.home.models.mkdir()
    schema = {
        "type": "object",
        "required": ["prompt"],
        "properties": {
            "prompt": {"type": "string"},
            "cfg": {"type": "number", "default": 0.5},
            "style": {"type": "string", "enum": list("abcdefgh")},
            "frames": {"type": "array", "items": {"type": "string", "format": "uri"}},
        },
    }
    told = {"slug": "kling-9", "title": "Kling 9", "parameters": schema}
    (client.home.models / "kling.json").write_text(json.dumps(told))
    fresh = Client(api_key=KEY, base_url="http://127.0.0.1:9/v1", home=client.home.root)
    controls = Controls("kling-9", client=fresh)
    controls._fields["cfg"].control.value = "0.7"
    controls._fields["prompt"].control.value = "x"

    assert controls.value == {"prompt": "x", "cfg": 0.7}
    assert isinstance(controls._fields["frames"].control, ImageInput)
    assert controls._price.value.startswith("est. price unknown")
    fresh.close()


def test_a_clip_shows_itself(client: Client, mp4: Path) -> None:
    outside = Clip.open(mp4)._repr_mimebundle_()
    inside = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=71).wait(90)
    player = VideoPlayer(inside)

    assert "application/vnd.jupyter.widget-view+json" in outside
    assert "data:image/jpeg" in outside["text/html"]
    assert player.clip["path"] == f"veo-widgets/media/{client.home.id}/{inside.sha256}.mp4"


def test_a_value_that_is_not_legal_is_refused_and_the_old_one_stays(client: Client) -> None:
    controls = Controls("veo-3.1-fast", client=client)
    controls.value = {"prompt": "a"}
    assert controls.value == {**client.catalogue["veo-3.1-fast"].defaults(), "prompt": "a"}

    for wrong in ({"prompt": "a", "duration": 5}, {"promt": "a"}):
        with pytest.raises(errors.InvalidParameters):
            controls.value = wrong
        assert controls.value["duration"] == 8
    controls.value = {"prompt": "a", "duration": "4"}
    assert controls.value["duration"] == 4


def test_untouched_defaults_are_not_set_aside(client: Client) -> None:
    controls = Controls("veo-3.1", client=client)
    for slug in ("veo-2", "veo-3.1", "veo-2"):
        controls.model = slug
        assert not controls._notes.children


def test_a_missing_file_does_not_close_the_studio(client: Client) -> None:
    clip = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=72).wait(90)
    clip.path.unlink()
    clip.path.with_suffix(".jpg").unlink()
    studio = Studio("veo-2", client=client)

    assert studio.player.clip["poster"] == ""
    studio.close()


def test_what_a_browser_could_not_play_is_put_right(mp4: Path) -> None:
    player = VideoPlayer(mp4)
    player.rate, player.time = -1, float("nan")

    assert (player.rate, player.time) == (0.0625, 0.0)
