"""Another home taken into this one: each thing once, and nothing overwritten."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.files import sha256_of
from veo_widgets._lib.sqlite import Damaged, Database, Newer
from veo_widgets._lib.values import file_path, short
from veo_widgets.core.record import TERMINAL
from veo_widgets.errors import HomeError
from veo_widgets.home.paths import Home
from veo_widgets.home.schema import MIGRATIONS
from veo_widgets.home.shelf import Shelf
from veo_widgets.home.takes import HIDDEN, NOTE, STAR
from veo_widgets.home.votes import to_vote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from veo_widgets.home.ledger import Ledger

LEDGER: Final = "ledger.sqlite"
ABOUT_JOBS: Final = (STAR, NOTE, HIDDEN)
NAMES: Final = ("jobs", "files", "votes", "scores", "sweeps")


@dataclass(frozen=True)
class Merged(Displayable):
    """What of another home is new here.

    Attributes:
        jobs: Jobs that are at their end.
        files: Clips and input images.
        votes: Votes.
        scores: Scores.
        sweeps: Sweeps.
        left: Jobs that are still on their way there: merge again when they are not.
        strange: Sweeps whose name means another sweep here; this home's stay.
    """

    jobs: int
    files: int
    votes: int
    scores: int
    sweeps: int
    left: int = 0
    strange: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say what came, and what did not."""
        counts = [(getattr(self, name), name) for name in NAMES]
        came = ", ".join(f"{n} {name[:-1] if n == 1 else name}" for n, name in counts if n)
        lines = [f"New here: {came or 'nothing'}."]
        if self.left:
            lines.append(f"Still on their way there: {self.left} jobs; merge again later.")
        if self.strange:
            lines.append(f"Other sweeps here have these names: {', '.join(self.strange)}.")
        return " ".join(lines)


def merge(ledger: Ledger, home: Home, other: str | PathLike[str]) -> Merged:
    """Take another home in: jobs, clips, votes, scores and sweeps, each once.

    Keys, endpoints and budgets stay as they are here, and the other home is only read.

    Args:
        ledger: This home's.
        home: Where its clips lie.
        other: The other home: its folder, or a ZIP file of it.

    Raises:
        HomeError: It is no home, it is this one, or its ledger is damaged or of a later
            version; nothing was taken in.
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        there = _home_at(other, Path(folder))
        if there.root.resolve() == home.root.resolve():
            raise HomeError(f"{there.root} is this very home")
        db = _copied(there.ledger, Path(folder) / "copy.sqlite")
        stack.callback(db.close)
        try:
            return _taken(ledger, home, Shelf(db, lambda: 0.0), there)
        except ValueError as error:
            raise HomeError(
                f"{there.ledger} is damaged and was not taken in whole ({error}): open that home "
                "once with veo.Client(home=…), which mends what can be mended"
            ) from error
        except OSError as error:
            raise HomeError(
                f"{there.root} was not taken in whole ({error.strerror or error}): merge it again"
            ) from error


def _home_at(other: str | PathLike[str], folder: Path) -> Home:
    path = file_path(other)
    if path is not None and path.is_file() and zipfile.is_zipfile(path):
        path = _unpacked(path, folder / "home")
    if path is None or not (path / LEDGER).is_file():
        raise HomeError(f"{short(str(other))} is no home: there is no {LEDGER} in it")
    return Home(path.absolute())


def _unpacked(path: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as packed:
            packed.extractall(folder)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise HomeError(f"{path} cannot be unpacked: {error}") from None
    ledgers = sorted(folder.rglob(LEDGER), key=lambda each: len(each.parts))
    return ledgers[0].parent if ledgers else folder


def _copied(path: Path, copy: Path) -> Database:
    """Return a copy of a ledger, whole although it may be in use, brought up to this version."""
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return Database(copy, MIGRATIONS, durable=False)
    except Newer as error:
        raise HomeError(f"{path} is of a later version of this package: update it") from error
    except (Damaged, sqlite3.Error) as error:
        raise HomeError(
            f"{path} is damaged, and nothing was taken in: open that home once with "
            "veo.Client(home=…), which mends what can be mended"
        ) from error


def _taken(ledger: Ledger, home: Home, there: Shelf, other: Home) -> Merged:
    votes = [to_vote(row) for row in there.rows("SELECT * FROM votes ORDER BY seq")]
    cast = ledger.votes.merge(votes)
    clips = sum(_copies(other.clips, home.clips, "*.mp4"))
    images = sum(_copies(other.images, home.images, "*"))
    jobs = left = 0
    for record in reversed(there.select()):
        if record.state not in TERMINAL:
            left += ledger.get(record.id) is None
        elif ledger.take_over(record, there.history(record.id), f"merged from {other.root.name}"):
            jobs += 1
            _keep_marks(ledger, there, record.id)
    sweeps, strange = _keep_sweeps(ledger, there)
    scores = ledger.scores.take_over(there.rows("SELECT * FROM scores"))
    return Merged(jobs, clips + images, cast, scores, sweeps, left, strange)


def _copies(source: Path, target: Path, pattern: str) -> Iterator[bool]:
    """Copy files that hold the bytes they are named by; say of each that it is new."""
    for path in sorted(source.glob(pattern)) if source.is_dir() else ():
        goal = target / path.name
        if goal.exists() or not path.is_file() or sha256_of(path) != path.stem:
            continue
        part = goal.with_suffix(".merging")
        shutil.copyfile(path, part)
        part.replace(goal)
        yield True


def _keep_marks(ledger: Ledger, there: Shelf, job: str) -> None:
    for kind in ABOUT_JOBS:
        value = there.setting(f"{kind}{job}")
        if value is not None:
            ledger.set(f"{kind}{job}", value)


def _keep_sweeps(ledger: Ledger, there: Shelf) -> tuple[int, tuple[str, ...]]:
    new, strange = 0, list[str]()
    for row in there.rows("SELECT * FROM sweeps ORDER BY kept"):
        known, told = ledger.sweeps.get(row["name"]), json.loads(row["told"])
        if known is None:
            ledger.sweeps.keep(row["name"], told)
            new += 1
        elif known != told:
            strange.append(str(row["name"]))
    return new, tuple(strange)
