"""How objects, waits and errors show themselves, without a browser."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest

from tests.conftest import KEY
from veo_widgets import errors
from veo_widgets.client.job import History, Jobs
from veo_widgets.client.progress import fitted, on_line, waiting
from veo_widgets.core.record import Event, JobRecord
from veo_widgets.home import Ledger, Spend
from veo_widgets.home.latencies import run_times
from veo_widgets.hosts import tracebacks
from veo_widgets.hosts.display import mimebundle
from veo_widgets.view.job import actions, retry_kind
from veo_widgets.view.style import STILL, framed
from veo_widgets.widgets import JobWidget

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client

pytestmark = pytest.mark.usefixtures("widgets")


class Terminal(io.StringIO):
    """A terminal that keeps what was written."""

    def isatty(self) -> bool:
        return True


class Told:
    """A wait for nothing."""

    after = "Stopped waiting; the job goes on."

    def line(self) -> str:
        return "veo-2 · queued · 3 s"


def record(**changes: object) -> JobRecord:
    return JobRecord("a", "segmind", "veo-2", {"prompt": "x"}, 0.0).but(**changes)


def test_an_error_is_two_lines_and_holds_no_terminal_code_of_others() -> None:
    error = errors.ContentBlocked("refused\x1b[2J\nfor words", None)
    lines = tracebacks.render(error)

    assert len(lines) == 2
    assert "ContentBlocked" in lines[0]
    assert "refused for words" in lines[0]
    assert "\x1b[2J" not in lines[0]
    assert "Change the prompt" in lines[1]
    assert error._render_traceback_() == lines


def test_refused_parameters_are_all_named_on_one_line() -> None:
    problems = [errors.Problem(name, 1, f"{name} is wrong.") for name in ("seed", "duration")]
    lines = tracebacks.render(errors.InvalidParameters("veo-2", problems))

    assert len(lines) == 2
    assert "seed is wrong; duration is wrong." in lines[0]


def test_an_interrupted_wait_says_in_one_line_what_goes_on() -> None:
    with pytest.raises(errors.WaitInterrupted) as caught, waiting(Told(), io.StringIO()):
        raise KeyboardInterrupt

    assert isinstance(caught.value, KeyboardInterrupt)
    assert caught.value._render_traceback_() == [Told.after]


def test_a_terminal_has_one_line_that_goes_when_the_wait_ends() -> None:
    out = Terminal()
    with waiting(Told(), out):
        deadline = time.monotonic() + 10
        while "queued" not in out.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)

    assert "\n" not in out.getvalue()
    assert "veo-2 · queued · 3 s" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[2K")


def test_what_is_no_terminal_hears_nothing() -> None:
    out = io.StringIO()
    with on_line(Told().line, out):
        pass

    assert out.getvalue() == ""
    assert fitted("a long line", 6) == "a lo…"


def test_blocked_is_never_retried_as_it_is() -> None:
    assert actions(record(state="blocked")) == []
    assert actions(record(state="failed")) == ["retry"]


def test_taking_up_says_whether_it_may_cost() -> None:
    lost = record(state="failed", request_id="r", error={"kind": "MediaError"})

    assert retry_kind(record(state="queued", watched=False)) == "watch"
    assert retry_kind(lost) == "fetch"
    assert retry_kind(record(state="failed")) == "send"


def test_the_workers_time_is_learnt_without_the_queue(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for number, (length, seconds) in enumerate([(4, 10.0), (4, 12.0), (8, 60.0), (8, 62.0)]):
        done = record(
            id=f"j{number}",
            endpoint="local",
            parameters={"duration": length},
            state="ready",
            submitted=0.0,
            processing=500.0,
            completed=500.0 + seconds,
        )
        ledger.add(done, "asked for", reuse=False)
    alike = run_times(ledger, record(endpoint="local", parameters={"duration": 4}), str)
    other = run_times(ledger, record(endpoint="local", parameters={"duration": 5}), str)

    assert sorted(seen.seconds for seen in alike) == [10.0, 12.0]
    assert len(other) == 4


def test_empty_things_say_a_sentence_and_a_next_step(client: Client) -> None:
    for thing, step in (
        (client.jobs(), "veo.submit"),
        (client.resume(), "veo.jobs()"),
        (Jobs([]), "veo.studio()"),
        (Spend((), ()), "$0.00"),
        (History(), "yet"),
    ):
        assert step in mimebundle(thing)["text/html"]


def test_objects_show_words_never_markup_of_others_nor_bare_seconds(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="<script>x</script>", duration=4, seed=91)
    job.wait(90)
    history, jobs = mimebundle(job.history), mimebundle(client.jobs())

    assert "<script>" not in jobs["text/html"]
    assert "data:image/jpeg" in jobs["text/html"]
    assert "1 ready" in jobs["text/html"]
    assert str(int(job.record.created)) not in history["text/html"] + history["text/plain"]
    assert "not confirmed" in mimebundle(client.models()["veo-2"].price())["text/html"]
    assert KEY not in str(mimebundle(client))
    assert "By day" in mimebundle(client.spend())["text/html"]


def test_of_a_still_and_its_widget_a_page_shows_one() -> None:
    assert STILL in framed("x", still=True)
    assert STILL not in framed("x")
    assert "veo-still" in framed("x", still=True)
    for output in (".jp-OutputArea-child", ".output_area"):
        assert f"{output}:has(>*>.veo-still):has(+{output} .vw)," in STILL


def test_events_are_told_in_local_time() -> None:
    assert "1970" in repr(History([Event(86_400.0 * 30, "queued", "taken")]))


def test_marimo_is_given_the_widget_of_what_lives_and_the_page_of_what_does_not(
    client: Client, widgets: None
) -> None:
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=92)
    drawn = job._display_()
    mime, html = client.jobs()._display_()._mime_()

    assert isinstance(drawn, JobWidget)
    assert drawn.job["id"] == job.id
    assert mime == "text/html"
    assert "a lake" in html
    drawn.close()
