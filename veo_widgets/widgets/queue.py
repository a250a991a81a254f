"""The jobs of a home as a list of badges: filtered, and retried with one click."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as w

from veo_widgets.catalogue.price import UNKNOWN
from veo_widgets.client import actions
from veo_widgets.core.record import FAILED, LIVE
from veo_widgets.errors import VeoError
from veo_widgets.widgets.badge import StatusBadge

if TYPE_CHECKING:
    from veo_widgets.client import Client, Job
    from veo_widgets.core.record import JobRecord, State

GROUPS: Final[dict[str, frozenset[State] | None]] = {
    "all states": None,
    "running": LIVE,
    "ready": frozenset({"ready"}),
    "failed": FAILED,
}


class JobQueue(w.VBox):  # type: ignore[misc]
    """Badges of the newest jobs.

    Args:
        client: Whose jobs.
        most: At most so many badges.
    """

    def __init__(self, client: Client, most: int = 12) -> None:
        self._client, self._most = client, most
        self._badges: dict[str, StatusBadge] = {}
        self._records: dict[str, JobRecord] = {}
        self._retried: set[str] = set()
        self._lock = threading.RLock()
        self._kept = 4 * most
        narrow = {"width": "auto"}
        self.state = w.Dropdown(options=list(GROUPS), layout=narrow)
        self.model = w.Dropdown(options=["all models", *client.catalogue], layout=narrow)
        self.again = w.Button(icon="repeat", layout={**narrow, "display": "none"})
        self.again.add_class("vw-retry")
        self.list = w.VBox()
        bar = w.HBox([self.state, self.model, self.again], layout={"flex_flow": "row wrap"})
        super().__init__([bar, self.list])
        self.state.observe(self._filtered, "value")
        self.model.observe(self._filtered, "value")
        self.again.on_click(self._retry)

    @property
    def badges(self) -> tuple[StatusBadge, ...]:
        """The badges shown, newest first."""
        badges: tuple[StatusBadge, ...] = self.list.children
        return badges

    def follow(self, job: Job, record: JobRecord) -> None:
        """Show a job, once; a job asked for again comes to the top."""
        with self._lock:
            self._records[job.id] = record
            if job.id not in self._badges or job.reused:
                old = self._badges.pop(job.id, None)
                if old is not None:
                    old.close()
                self._badges[job.id] = StatusBadge(job, switch=False)
                for extra in list(self._badges)[: -self._kept]:
                    self._badges.pop(extra).close()
                    del self._records[extra]
        self._filtered()

    def _wanted(self, record: JobRecord) -> bool:
        states = GROUPS[self.state.value]
        named = self.model.value in {"all models", record.model}
        return named and (states is None or record.state in states)

    def _filtered(self, _: object = None) -> None:
        with self._lock:
            newest = list(self._badges)[::-1]
            shown = [self._badges[j] for j in newest if self._wanted(self._records[j])]
            if list(self.list.children) != shown[: self._most]:
                self.list.children = shown[: self._most]
            failed = self.failed
        price = sum(record.high or 0.0 for record in failed)
        unknown = sum(record.high is None for record in failed)
        money = f"up to ${price:.2f}" if unknown < len(failed) or not failed else ""
        more = f"{UNKNOWN} for {unknown}" if unknown else ""
        parts = (f"Retry {len(failed)} failed", money, more)
        self.again.description = " · ".join(filter(None, parts))
        self.again.layout.display = "" if failed else "none"

    @property
    def failed(self) -> list[JobRecord]:
        """The failed jobs that the filter lets through and nobody retried yet."""
        with self._lock:
            records = list(self._records.values())
        return [
            record
            for record in records
            if record.state in FAILED
            and record.id not in self._retried
            and actions.retried_as(self._client.session, record.id) is None
            and self._wanted(record)
        ]

    def _retry(self, _: Any) -> None:  # noqa: ANN401
        for record in self.failed:
            with contextlib.suppress(VeoError):
                actions.retry(self._client.session, record.id)
                self._retried.add(record.id)
        self._filtered()
