"""How long things take: learnt, told, or said to be unknown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.raters import opened
from veo_widgets.catalogue import Model
from veo_widgets.client.job import Waited
from veo_widgets.conductor.watch import _times
from veo_widgets.core.polling import Observation, fit
from veo_widgets.core.record import STATES, WORDS, JobRecord, counted, flags, word_of
from veo_widgets.experiment.functions import open_sweep
from veo_widgets.home.latencies import width
from veo_widgets.segmind.reading import status
from veo_widgets.view.html import jobs_html
from veo_widgets.view.job import job_view
from veo_widgets.view.models import model_html
from veo_widgets.view.progress import progress_bar, progress_html

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client

LIVING = ("waiting", "sending", "queued", "processing")
DONE = (*LIVING, "saving", "ready")
ENDINGS = {"queued": ("sending", "queued"), "failed": ("failed",), "cancelled": ("cancelled",)}
UNTIMED = {"slug": "untimed", "title": "Untimed", "parameters": {"properties": {"prompt": {}}}}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/models").mkdir(parents=True)
    (tmp_path / "home/models/untimed.json").write_text(json.dumps(UNTIMED))
    return tmp_path / "home"


def planted(client: Client, name: str, model: str = "untimed", **changes: object) -> JobRecord:
    """Write a job into the ledger that went through the states of ``DONE`` or ``LIVING``."""
    record = JobRecord(name, client.session.endpoint.name, model, {"prompt": name}, 0.0)
    client.session.ledger.add(record, "planted", reuse=False)
    for state in DONE if "completed" in changes else LIVING:
        record = client.session.ledger.move(name, state, "planted", **changes)
    return record


def test_a_time_that_nobody_tells_is_said_to_be_unknown_until_it_is_learnt(home: Path) -> None:
    with opened(home) as client:
        now = client.session.clock()
        model = client.models()["untimed"]
        record = planted(client, "runs", submitted=now - 900, processing=now - 800)
        job = client.job("runs")

        assert model.usual_s is None
        assert "time unknown" in model_html(model)
        assert (job_view(job, record)["usual"], job.flags) == (0.0, ())
        assert "usual time unknown" in Waited(job).line()
        assert open_sweep(client, {"model": "untimed", "prompt": "x"}).plan().expected_s is None

        for number in range(2):
            planted(client, f"done {number}", submitted=0.0, processing=10.0, completed=30.0)
        assert job_view(job, record)["usual"] == 20.0
        assert "of about 20 s" in Waited(job).line()
        assert job.flags == ("slow",)


def test_what_is_asked_of_an_unknown_time_is_only_when_to_ask() -> None:
    assert fit([], None).told is None
    assert fit([], None).median == pytest.approx(60)
    assert fit([Observation(9.0), Observation(9.0)], None).told == pytest.approx(9)
    assert (
        flags(JobRecord("a", "e", "m", {}, 0.0).but(state="processing", processing=0.0), 9e9, None)
        == ()
    )
    assert Model.from_json({**UNTIMED, "usual_s": "12"}).usual_s == 12


@pytest.mark.parametrize(
    "told", [0, -5, "soon", True, float("nan"), pytest.param(10**400, id="huge"), 1e300]
)
def test_what_is_no_time_leaves_a_models_time_unknown(told: object) -> None:
    model = Model.from_json({**UNTIMED, "usual_s": told})

    assert model.usual_s is None
    assert "time unknown" in model_html(model)


def test_a_plan_takes_as_long_as_a_service_that_works_on_one_at_a_time(home: Path) -> None:
    with opened(home) as client:
        for number in range(4):
            begun = 20.0 * number
            times = {"submitted": 0.0, "processing": begun, "completed": begun + 20}
            planted(client, f"one after another {number}", **times)
        plan = open_sweep(client, {"model": "untimed", "prompt": ["a", "b", "c"]}).plan()

        assert plan.expected_s == pytest.approx(60, rel=0.01)
        assert "about 60 s" in repr(plan)


def test_a_plan_does_not_take_a_cold_start_for_a_queue(home: Path) -> None:
    with opened(home) as client:
        for number in range(4):
            times = {"submitted": 0.0, "processing": 20.0, "completed": 60.0}
            planted(client, f"cold {number}", **times)
        plan = open_sweep(client, {"model": "untimed", "prompt": ["a", "b", "c"]}).plan()

        assert plan.expected_s == pytest.approx(40, rel=0.01)


@pytest.mark.parametrize(
    ("jobs", "found"),
    [
        ([(0, 20 * n, 20 * n + 20) for n in range(4)], 1),
        ([(0, 20 * (n // 3), 20 * (n // 3) + 20) for n in range(9)], 3),
        ([(0, 1, 20)] * 9, None),
        ([(0, 0, 20), (0, 20, 40)], None),
        ([(0, 20, 21)] * 3, None),
        ([(0, 20, 60)] * 4, None),
        ([(100 * n, 100 * n + 20, 100 * n + 60) for n in range(3)], None),
        ([(10 * n, 10 * n + 20, 10 * n + 60) for n in range(4)], 4),
        ([(0, 20, 60)] * 4 + [(100, 100 + 20 * n, 120 + 20 * n) for n in range(3)], 4),
        ([(0, 20 * n + 0.5, 20 * n + 22) for n in range(4)], 1),
        ([], None),
    ],
)
def test_how_many_run_at_once_is_learnt_of_those_that_waited(
    jobs: list[tuple[float, float, float]], found: int | None
) -> None:
    assert width(jobs) == found


@pytest.mark.parametrize(
    ("metrics", "times"),
    [
        ({"queue_time": 5, "inference_time": 20}, {"processing": 105, "completed": 125}),
        ({"inference_time": 20}, {"processing": 110, "completed": 130}),
        ({"queue_time": 5}, {"completed": 130}),
        ({"queue_time": 5, "inference_time": 40}, {"completed": 130}),
        ({"inference_time": "soon"}, {"completed": 130}),
        ({"inference_time": float("nan")}, {"completed": 130}),
        (["?"], {"completed": 130}),
    ],
)
def test_a_workers_time_is_what_the_service_counted_where_that_can_be(
    metrics: object, times: dict[str, float]
) -> None:
    told = status({"status": "COMPLETED", "output": "https://a/b.mp4", "metrics": metrics})
    record = JobRecord("a", "segmind", "veo-2", {}, 0.0).but(submitted=100.0)

    assert _times(record, told, 130.0) == times


def test_what_waits_is_told_apart_from_what_runs(home: Path) -> None:
    with opened(home) as client:
        sweep = open_sweep(client, {"model": "untimed", "prompt": ["a", "b", "c"], "name": "abc"})
        for number, (cell, _) in enumerate(sweep.cells()):
            record = JobRecord(
                f"j{number}", client.session.endpoint.name, "untimed", dict(cell.parameters), 0.0
            ).but(key=cell.key)
            client.session.ledger.add(record, "planted", reuse=False)
            for state in LIVING[: 4 if number == 0 else 3]:
                client.session.ledger.move(record.id, state, "planted")

        assert "1 running, 2 queued" in sweep.progress().line()
        assert "1 running, 2 queued" in progress_html(sweep.progress())
        assert "1 running, 2 queued" in jobs_html(client.jobs())
        assert "3 jobs: 1 running, 2 queued" in repr(client.jobs())


def test_jobs_are_counted_in_the_same_words_and_none_is_left_out(home: Path) -> None:
    with opened(home) as client:
        for name, states in ENDINGS.items():
            record = JobRecord(name, client.session.endpoint.name, "untimed", {"prompt": name}, 0.0)
            client.session.ledger.add(record, "planted", reuse=False)
            for state in ("waiting", *states):
                client.session.ledger.move(name, state, "planted")
        jobs = client.jobs()
        records = [job.record for job in jobs]

        assert counted(records) == "1 queued, 1 failed, 1 cancelled"
        assert f"<b>3 jobs</b> · {counted(records)}" in jobs_html(jobs)
        assert counted(records) in progress_bar(records, 3)
    assert {word_of(records[0].but(state=state)) for state in STATES} == set(WORDS)
