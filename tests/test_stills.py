"""Stills of widgets: what a program that runs a notebook is left with."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.press import until
from veo_widgets._lib.displayable import ShownOtherwise, in_notebook
from veo_widgets.widgets import JobWidget, shown
from veo_widgets.widgets.carrier import ModuleCarrier
from veo_widgets.widgets.shown import Late, Shown, catch_up
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from veo_widgets.client import Client


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what is said of stills in a kernel's cells: the thread and the HTML."""
    words: list[str] = []

    def publish(bundle: dict[str, Any], *_: object, **__: object) -> None:
        words.append(bundle.get("text/html", ""))

    monkeypatch.setattr(shown, "publish", publish)
    monkeypatch.setattr(shown, "in_notebook", lambda: True)
    monkeypatch.setattr(shown, "_shown", WeakSet())
    return words


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_what_moved_meanwhile_is_said_again_as_a_cell_ends(said: list[str]) -> None:
    stage = ["Waiting"]
    still = Shown(lambda: stage[0], lambda: stage[0])
    catch_up()
    assert said == []
    still.show({}, {})
    said.clear()

    catch_up()
    assert said == []

    stage[0] = "Ready"
    catch_up()
    assert len(said) == 1
    assert "Ready" in said[0]
    catch_up()
    assert len(said) == 1


def test_what_a_thread_said_is_said_again_by_the_cell(said: list[str]) -> None:
    still = Shown(lambda: "a sweep's cells")
    still.show({}, {})
    said.clear()
    thread = threading.Thread(target=still.again)
    thread.start()
    thread.join()
    assert len(said) == 1

    catch_up()
    assert len(said) == 2
    assert said[0] == said[1]
    catch_up()
    assert len(said) == 2


def test_an_app_whose_shell_is_a_stand_in_shows_widgets_all_the_same(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setattr(ModuleCarrier, "_carrier", None)
    widget = Studio("veo-2", client=client)

    assert not in_notebook()
    with pytest.raises(ShownOtherwise):
        widget._ipython_display_()
    widget._carrier.close()
    widget.close()


def test_a_job_that_was_waited_for_is_ready_in_the_notebook(
    client: Client, shell: InteractiveShell, said: list[str], widgets: None
) -> None:
    job = client.submit("veo-3-fast", prompt="a fox", duration=4)
    widget = JobWidget(job)
    widget.shown.show({}, {})
    job.wait(90)
    said.clear()

    shell.events.register("post_run_cell", catch_up)
    shell.run_cell("1")
    assert any("Ready" in html for html in said)
    widget.close()


def test_a_person_has_the_widget_first_and_its_still_once_a_moment_later(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "somebody_waits", lambda: True)
    monkeypatch.setattr(shown, "_late", Late(0.05))
    monkeypatch.setattr(shown, "page", SimpleNamespace(alive=True, pushes=True, wait=id))
    stills = [Shown(lambda: "of the studio"), Shown(lambda: "of the grid")]
    for still in stills:
        still.show({"text/plain": "widget"}, {})
    catch_up()
    stills[0].again()
    assert not any("of the" in html for html in said)

    until(lambda: any("of the grid" in html for html in said))
    catch_up()
    assert sum("of the studio" in html for html in said) == 1
    assert sum("of the grid" in html for html in said) == 1


def test_a_still_that_was_begun_earlier_does_not_lie_over_a_newer_one(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SimpleNamespace(alive=False, pushes=True, wait=id)
    monkeypatch.setattr(shown, "page", page)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> str:
        if not page.alive:
            begun.set()
            go_on.wait(10)
        return "of the studio"

    still = Shown(slow)
    still._name = "still"
    thread = threading.Thread(target=still.again)
    thread.start()
    assert begun.wait(10)
    page.alive = True
    still.again()
    go_on.set()
    thread.join()
    assert len(said) == 1
    assert "Nothing can be pressed" not in said[0]


def test_a_still_that_cannot_be_drawn_takes_no_other_along(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(0.01)
    monkeypatch.setattr(shown, "_late", late)
    broken, whole = Shown(lambda: str(1 / 0)), Shown(lambda: "of the grid")
    for still in (broken, whole):
        still._name = "still"
        late.add(still)
    until(lambda: any("of the grid" in html for html in said))

    monkeypatch.setattr(shown, "_shown", [broken, whole])
    whole._told = None
    catch_up()
    assert sum("of the grid" in html for html in said) == 2


@pytest.mark.parametrize(
    ("kernel", "session", "display_pub", "waits"),
    [
        (True, "a.ipynb", SimpleNamespace(), True),
        (False, "a.ipynb", SimpleNamespace(), False),
        (True, "", SimpleNamespace(), False),
        (True, "a.ipynb", SimpleNamespace(outputs=[]), False),
    ],
    ids=["a page", "no input", "no server", "caught"],
)
def test_a_still_is_late_only_where_a_person_sits_before_the_page(
    monkeypatch: pytest.MonkeyPatch,
    kernel: bool,
    session: str,
    display_pub: object,
    waits: bool,
) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    if session:
        monkeypatch.setenv("JPY_SESSION_NAME", session)
    stand_in = SimpleNamespace(kernel=SimpleNamespace(_allow_stdin=kernel), display_pub=display_pub)
    monkeypatch.setattr("IPython.get_ipython", lambda: stand_in)
    assert shown.somebody_waits() is waits


def test_a_program_that_runs_notebooks_has_the_still_in_the_cell(said: list[str]) -> None:
    Shown(lambda: "of the studio").show({}, {})
    assert any("of the studio" in html for html in said)
