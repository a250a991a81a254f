"""Scores of clips: looked up, measured where they are missing, kept as they come."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import short
from veo_widgets.catalogue import by_role, seconds_of
from veo_widgets.client.progress import waiting
from veo_widgets.core.record import REFERENCE, canonical, is_reference
from veo_widgets.errors import InvalidRequest
from veo_widgets.home.scores import Score, ScoreKey
from veo_widgets.media.metrics import Work, chosen, measure_all, travels, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from veo_widgets.client.session import Session
    from veo_widgets.media import Clip
    from veo_widgets.media.metrics import Metric, Outcome

BAR: Final = 20
Scores = dict[str, dict[str, Score]]
"""By the clip's sha256 and the metric's name."""


@dataclass(frozen=True)
class Subject:
    """A clip with what was asked of it.

    Attributes:
        clip: The clip.
        asked: By role, with what the model does when it is not told.
        images: The images that were given, by role, where this home has them.
    """

    clip: Clip
    asked: Mapping[str, Any] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)


def subject_of(session: Session, clip: Clip) -> Subject:
    """Return a clip with what was asked of it, by role."""
    asked = by_role(clip.parameters)
    model = session.catalogue.get(clip.model)
    if model is not None:
        full = {**model.defaults(), **clip.parameters}
        asked = by_role(full, model)
        seconds = seconds_of(full, model)
        asked |= {} if seconds is None else {"duration": seconds}
    images = {
        role: value.removeprefix(REFERENCE) for role, value in asked.items() if is_reference(value)
    }
    return Subject(clip, asked, images)


def key_of(subject: Subject, metric: Metric, models: Mapping[str, str]) -> ScoreKey:
    """Name a score: by the clip, the metric's version, and what else it hangs on."""
    hangs = {role: subject.asked[role] for role in metric.asks if role in subject.asked}
    if metric.heavy:
        hangs["model"] = models.get(metric.name, "")
    about = hashlib.sha256(canonical(hangs).encode()).hexdigest()[:16] if hangs else ""
    return ScoreKey(subject.clip.sha256, metric.name, metric.version, about)


class Scoring(Displayable):
    """Clips that are being measured.

    Attributes:
        done: How many are.
        total: How many there were to measure.
    """

    def __init__(self, total: int) -> None:
        self.done, self.total = 0, total

    def __repr__(self) -> str:
        """Say it as a terminal does."""
        return self.line()

    def line(self) -> str:
        """Say how far it is, as a bar and in figures."""
        filled = BAR * self.done // max(1, self.total)
        return f"{'█' * filled}{'░' * (BAR - filled)} {self.done} of {self.total} clips measured"

    @property
    def after(self) -> str:
        """Say what an interrupt leaves."""
        return (
            f"Stopped: {self.done} of {self.total} are kept. The same call goes on with the rest."
        )


def scores_of(
    session: Session,
    subjects: Sequence[Subject],
    names: Iterable[str] | None = None,
    models: Mapping[str, str] | None = None,
    scheduler: str | None = None,
    *,
    quiet: bool = False,
    each: Callable[[int, int], bool] = lambda _, __: True,
) -> Scores:
    """Return the scores of clips; what is missing is measured, and kept clip by clip.

    Args:
        session: Whose ledger keeps them.
        subjects: The clips.
        names: Which metrics; all that need no model when not given.
        models: Where heavy metrics have their models, by the metric's name.
        scheduler: The address of a Dask scheduler; processes of this machine without.
        quiet: Whether nothing is shown meanwhile.
        each: Called after every clip with how many are done and how many there are;
            returns whether to go on.

    Raises:
        InvalidRequest: There is no such metric, or a heavy one has no model.
        HomeError: The scheduler does not answer, or the ledger cannot be written.
        WaitInterrupted: A person interrupted it; what was measured is kept.
    """
    models = _checked(models)
    if scheduler is not None and (not isinstance(scheduler, str) or not scheduler):
        raise InvalidRequest(f"scheduler is an address like tcp://…, not {short(scheduler)}")
    metrics = chosen(names, models)
    scores = known_scores(session, subjects, metrics, models)
    tasks = _tasks(subjects, metrics, models, scores)
    if not tasks:
        return scores
    progress = Scoring(len(tasks))
    with contextlib.nullcontext() if quiet else waiting(progress):
        for here in (False, True):
            part = [task for task in tasks if task.here is here]
            for outcome in _measured(session, part, models, scheduler):
                subject = part[outcome.number].subject
                fresh = _kept(session, part[outcome.number], metrics, models, outcome)
                scores.setdefault(subject.clip.sha256, {}).update(fresh)
                progress.done += 1
                if not each(progress.done, progress.total):
                    return scores
    return scores


def known_scores(
    session: Session,
    subjects: Iterable[Subject],
    metrics: Iterable[Metric] | None = None,
    models: Mapping[str, str] | None = None,
) -> Scores:
    """Return the scores that are there already; measures nothing.

    Args:
        session: Whose ledger keeps them.
        subjects: The clips.
        metrics: Which; all that need no model when not given.
        models: Where heavy metrics have their models.
    """
    wanted = chosen() if metrics is None else list(metrics)
    keys = {key_of(subject, each, models or {}) for subject in subjects for each in wanted}
    scores: Scores = {}
    for key, score in session.ledger.scores.find(keys).items():
        scores.setdefault(key.sha256, {})[key.metric] = score
    return scores


@dataclass(frozen=True)
class _Task:
    """What is to be measured of one clip, in this process or anywhere."""

    subject: Subject
    names: tuple[str, ...]
    here: bool


def _tasks(
    subjects: Iterable[Subject], metrics: Sequence[Metric], models: Mapping[str, str], there: Scores
) -> list[_Task]:
    """List what is missing, each score once."""
    seen: set[ScoreKey] = set()
    tasks: list[_Task] = []
    for subject in subjects:
        have = there.get(subject.clip.sha256, {})
        wanted = [
            each
            for each in metrics
            if each.name not in have and key_of(subject, each, models) not in seen
        ]
        seen |= {key_of(subject, each, models) for each in wanted}
        for here in (False, True):
            names = tuple(each.name for each in wanted if travels(each) is not here)
            if names:
                tasks.append(_Task(subject, names, here))
    return tasks


def _measured(
    session: Session, tasks: Sequence[_Task], models: Mapping[str, str], scheduler: str | None
) -> Iterator[Outcome]:
    works = (_work(session, task, models) for task in tasks)
    if not tasks:
        return
    if tasks[0].here:
        with ThreadPoolExecutor(1, "veo-widgets-scores") as thread:
            yield from measure_all(works, thread, 1)
        return
    with workers(scheduler, len(tasks)) as (executor, at_once):
        yield from measure_all(works, executor, at_once, carried=bool(scheduler))


def _work(session: Session, task: _Task, models: Mapping[str, str]) -> Work:
    """Return what travels to a worker; an image that is not here is left out."""
    images: dict[str, bytes] = {}
    for role, name in task.subject.images.items():
        with contextlib.suppress(OSError):
            images[role] = (session.home.images / name).read_bytes()
    needed = {name: models[name] for name in task.names if name in models}
    return Work(task.subject.clip.path, task.names, task.subject.asked, images, needed)


def _kept(
    session: Session,
    task: _Task,
    metrics: Iterable[Metric],
    models: Mapping[str, str],
    outcome: Outcome,
) -> dict[str, Score]:
    """Keep what was measured; what failed may succeed another time, and is not kept."""
    if outcome.trouble:
        return {name: Score(None, outcome.trouble) for name in task.names}
    keys = {each.name: key_of(task.subject, each, models) for each in metrics}
    scores = {
        name: Score(reading.value, reading.note, reading.moments)
        for name, reading in outcome.readings.items()
    }
    session.ledger.scores.keep(
        (keys[name], scores[name])
        for name, reading in outcome.readings.items()
        if not reading.failed
    )
    return scores


def _checked(models: object) -> dict[str, str]:
    if models is None:
        return {}
    if not isinstance(models, Mapping):
        raise InvalidRequest(f"models maps a metric to its model's folder, not {short(models)}")
    return {str(name): str(place) for name, place in models.items()}
