"""All takes of a home, and what may be done with them."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets.client import Job, actions
from veo_widgets.core.record import TERMINAL
from veo_widgets.errors import InvalidRequest, VeoError
from veo_widgets.home.media_registry import ROUTE, register
from veo_widgets.home.takes import HIDDEN, NOTE, STAR, mark
from veo_widgets.media import Derived, clip_of, marks, poster
from veo_widgets.view.ask import ask_above
from veo_widgets.view.clip import clip_view
from veo_widgets.view.files import frame_of, model_of, stretch
from veo_widgets.view.html import clip_html, jobs_html
from veo_widgets.view.images import keep
from veo_widgets.view.job import first_line, most_of
from veo_widgets.view.studio import SHA256
from veo_widgets.view.takes import sweep_views, take_views, wall_page
from veo_widgets.view.wire.pay import ActOnTake
from veo_widgets.view.wire.studio import (
    AskMoved,
    AskTakes,
    Mark,
    OpenTake,
    ReadTake,
    UseFrame,
)
from veo_widgets.view.wire.takes import FilterView
from veo_widgets.widgets.chunks import send_made
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.money import Money
from veo_widgets.widgets.paying import pay
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.view.wire.common import Chunk
    from veo_widgets.widgets.messages import Buffers

_log = logging.getLogger(__name__)
PAGE: Final = 300
MOST_MOVED: Final = 60
STILLS: Final = 12
EVERYTHING: Final[FilterView] = {
    "search": "",
    "model": "",
    "state": "all",
    "starred": False,
    "dropped": False,
    "sweep": "",
    "when": "any",
}


class Wall(Money):
    """The part of the studio that shows jobs: its wall of takes and its stage."""

    notice = t.Unicode("").tag(sync=True)
    """What to know of the home, or of what ``on_done`` called."""
    media = t.Unicode().tag(sync=True)
    """Where the home's files lie below the base URL."""
    stage = t.Unicode("").tag(sync=True)
    """The id of the job on the stage; empty for the newest clip."""
    filter = Struct(FilterView, EVERYTHING)
    """Which takes are shown."""
    muted = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether the stage is silent."""
    loop = t.Bool(True).tag(sync=True)  # noqa: FBT003
    """Whether the stage starts over at the end."""

    def __init__(self, model: str | None, **given: Any) -> None:  # noqa: ANN401
        self._lock = threading.RLock()
        self._done: list[Callable[[Job], object]] = []
        self._ended: set[str] = set()
        super().__init__(model, **given)

    def _follow(self) -> None:
        """Show the home as it is."""
        home = self._client.home
        self._derived, self.media = Derived(home.derived), f"{ROUTE}/{home.id}"
        register(home)
        self._show_money()
        self._since = self._client.session.clock()

    def _listen(self) -> None:
        """Tell the page of what moves from now on."""
        self._stop = self._client.session.listen("", self._changed)
        self._seek_balance()

    # --- takes

    @handles(AskMoved)
    def _ask_moved(self, message: AskMoved, _: Buffers) -> None:
        """Tell of jobs again, from the thread that heard the question."""
        for job in message["jobs"][:MOST_MOVED]:
            self._tell(self._client.session.record(job))

    @handles(AskTakes)
    def _ask_takes(self, message: AskTakes, _: Buffers) -> None:
        """Send a page of takes."""
        most = max(1, min(message["count"], PAGE))
        takes, sweeps, page = wall_page(
            self._client, message["filter"], message["since"], message["after"], most
        )
        self.say(
            {
                "type": "takes",
                "id": message["id"],
                "takes": takes,
                "sweeps": sweeps,
                "total": page.total,
                "after": page.after,
                "now": self._client.session.clock(),
            }
        )

    def _changed(self, record: JobRecord) -> None:
        """Tell the browser of a job that moved; called from the delivery thread."""
        self._tell(record)
        if record.state not in TERMINAL:
            self._ended.discard(record.id)
        elif record.id not in self._ended and (record.ended or self._since) >= self._since:
            self._ended.add(record.id)
            self._show_money()
            self._call_back(Job(self._client.session, record.id))
            self._seek_balance()

    def _tell(self, record: JobRecord) -> None:
        session = self._client.session
        take = take_views(session, [record])[0]
        sweep = sweep_views(self._client, [record.run])[0] if record.run else None
        with self._lock:
            self.say({"type": "take", "take": take, "sweep": sweep, "now": session.clock()})

    def on_done(self, function: Callable[[Job], object]) -> Callable[[Job], object]:
        """Call back with each job of the home that ends from now on, however it ends.

        The call comes from a background thread, in the order in which jobs end. What the
        function raises is shown in the studio and logged, and keeps nothing else from going on.

        Args:
            function: Takes the job; ``job.state`` tells how it ended.

        Returns:
            The function, so that this can stand above it as a decorator.

        Example:
            >>> app = veo.studio()
            >>> app.on_done(lambda job: job.clip and job.clip.export(f"{job.id}.mp4"))
        """
        self._done.append(function)
        return function

    def _call_back(self, job: Job) -> None:
        for function in tuple(self._done):
            try:
                function(job)
            except Exception as error:  # noqa: BLE001
                name = getattr(function, "__name__", type(function).__name__)
                _log.error("%s, which on_done was given, broke", name, exc_info=error)
                self.notice = f"{name}, called with job {job.id}, raised {_spoken(error)}"

    @handles(OpenTake)
    def _open_take(self, message: OpenTake, _: Buffers) -> None:
        """Send all that the stage shows of a take."""
        session = self._client.session
        job = Job(session, message["job"])
        record, clip = job.record, job.clip
        shown = clip if clip is not None and clip.path.exists() else None
        model, home = session.catalogue.get(record.model), self._client.home.id
        pictured = message["poster"]
        view = None if shown is None else clip_view(shown, home, model=model, pictured=pictured)
        self.say(
            {
                "type": "take_opened",
                "id": message["id"],
                "take": take_views(session, [record])[0],
                "clip": view,
                "values": dict(record.parameters),
            }
        )

    @handles(ReadTake)
    def _read_take(self, message: ReadTake, _: Buffers) -> None:
        """Send a stretch of a clip or its poster to a page that no server serves."""
        answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}
        sha256, store = message["sha256"], self._client.session.store
        if not SHA256.fullmatch(sha256) or message["kind"] not in {
            "clip",
            "mp3",
            "poster",
            "strip",
            "marks",
        }:
            raise InvalidRequest("there is no such file")
        path = store.clip(sha256)
        if message["kind"] == "mp3":
            send_made(self.say, message, self._derived.mp3(path, sha256))
            return
        if message["kind"] == "strip":
            strip = self._derived.path(sha256, "strip.jpg")
            send_made(self.say, message, self._derived.make(path, sha256), strip)
            return
        try:
            if message["kind"] == "marks":
                record = self._client.session.ledger.by_clip(sha256)
                clip = None if record is None else clip_of(record, store.clip)
                part = b"" if clip is None else marks(clip)
            elif message["kind"] == "poster":
                beside = path.with_suffix(".jpg")
                part = beside.read_bytes() if beside.exists() else poster(path)
            else:
                part = stretch(path, message["start"], message["length"])
        except (OSError, VeoError) as error:
            self.say({**answer, "error": str(error)})
        else:
            self.say(answer, [part])

    @handles(ActOnTake)
    def _act(self, message: ActOnTake, _: Buffers) -> None:
        """Do what a take's button says, if its price is within what is paid at one press."""
        act: dict[str, Callable[..., object]] = {
            "cancel": actions.cancel,
            "retry": self._retry,
            "resubmit": actions.resubmit,
            "unwatch": actions.unwatch,
        }
        session, job, action = self._client.session, message["job"], message["action"]
        price = most_of([session.record(job)], action)
        pay(self, message, ask_above(session), price, lambda: act[action](session, job))

    def _retry(self, session: Session, job: str) -> None:
        """Take a job up again; what was sent anew is on the stage, as after any press."""
        fresh, _ = actions.retry(session, job)
        if fresh.id != job:
            self.stage = fresh.id
            self._tell(session.record(job))

    @handles(Mark)
    def _mark(self, message: Mark, _: Buffers) -> None:
        """Put stars and notes on takes, or put takes away."""
        session = self._client.session
        records = [session.record(job) for job in message["jobs"]]
        mark(session.ledger, [record.id for record in records], _marks(message))
        for record in records:
            self._tell(record)

    @handles(UseFrame)
    def _use_frame(self, message: UseFrame, _: Buffers) -> None:
        """Take a frame of a clip as an image, and remember where it is from."""
        session, at = self._client.session, message["time"]
        clip = Job(session, message["job"]).clip
        if clip is None:
            raise InvalidRequest(f"job {message['job']} has no clip")
        path = frame_of(clip, at, session.home.root / "frames")
        image = keep(session.store, str(path), f"frame at {at:.2f} s")
        session.ledger.set(f"frame {image['value']}", f"{message['job']} {at:.3f}")
        self._taken(message["id"], image)

    def close(self) -> None:
        """Stop following and leave the page."""
        stop = getattr(self, "_stop", None)
        if stop is not None:
            stop()
        super().close()

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        jobs = self._client.jobs(limit=STILLS)
        clip = next((job.clip for job in jobs if job.clip is not None), None)
        return jobs_html(jobs) + (clip_html(clip, model=model_of(clip)) if clip is not None else "")

    def still_stage(self) -> object:
        """Return the jobs that the still names, each with its state."""
        records = self._client.session.ledger.select(None, None, STILLS)
        return [(record.id, record.state) for record in records]


def _marks(message: Mark) -> dict[str, str | None]:
    """Return what a message changes of marks."""
    marks: dict[str, str | None] = {
        kind: "1" if wanted else None
        for kind, wanted in ((STAR, message["starred"]), (HIDDEN, message["hidden"]))
        if wanted is not None
    }
    note = message["note"]
    return marks if note is None else {**marks, NOTE: note.strip() or None}


def _spoken(error: Exception) -> str:
    return f"{type(error).__name__}: {first_line(error)}"
