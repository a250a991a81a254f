"""A host that drops what the kernel's threads say, and a page that never loads the module."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.press import press, said, sent, until
from veo_widgets.experiment.functions import sweep
from veo_widgets.widgets import ComparisonGrid, JobWidget, StatusBadge, base, shown
from veo_widgets.widgets.page import Page
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from veo_widgets.client import Client

pytestmark = pytest.mark.usefixtures("widgets")


class Dropping:
    """A comm of a host that hears the kernel's own thread alone."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.own = threading.get_ident()

    def send(self, data: Any = None, **_: Any) -> None:
        if threading.get_ident() == self.own and data["method"] == "update":
            self.state.update(data["state"])


def dropping(widget: Any) -> Dropping:
    comm = Dropping()
    widget.comm.send = comm.send
    return comm


@pytest.mark.parametrize("kind", [StatusBadge, JobWidget])
def test_what_a_badge_lost_it_is_told_when_it_asks(client: Client, kind: type) -> None:
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=81)
    widget = kind(job)
    comm = dropping(widget)
    job.wait(90)
    until(lambda: widget.job["state"] == "ready")
    assert comm.state.get("job", {}).get("state") != "ready"
    press(widget, {"type": "ask_now"})

    assert comm.state["job"]["state"] == "ready"
    assert kind is StatusBadge or comm.state["clip"]["sha256"] == job.clip.sha256


def test_a_grid_is_told_its_cells_again_and_nothing_while_they_are_blind(client: Client) -> None:
    foxes = sweep("a fox", name="foxes", model="veo-3-fast", duration=4, seed=[1, 2], client=client)
    grid = ComparisonGrid(foxes)
    comm = dropping(grid)
    foxes.run(10.0)
    foxes.wait(90)
    until(lambda: all(cell["clip"] for cell in grid._state.state()["cells"]))
    press(grid, {"type": "ask_now"})
    assert [cell["live"]["state"] for cell in comm.state["cells"]] == ["ready", "ready"]
    assert all(cell["clip"] for cell in comm.state["cells"])

    grid.judge_blind()
    comm.state.clear()
    press(grid, {"type": "ask_now"})
    assert not comm.state


def test_a_studio_is_told_of_the_jobs_that_it_asks_for(client: Client) -> None:
    studio = Studio("veo-3-fast", client=client)
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=82)
    job.wait(90)
    out = sent(studio)
    press(studio, {"type": "ask_moved", "jobs": [job.id]})
    moved = said(out, "take")[-1]
    assert (moved["take"]["id"], moved["take"]["state"]) == (job.id, "ready")
    press(studio, {"type": "ask_moved", "jobs": ["nobody"]})
    assert said(out, "error")
    studio.close()


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the stills that are put into a notebook whose page nobody has heard yet."""
    out: list[str] = []

    def publish(bundle: dict[str, str], *_: Any, **__: Any) -> None:
        out.append(bundle.get("text/html", ""))

    monkeypatch.setattr(shown, "in_notebook", lambda: True)
    monkeypatch.setattr(shown, "publish", publish)
    monkeypatch.setattr(base, "stands_alone", lambda: False)
    monkeypatch.setattr(shown, "page", Page())
    return out


def test_until_a_page_says_that_it_lives_a_still_says_what_to_install_and_where(
    client: Client, published: list[str]
) -> None:
    greeted = threading.Event()

    def hear(message: object) -> None:
        shown.page.hear(message, lambda _: greeted.set())

    studio = Studio("veo-2", client=client)
    studio._ipython_display_()
    assert "Nothing can be pressed here" in published[-1]
    assert "where the Jupyter <b>server</b> runs" in published[-1]
    studio.restill()
    assert "Nothing can be pressed here" in published[-1]
    for other in ({"type": "hello"}, "alive", {"type": "page"}):
        hear(other)
    assert not shown.page.alive

    before = len(published)
    hear({"type": "alive"})
    assert len(published) == before + 1
    assert "Nothing can be pressed" not in published[-1]
    hear({"type": "alive"})
    assert len(published) == before + 1
    Studio("veo-2", client=client)._ipython_display_()
    assert "Nothing can be pressed" not in published[-1]
    assert not client.jobs()
    assert greeted.wait(10)
    hear({"type": "heard"})
    assert shown.page.pushes
    studio.close()
