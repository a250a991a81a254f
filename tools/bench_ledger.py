"""Open a ledger of 100 000 jobs and list it, against reading every row."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from pathlib import Path

from veo_widgets.core.record import JobRecord, State
from veo_widgets.home import Ledger
from veo_widgets.home.schema import COLUMNS, to_column

JOBS = 100_000
STATES: tuple[State, ...] = (*(("ready",) * 30), "failed", "processing")


def filled(path: Path) -> None:
    """Write the jobs past the ledger's own door, in one transaction."""
    Ledger(path).close()
    connection = sqlite3.connect(path)
    marks = ", ".join("?" * len(COLUMNS))
    asked = {"prompt": "a red panda riding a skateboard " * 8, "seed": 1}
    connection.executemany(
        f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608
        (
            [to_column(name, getattr(record, name)) for name in COLUMNS]
            for record in (
                JobRecord(
                    f"{n:012x}",
                    "segmind",
                    "veo-2",
                    asked,
                    float(n),
                    state=STATES[n % 32],
                    request_id=f"r{n:012x}",
                    ended=None if STATES[n % 32] == "processing" else float(n),
                )
                for n in range(JOBS)
            )
        ),
    )
    connection.commit()
    connection.close()


def milliseconds(work: object) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    path = Path(tempfile.mkdtemp()) / "ledger.sqlite"
    filled(path)
    opened: list[Ledger] = []
    first = milliseconds(lambda: opened.append(Ledger(path)))
    opened.pop().close()
    os.utime(path)
    touched = milliseconds(lambda: opened.append(Ledger(path)))
    opened.pop().close()
    start = milliseconds(lambda: opened.append(Ledger(path)))
    ledger = opened[0]
    newest = milliseconds(lambda: ledger.select(limit=50))
    live = milliseconds(lambda: ledger.select({"processing"}))
    every = milliseconds(
        lambda: [json.loads(r["parameters"]) for r in ledger.rows("SELECT * FROM jobs")]
    )
    print(
        f"{JOBS} jobs: open {start:.1f} ms, newest 50 {newest:.2f} ms, all {JOBS // 32} running {live:.1f} ms"
    )
    print(
        f"open and read through, when it was not closed whole: {touched:.0f} ms; and its journal "
        f"written: {first:.0f} ms"
    )
    print(
        f"reading every row: {every:.0f} ms; ratio of open and list to it {(start + newest) / every:.4f}"
    )
    ledger.close()
