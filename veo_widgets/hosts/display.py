"""What each object looks like in a notebook, live and saved."""

from __future__ import annotations

from base64 import b64encode
from functools import singledispatch
from typing import Any, cast

from veo_widgets._lib.shown_file import ShownFile
from veo_widgets.catalogue import Catalogue, Model, Price
from veo_widgets.client import Client, Job, Jobs
from veo_widgets.client.job import History, Waited
from veo_widgets.client.progress import Making
from veo_widgets.experiment import Fairness, Plan, Sweep, Sweeps
from veo_widgets.experiment.progress import Progress
from veo_widgets.home import Spend
from veo_widgets.hosts.doctor import Checkup
from veo_widgets.judging.verdict import Verdict
from veo_widgets.media import Clip
from veo_widgets.view import models, objects, progress, spending
from veo_widgets.view.html import MimeBundle, badge_html, jobs_html
from veo_widgets.view.style import framed
from veo_widgets.view.verdict import verdict_html

LIVING = (Job, Clip, Sweep, Plan, Waited)
"""What is a widget on the page."""


def show(thing: object) -> bool:
    """Show what lives in the page in the cell that runs; tell whether it was.

    Its still goes first, so that the notebook has it when the kernel is gone.
    """
    if not _lives(thing):
        return False
    from veo_widgets.widgets.shown import stands_alone

    if stands_alone() and not isinstance(thing, Waited):
        return False
    from IPython.display import display

    display(_widget(thing))  # type: ignore[no-untyped-call]
    return True


class Page:
    """HTML or a picture as marimo takes it.

    Args:
        drawn: What is drawn.
        kind: Its mime type.
    """

    def __init__(self, drawn: str, kind: str = "text/html") -> None:
        self._drawn, self._kind = drawn, kind

    def _mime_(self) -> tuple[str, str]:
        return self._kind, self._drawn


def live(thing: object) -> object:
    """Return what marimo draws of an object: its widget, else its HTML."""
    if _lives(thing):
        return _widget(thing)
    if isinstance(thing, ShownFile) and (kind := thing.picture):
        return Page(f"data:{kind};base64,{_base64(thing)}", kind)
    drawn = mimebundle(thing)
    return Page(drawn["text/html"]) if "text/html" in drawn else repr(thing)


def _lives(thing: object) -> bool:
    return isinstance(thing, LIVING) or (isinstance(thing, ShownFile) and thing.video)


def _base64(path: ShownFile) -> str:
    return b64encode(path.read_bytes()).decode()


def _widget(thing: object) -> Any:  # noqa: ANN401
    from veo_widgets import widgets

    if isinstance(thing, Job):
        return widgets.JobWidget(thing)
    if isinstance(thing, Waited):
        return widgets.StatusBadge(thing.job)
    if isinstance(thing, (Clip, ShownFile)):
        return widgets.VideoPlayer(thing)
    return widgets.ComparisonGrid(cast("Sweep | Plan", thing))


@singledispatch
def mimebundle(thing: object) -> MimeBundle:
    """Return an object's mime bundle; plain text for what is not known here."""
    return {"text/plain": repr(thing)}


@mimebundle.register(Job)
@mimebundle.register(Sweep)
@mimebundle.register(Plan)
@mimebundle.register(Clip)
def _(thing: Job | Sweep | Plan | Clip) -> MimeBundle:
    widget = _widget(thing)
    drawn = widget._repr_mimebundle_()
    bundle = drawn[0] if drawn else _plain(thing, widget.still())
    return {**bundle, "text/plain": repr(thing)}


@mimebundle.register
def _(thing: ShownFile) -> MimeBundle:
    words = {"text/plain": repr(thing)}
    if kind := thing.picture:
        return {**words, kind: _base64(thing)}
    if not thing.video:
        return words
    drawn = _widget(thing)._repr_mimebundle_()
    return {**(drawn[0] if drawn else {}), **words}


@mimebundle.register
def _(thing: Waited) -> MimeBundle:
    return _plain(thing, badge_html(thing.job))


@mimebundle.register
def _(thing: Progress) -> MimeBundle:
    return _plain(thing, progress.progress_html(thing))


@mimebundle.register
def _(thing: Making) -> MimeBundle:
    return _plain(thing, progress.making_html(thing))


@mimebundle.register
def _(thing: Fairness) -> MimeBundle:
    return _plain(thing, objects.fairness_html(thing))


@mimebundle.register
def _(thing: Sweeps) -> MimeBundle:
    return _plain(thing, objects.sweeps_html(thing))


@mimebundle.register
def _(thing: Catalogue) -> MimeBundle:
    return _plain(thing, models.catalogue_html(thing))


@mimebundle.register
def _(thing: Model) -> MimeBundle:
    return _plain(thing, models.model_html(thing))


@mimebundle.register
def _(thing: Price) -> MimeBundle:
    return _plain(thing, objects.price_html(thing))


@mimebundle.register
def _(thing: History) -> MimeBundle:
    return _plain(thing, objects.history_html(thing))


@mimebundle.register
def _(thing: Jobs) -> MimeBundle:
    return _plain(thing, jobs_html(thing))


@mimebundle.register
def _(thing: Spend) -> MimeBundle:
    return _plain(thing, spending.spend_html(thing))


@mimebundle.register
def _(thing: Client) -> MimeBundle:
    return _plain(thing, spending.client_html(thing))


@mimebundle.register
def _(thing: Checkup) -> MimeBundle:
    return _plain(thing, thing.html())


@mimebundle.register
def _(thing: Verdict) -> MimeBundle:
    return _plain(thing, verdict_html(thing))


def _plain(thing: object, html: str) -> MimeBundle:
    return {"text/plain": repr(thing), "text/html": framed(html)}
