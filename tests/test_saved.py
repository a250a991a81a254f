"""What a saved notebook keeps, and what every object looks like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import ipywidgets
import pytest
import traitlets
from IPython.core.formatters import DisplayFormatter

from tests.conftest import KEY
from tests.press import press, sent
from veo_widgets.hosts.display import mimebundle
from veo_widgets.media import Clip
from veo_widgets.view.style import NO_MATH
from veo_widgets.widgets import Controls, CopyButton, StatusBadge, VideoPlayer, boxes, shown
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.local import Running

pytestmark = pytest.mark.usefixtures("widgets")


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


def test_saved_controls_keep_their_values(client: Client) -> None:
    controls = Controls("veo-2", value={"prompt": "<b>a fox</b>"}, client=client)
    data, _ = controls._repr_mimebundle_()

    assert "&lt;b&gt;a fox" in data["text/html"]


def test_a_running_jobs_badge_is_saved_with_its_facts(client: Client) -> None:
    job = client.submit("veo-2", prompt="a barn owl", seed=52)
    data, _ = StatusBadge(job)._repr_mimebundle_()

    assert job.id in data["text/html"]
    assert "a barn owl" in data["text/html"]
    job.wait(90)


def test_a_box_of_badges_is_shown_after_their_stills(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    out: list[str] = []
    monkeypatch.setattr(boxes, "stands_alone", lambda: False)
    monkeypatch.setattr(shown, "in_notebook", lambda: True)
    monkeypatch.setattr(
        shown, "publish", lambda bundle, *_, **__: out.append(bundle.get("text/html", "live"))
    )
    formatter = DisplayFormatter()
    boxes.teach(formatter)
    job = client.submit("veo-2", prompt="a barn owl", seed=53)
    badge = StatusBadge(job)
    box = ipywidgets.VBox([ipywidgets.HBox([badge]), ipywidgets.Label("beside")])

    assert formatter.format(box) == ({}, {})
    assert "a barn owl" not in out[0]
    assert out[1] == "live"
    assert "a barn owl" in out[2]
    job.wait(90)
    client.session.blocking(_delivered())
    badge.restill()
    assert "Ready" in out[-1]
    for held in (box, *box.children):
        held.close()
    shown.catch_up()
    badge.restill()
    assert "a barn owl" in out[-1], "a still outlives the box that was taken away"
    plain, _ = formatter.format(ipywidgets.VBox([ipywidgets.Label("alone")]))
    assert "application/vnd.jupyter.widget-view+json" in plain


class Shelf(ipywidgets.DOMWidget):
    """A container of another package: no box, and it names what it holds."""

    slots = traitlets.Dict().tag(sync=True)
    points = traitlets.List().tag(sync=True)


def test_whatever_holds_a_widget_of_the_kit_has_its_still(client: Client) -> None:
    copy = CopyButton("x")
    badges = [StatusBadge(client.submit("veo-2", prompt="a barn owl", seed=54)) for _ in range(2)]
    shelf = Shelf(slots={"one": badges[0], "other": ipywidgets.HBox([copy, badges[0]])})
    shelf.points = [[1.0] * 10_000] * 1000
    output = ipywidgets.Output()
    view = {boxes.VIEW: {"model_id": badges[1].model_id}, "text/plain": ""}
    output.outputs = ({"output_type": "display_data", "data": view, "metadata": {}},)

    assert list(boxes.kept(shelf)) == [badges[0], copy]
    assert list(boxes.kept(ipywidgets.Tab([output]))) == [badges[1]]
    assert "a barn owl" in boxes.still(output)
    assert list(boxes.kept(ipywidgets.Output())) == []


async def _delivered() -> None:
    """Let the background thread come round once."""


def test_every_object_draws_itself(client: Client) -> None:
    for thing in (client.models(), client.models()["veo-2"], client.jobs(), client.spend(), client):
        found = mimebundle(thing)
        assert any(
            part in found["text/html"]
            for part in ("<table", "$0.00", f'<div class="veo {NO_MATH}"><p>')
        )
        assert KEY not in json.dumps(found)


def test_a_corrupt_ledger_is_said_in_the_studio(
    server: Running, connect: Callable[..., Client], tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "ledger.sqlite").write_bytes(b"no database " * 500)
    studio = Studio("veo-2", client=connect(server))

    assert "The ledger was corrupt; it is kept as" in studio.notice
    studio.close()


def test_a_clip_shows_itself(client: Client, mp4: Path) -> None:
    outside = Clip.open(mp4)._repr_mimebundle_()
    inside = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=71).wait(90)
    player = VideoPlayer(inside)

    assert "application/vnd.jupyter.widget-view+json" in outside
    assert "data:image/jpeg" in outside["text/html"]
    assert player.clip["path"] == f"veo-widgets/media/{client.home.id}/{inside.sha256}.mp4"


def test_a_missing_file_does_not_close_the_studio(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=72)
    clip = job.wait(90)
    clip.path.unlink()
    clip.path.with_suffix(".jpg").unlink()
    studio = Studio("veo-2", client=client)
    out = sent(studio)
    press(studio, {"type": "open_take", "id": "1", "job": job.id, "poster": False})

    opened = next(message for message, _ in out if message["type"] == "take_opened")
    assert opened["clip"] is None
    assert studio.still()
    studio.close()
