"""The studio: one press, one wish; all takes of the home; what is kept and restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import serving
from tests.press import press, said, sent, until, wall
from veo_widgets import errors
from veo_widgets.experiment import Plan
from veo_widgets.server.faults import Fault
from veo_widgets.view.wire.constants import HASTE_S
from veo_widgets.widgets import StatusBadge
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.experiment.sweep import SweepPlan


pytestmark = pytest.mark.usefixtures("widgets")
LAKE = {"prompt": "a lake", "duration": 4, "seed": 41}


def generate(
    studio: Studio,
    name: str,
    ticket: str | None = None,
    count: int = 1,
    agreed: float | None = None,
) -> None:
    press(
        studio,
        {
            "type": "press",
            "id": name,
            "ticket": ticket or studio.ticket,
            "form": studio.form,
            "count": count,
            "agreed": agreed,
        },
    )


def test_the_studio_sends_follows_and_shows(client: Client) -> None:
    studio = Studio("veo-3-fast", value=LAKE, client=client)
    out, ready = sent(studio), list[str]()
    studio.on_done(lambda job: ready.append(job.id))
    generate(studio, "1")
    job = client.jobs()[0]
    job.wait(90)
    until(lambda: ready)

    assert said(out, "pressed")[0]["jobs"] == [job.id]
    assert said(out, "take")[-1]["take"]["state"] == "ready"
    assert ready == [job.id]
    press(studio, {"type": "open_take", "id": "2", "job": job.id, "poster": False})
    opened = said(out, "take_opened")[0]
    assert opened["clip"]["sha256"] == job.clip.sha256
    assert opened["values"]["seed"] == 41
    again = Studio("veo-3-fast", client=client)
    assert [take["state"] for take in wall(again)["takes"]] == ["ready"]


def test_three_presses_with_one_ticket_are_one_job(client: Client) -> None:
    studio = Studio("veo-3-fast", value={"prompt": "a lake", "duration": 4}, client=client)
    out, ticket = sent(studio), studio.ticket
    for name in ("1", "2", "3"):
        generate(studio, name, ticket)

    assert len(client.jobs()) == 1
    assert {tuple(answer["jobs"]) for answer in said(out, "pressed")} == {(client.jobs()[0].id,)}
    assert studio.ticket != ticket


def test_the_next_ticket_pays_again_and_so_does_another_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, clock = [0.0], client.session.clock
    monkeypatch.setattr(client.session, "clock", lambda: clock() + now[0])
    studio = Studio("veo-3-fast", value={"prompt": "a lake", "duration": 4}, client=client)
    out, ticket = sent(studio), studio.ticket
    generate(studio, "1", ticket)
    generate(studio, "2")
    assert len(client.jobs()) == 1, "a second click of one hand is no second wish"
    assert len({tuple(answer["jobs"]) for answer in said(out, "pressed")}) == 1
    now[0] += HASTE_S
    generate(studio, "3")
    now[0] -= 2 * HASTE_S
    generate(studio, "4")
    studio.value = {"prompt": "a river", "duration": 4}
    generate(studio, "5", ticket)

    asked = [job.parameters["prompt"] for job in client.jobs()]
    assert sorted(asked) == ["a lake", "a lake", "a lake", "a river"], "a clock may go back"


def test_a_press_sends_the_form_that_it_carries(client: Client) -> None:
    studio = Studio("veo-3-fast", value={"prompt": "old", "duration": 4}, client=client)
    form = {**studio.form, "values": {"prompt": "new", "duration": 4}, "by": "view", "revision": 9}
    press(
        studio,
        {
            "type": "press",
            "id": "1",
            "ticket": studio.ticket,
            "form": form,
            "count": 1,
            "agreed": None,
        },
    )

    assert client.jobs()[0].parameters["prompt"] == "new"


def test_a_press_from_before_the_price_was_known_is_asked_about(client: Client) -> None:
    studio = Studio("veo-3-fast", value=LAKE, client=client)
    client.session.set_amount("ask above", 0.1)
    out = sent(studio)
    generate(studio, "1")

    assert said(out, "pressed")[0]["ask"]
    assert not client.jobs()
    generate(studio, "2", agreed=0.4)
    assert len(client.jobs()) == 1


def test_several_of_one_form_have_seeds_of_their_own(client: Client) -> None:
    studio = Studio("veo-3-fast", value=LAKE, client=client)
    jobs = studio.generate(3)

    assert [job.parameters["seed"] for job in jobs] == [41, 42, 43]
    with pytest.raises(errors.InvalidRequest):
        studio.generate(99)


def test_what_cannot_be_sent_is_answered_with_why(client: Client) -> None:
    studio = Studio("veo-3-fast", client=client)
    out = sent(studio)
    generate(studio, "1")

    assert said(out, "error")[0]["id"] == "1"
    assert "prompt" in said(out, "error")[0]["error"]
    assert len(client.jobs()) == 0


def test_white_space_around_a_prompt_changes_neither_reuse_nor_request(client: Client) -> None:
    first = client.submit("veo-3-fast", **LAKE)
    again = client.submit("veo-3-fast", **{**LAKE, "prompt": "  a lake \n"})

    assert again.id == first.id
    assert again.reused
    other = client.submit("veo-3-fast", prompt="a pond\n", duration=4)
    assert other.parameters["prompt"] == "a pond"


def test_several_cells_are_planned_before_they_are_paid(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = Studio("veo-3-fast", value={"prompt": "a lake", "duration": 8}, client=client)
    out = sent(studio)
    form = {**studio.form, "axes": {"model": ["veo-3-fast", "veo-2"], "seed": [1, 2]}}
    press(studio, {"type": "ask_plan", "id": "1", "form": form, "count": 1})
    plan = said(out, "plan")[0]

    assert (plan["new"], len(plan["cells"])) == (4, 4)
    assert [axis["name"] for axis in plan["axes"]] == ["model", "seed"]
    assert plan["high"] == pytest.approx(sum(cell["high"] for cell in plan["cells"]))
    assert len(client.jobs()) == 0
    run = {"type": "run_plan", "ticket": studio.ticket, "form": form, "count": 1}
    run |= {"budget": None, "unknown": None, "agreed": True}
    seen = {"new": 4, "high": plan["high"], "unpriced": 0}
    for other in ({"new": 3}, {"high": 1.0}, {"unpriced": 1}):
        press(studio, {**run, **seen, **other, "id": "2"})
    refused = said(out, "error")
    assert ["another one" in reply["error"] for reply in refused] == [True] * 3
    agree = Plan.agree

    def grown(plan: SweepPlan, *seen: Any) -> None:
        agree(plan, *seen)
        plan.sweep.extend(seed=[3])

    monkeypatch.setattr(Plan, "agree", grown)
    for name in ("3", "4"):
        press(studio, {**run, **seen, "id": name})
    until(lambda: len(client.jobs()) >= 4)
    assert {job.parameters["seed"] for job in client.jobs()} == {1, 2}, "what was agreed is sent"
    assert studio.grid.startswith("anywidget:")
    assert {job.model for job in client.jobs()} <= {"veo-3-fast", "veo-2"}


def test_the_draft_comes_back_and_only_when_nothing_is_asked_for(client: Client) -> None:
    studio = Studio(client=client)
    form = {
        **studio.form,
        "model": "veo-2",
        "values": {"prompt": "half a thought", "seed": 5},
        "kept": {"resolution": "720p"},
        "axes": {"seed": [5, 6]},
        "by": "view",
        "revision": 3,
    }
    press(studio, {"type": "edit", "form": form})
    again = Studio(client=client)

    assert again.model == "veo-2"
    assert again.value == {"prompt": "half a thought", "seed": 5}
    assert again.form["kept"] == {"resolution": "720p"}
    assert again.axes == {"seed": [5, 6]}
    assert Studio("veo-3", client=client).value.get("prompt") is None


@pytest.mark.parametrize("text", ["{", "[]", '{"model": "gone", "values": 3}'])
def test_a_draft_that_is_none_is_no_trouble(client: Client, text: str) -> None:
    (client.home.root / "draft.json").write_text(text)

    assert Studio(client=client).model == "veo-3.1-fast"


def test_a_frame_of_a_clip_becomes_an_image_whose_source_is_known(client: Client) -> None:
    job = client.submit("veo-3-fast", **LAKE)
    job.wait(90)
    studio = Studio("veo-3.1", client=client)
    out = sent(studio)
    press(studio, {"type": "use_frame", "id": "1", "job": job.id, "time": 1.0})
    image = said(out, "image_taken")[0]["image"]

    assert (image["width"], image["height"]) == (1280, 720)
    assert client.session.ledger.setting(f"frame {image['value']}") == f"{job.id} 1.000"
    assert f"{client.models()['veo-3-fast'].title} · 1280×720" in studio.still()


def test_a_page_without_a_server_reads_posters_and_nothing_else(client: Client) -> None:
    job = client.submit("veo-3-fast", **LAKE)
    sha256 = job.wait(90).sha256
    studio = Studio("veo-2", client=client)
    out = sent(studio)
    ask = {"type": "read_take", "id": "1", "start": 0, "length": 1000}
    press(studio, {**ask, "sha256": sha256, "kind": "poster"})
    press(studio, {**ask, "sha256": sha256, "kind": "clip"})
    press(studio, {**ask, "sha256": "../../etc/passwd", "kind": "clip"})

    assert out[0][1][0][:3] == b"\xff\xd8\xff"
    assert len(out[1][1][0]) == 1000
    assert out[2][0]["type"] == "error"


def test_a_failed_take_offers_one_step_and_a_blocked_one_none_that_pays(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with serving(tmp_path / "s", faults=(Fault("fail", first=1),)) as running:
        client = connect(running)
        job = client.submit("veo-3-fast", prompt="x", duration=4, seed=1)
        client.session.blocking(client.session.ended(job.id), 60)
        studio = Studio("veo-3-fast", client=client)
        (take,) = wall(studio)["takes"]
        assert (take["state"], take["actions"]) == ("failed", ["retry"])
        assert take["trouble"]
        assert take["retry"] == "send"
        assert f"{take['trouble']}. {take['next_step']}" in StatusBadge(job).still()
        press(
            studio,
            {"type": "act_on_take", "id": "1", "job": job.id, "action": "retry", "agreed": False},
        )
        fresh = studio.stage
        assert fresh not in {"", job.id}
        client.session.blocking(client.session.ended(fresh), 60)
        _, old = wall(studio)["takes"]
        assert (old["id"], old["actions"]) == (job.id, [])
        assert "sent again" in old["next_step"]
        assert sorted(each.state for each in client.jobs()) == ["failed", "ready"]
        studio.close()
