"""``report`` of whatever holds clips."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.terminal import plain
from veo_widgets._lib.values import expect, switches
from veo_widgets.core.voting import revealed, standing
from veo_widgets.errors import InvalidRequest
from veo_widgets.judging.sources import comparison_of
from veo_widgets.report.blind import blind_page
from veo_widgets.report.content import gather
from veo_widgets.report.leaves import leaving
from veo_widgets.report.media import media_of, total
from veo_widgets.report.page import as_json, download, page_of, places
from veo_widgets.report.place import HEAVY, place_of, write_file, write_folder
from veo_widgets.report.rows import as_csv
from veo_widgets.report.sections import body_of
from veo_widgets.report.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    from veo_widgets.report.content import Content
    from veo_widgets.report.media import MediaFile
    from veo_widgets.report.place import Form, Place
    from veo_widgets.view.wire.report import ReportView

OPEN: Final = "-open"


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Attributes:
        path: The file, or the folder.
        size: Its bytes.
        leaves: What of it leaves the house when it is shared.
        warnings: What to know of it besides.
    """

    path: Path
    size: int
    leaves: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    _thing: object = field(default=None, repr=False, compare=False)
    _options: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def blind(self) -> bool:
        """Whether it is to be voted on."""
        return self._thing is not None

    def __repr__(self) -> str:
        """Say where it is, and what leaves the house with it."""
        kind = "Blind report" if self.blind else "Report"
        lines = [f"{kind}: {self.path} ({self.size / 1e6:.1f} MB)"]
        lines += [f"! {warning}" for warning in self.warnings]
        lines += [f"Whoever gets it sees {', '.join(self.leaves)}."]
        return "\n".join(map(plain, lines))

    def reveal(self, path: str | PathLike[str] | None = None, **options: Any) -> Report:  # noqa: ANN401
        """Write the open report, once the votes are merged; no later vote of these raters is blind.

        Args:
            path: Where to; beside the blind one when not given.
            **options: As ``report`` takes them; those of the blind report otherwise.

        Raises:
            InvalidRequest: Nobody has voted yet, or this report is open.
        """
        if not self.blind:
            raise InvalidRequest("this report is open: there is nothing to reveal")
        comparison, session = comparison_of(self._thing)
        rows = session.ledger.votes.of(comparison.id)
        raters = {vote.rater for vote in standing(rows) if vote.kind == "pair"}
        if not raters:
            raise InvalidRequest("merge votes first: veo.merge_votes(…) takes a rater's file in")
        target = path or self.path.with_name(f"{self.path.stem}{OPEN}{self.path.suffix}")
        written = write_report(self._thing, target, **{**self._options, **options})
        told = revealed(rows)
        for rater in sorted(raters):
            if (comparison.id, rater) not in told:
                session.ledger.votes.cast(
                    comparison=comparison.id, kind="reveal", answer="reveal", rater=rater
                )
        return written


def write_report(
    thing: object,
    path: str | PathLike[str],
    *,
    blind: bool = False,
    by: str | Sequence[str] | None = None,
    questions: Sequence[str] | None = None,
    title: str = "",
    prompts: bool = True,
    costs: bool = True,
    evidence: bool = False,
    force: bool = False,
    clock: Callable[[], float] = time.time,
) -> Report:
    """Write a report on clips; see ``Sweep.report``.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.
        path: ``x.html``, a folder ``x/``, or ``x`` for whichever fits.
        blind: Pairs to be voted on, instead of what is known.
        by: The axes that are compared.
        questions: Of a blind report, the criteria.
        title: What the page is called.
        prompts: Whether prompts are told.
        costs: Whether costs and prices are told.
        evidence: Whether ids of jobs and requests are told.
        force: Write one file of more than 200 MB, too.
        clock: Seconds since the epoch.

    Raises:
        InvalidRequest: The path cannot be written, or one file would be too large.
        MediaError: There is no clip yet.
    """
    expect(title, str, "title", "a text")
    tells = {"prompts": prompts, "costs": costs, "evidence": evidence}
    switches(**tells, blind=blind, force=force)
    tell = Telling(**tells)
    if blind:
        with blind_page(thing, by, questions, title, prompts=prompts) as page:
            place = place_of(path, total(page.media), force=force)
            view = {**page.view, "files": _bare(places(place.form, page.media))}
            _write(place, page.title, page.body, {"pairs": view}, page.media, {})
        size = _size(place)
        warnings = page.warnings + _heavy(place, size)
        return Report(place.path, size, page.leaves, warnings, thing, {**tells, "by": by})
    content = gather(thing, tell, by, title)
    media = media_of(content.clips.values(), content.source.derived)
    media += dict.fromkeys(image.file for image in content.images)
    place = place_of(path, total(media), force=force)
    tables = _tables(content)
    links = "".join(download(name, text, place.form, name) for name, text in tables.items())
    made = f"Written {time.strftime('%d %B %Y, %H:%M', time.localtime(clock()))} by veo-widgets. "
    made += "Nothing on this page is sent anywhere."
    body = body_of(content, place.form, media, links, made)
    _write(place, content.title, body, {"grid": _view(content, place.form, media)}, media, tables)
    size = _size(place)
    return Report(place.path, size, leaving(content, tell), _heavy(place, size))


def _bare(files: Mapping[str, str]) -> dict[str, str]:
    """Return where files are, by their ids alone."""
    return {name.partition(".")[0]: place for name, place in files.items()}


def _tables(content: Content) -> dict[str, str]:
    """Return the raw data, by the names of their files."""
    verdict = [] if content.verdict is None else content.verdict.rows()
    every: dict[str, list[dict[str, Any]]] = {
        "clips": content.table,
        "votes": content.votes,
        "verdict": verdict,
        "scores": content.scores,
    }
    rows = {name: each for name, each in every.items() if each}
    whole = {"title": content.title, **rows}
    return {"report.json": as_json(whole), **{f"{name}.csv": as_csv(rows[name]) for name in rows}}


def _view(content: Content, form: Form, media: Sequence[MediaFile]) -> ReportView:
    grid = content.grid
    down, across = content.rows
    return {
        "summary": grid["summary"],
        "axes": grid["axes"],
        "cells": grid["cells"],
        "stop_reason": "",
        "unequal": grid["unequal"],
        "rows": down,
        "columns": across,
        "marks": dict(content.marks),
        "scores_known": content.known,
        "files": places(form, media),
        "differences": dict(content.differences),
    }


def _write(
    place: Place,
    title: str,
    body: str,
    data: Mapping[str, object],
    media: Sequence[MediaFile],
    tables: Mapping[str, str],
) -> None:
    parts = page_of(place.form, title, body, data, media)
    if place.form == "file":
        write_file(place.path, parts)
    else:
        write_folder(place.path, b"".join(parts), media, tables)


def _size(place: Place) -> int:
    if place.form == "file":
        return place.path.stat().st_size
    return sum(file.stat().st_size for file in place.path.rglob("*") if file.is_file())


def _heavy(place: Place, size: int) -> tuple[str, ...]:
    if place.form == "folder" or size <= HEAVY:
        return ()
    return (f"one file of {size / 1e6:.0f} MB is slow to open and to send; a folder is not",)
