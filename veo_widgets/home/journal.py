"""What was accepted and what came of it, in a file that nothing rewrites.

The ledger is a database: one bad page can cost all of it. This is a list of lines, each
whole or ignored, from which a lost ledger is written again.
"""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import private, sync, sync_folder
from veo_widgets._lib.sqlite import identity
from veo_widgets.core.record import STATES, TERMINAL, JobRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

NAME: Final = "accepted.jsonl"
ABOUT_MONEY: Final = ("budget ", "unknown ")
"""How settings begin that the journal keeps too."""
LONGEST_VALUE: Final = 20_000
ACCEPTED: Final = (
    *("endpoint", "model", "key", "take", "via", "parameters", "created", "submitted"),
    *("low", "high", "risked", "budget", "run"),
)
ENDED: Final = ("state", "sha256", "cost", "completed", "ended", "facts", "error")


class Journal:
    """The lines of one home; threads and processes may add to it at once.

    Args:
        path: The file; made with the first line.
        again: Returns all lines anew, for a file that went missing while it was used.
    """

    def __init__(
        self, path: Path, again: Callable[[], Iterable[Mapping[str, Any]]] = tuple
    ) -> None:
        self.path, self._again = path, again
        self._lock = threading.Lock()
        self._written: dict[str, None] = {}
        self._waiting: dict[str, None] = {}
        self._identity = identity(path)

    @property
    def exists(self) -> bool:
        """Whether a ledger was ever kept here."""
        return self.path.is_file()

    @property
    def whole(self) -> bool:
        """Whether every line is on disk."""
        return self.exists and not self._waiting and identity(self.path) == self._identity

    def add(self, *lines: Mapping[str, Any]) -> None:
        """Write lines durably.

        What cannot be written now is kept and written with the next. A file that was
        deleted or replaced gets all its lines again.

        Raises:
            OSError: The lines are not on disk yet.
        """
        texts = [*map(_text, lines)]
        with self._lock:
            if self._identity is not None and identity(self.path) != self._identity:
                again = dict.fromkeys(map(_text, self._again()))
                self._waiting = {**again, **self._written, **self._waiting}
                self._written = {}
            self._waiting |= dict.fromkeys(text for text in texts if text not in self._written)
            if self._waiting or not self.exists:
                self._append("".join(f"{text}\n" for text in self._waiting))
                self._written |= self._waiting
                self._waiting = {}

    def _append(self, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not self.exists
        with open(self.path, "ab", opener=private) as file:
            if _ends_within_a_line(self.path):
                text = f"\n{text}"
            file.write(text.encode())
            file.flush()
            sync(file.fileno())
        if fresh:
            sync_folder(self.path.parent)
        self._identity = identity(self.path)

    def lines(self) -> Lines:
        """Return every line that can be read, oldest first."""
        try:
            text = self.path.read_bytes().decode("utf-8", "replace")
        except OSError:
            return Lines()
        return Lines(filter(None, map(_line, text.split("\n"))))


class Lines(list[dict[str, Any]]):
    """What a journal tells, oldest first."""

    def records(self) -> list[JobRecord]:
        """Return the jobs that the lines tell of, as far as they tell."""
        jobs: dict[str, JobRecord] = {}
        for line in self:
            record = _read(line, jobs.get(str(line.get("job"))))
            if record is not None:
                jobs[record.id] = record
        return list(jobs.values())

    def about(self, jobs: Container[str]) -> Lines:
        """Return the lines of some jobs alone."""
        return Lines(line for line in self if str(line.get("job")) in jobs)

    def requests(self) -> dict[str, set[str]]:
        """Return every request id that a job ever had, by job."""
        requests: dict[str, set[str]] = {}
        for line in self:
            if isinstance(line.get("request"), str):
                requests.setdefault(str(line.get("job")), set()).add(line["request"])
        return requests

    def settings(self) -> dict[str, str]:
        """Return the settings about money as they were last."""
        told = {str(line["setting"]): line.get("value") for line in self if "setting" in line}
        return {name: value for name, value in told.items() if isinstance(value, str)}


def _line(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


def _text(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, default=str)


def setting(name: str, value: str | None, now: float) -> dict[str, Any]:
    """Return the line of a setting about money."""
    return {"setting": name, "value": value, "at": now}


def accepted(record: JobRecord) -> dict[str, Any]:
    """Return the line of a request that the service took."""
    line = {"job": record.id, "request": record.request_id}
    line |= {name: getattr(record, name) for name in ACCEPTED}
    return {**line, "parameters": {n: v for n, v in record.parameters.items() if _short(v)}}


def ended(record: JobRecord) -> dict[str, Any]:
    """Return the line of an accepted request at its end."""
    return {"job": record.id, **{name: getattr(record, name) for name in ENDED}}


def _short(value: object) -> bool:
    return len(str(value)) <= LONGEST_VALUE


def _read(line: Mapping[str, Any], known: JobRecord | None) -> JobRecord | None:
    """Read a line on top of what earlier lines told; ``None`` for one that is odd."""
    try:
        if "request" in line:
            values = {name: line[name] for name in ACCEPTED if name in line}
            return JobRecord(
                id=str(line["job"]), request_id=str(line["request"]), state="queued", **values
            )
        if known is None or line.get("state") not in STATES or line["state"] not in TERMINAL:
            return None
        return known.but(**{name: line[name] for name in ENDED if name in line})
    except (KeyError, TypeError):
        return None


def _ends_within_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
