"""All takes of a home, and what may be done with them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets.client import Job, actions
from veo_widgets.errors import InvalidRequest, VeoError
from veo_widgets.home.media_registry import ROUTE, register
from veo_widgets.home.takes import mark
from veo_widgets.media import Derived, poster
from veo_widgets.view.clip import clip_view, plain
from veo_widgets.view.files import frame_of, stretch
from veo_widgets.view.images import keep
from veo_widgets.view.studio import SHA256, money_view
from veo_widgets.view.takes import take_views, takes
from veo_widgets.view.wire.studio import (
    ActOnTake,
    AskTakes,
    FilterView,
    Mark,
    MoneyView,
    OpenTake,
    ReadTake,
    SetMoney,
    StudioFromPython,
    UseFrame,
)
from veo_widgets.widgets.form import Form
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from veo_widgets.core.record import JobRecord
    from veo_widgets.view.wire.common import Chunk
    from veo_widgets.widgets.messages import Buffers

PAGE: Final = 60


class Wall(Form[StudioFromPython]):
    """The part of the studio that shows jobs: its wall of takes and its stage."""

    money = Struct(MoneyView)
    """Whose money is spent; set by the kernel only."""
    media = t.Unicode().tag(sync=True)
    """Where the home's files lie below the base URL."""
    stage = t.Unicode("").tag(sync=True)
    """The id of the job on the stage; empty for the newest clip."""
    filter = Struct(
        FilterView, {"search": "", "model": "", "state": "all", "starred": False, "sweep": ""}
    )
    """Which takes are shown."""
    muted = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether the stage is silent."""
    loop = t.Bool(True).tag(sync=True)  # noqa: FBT003
    """Whether the stage starts over at the end."""

    def __init__(self, model: str, **given: Any) -> None:  # noqa: ANN401
        self._lock = threading.RLock()
        self._ready_listeners: list[Callable[[Job], None]] = []
        self._balance: float | None = None
        super().__init__(model, **given)

    def _follow(self) -> None:
        """Show the home's jobs from now on."""
        client, session = self._client, self._client.session
        self._derived = Derived(client.home.derived)
        register(client.home)
        self.media = f"{ROUTE}/{client.home.id}"
        self.money = money_view(client, None, session.clock())
        self._stop = session.listen("", self._changed)
        self._conductor = session.start()
        self._seek_balance()

    # --- takes

    @handles(AskTakes)
    def _ask_takes(self, message: AskTakes, _: Buffers) -> None:
        """Send a page of takes."""
        session, most = self._client.session, min(message["count"], PAGE)
        shown, total = takes(session, message["filter"], message["after"], most)
        now = session.clock()
        self.say({"type": "takes", "id": message["id"], "takes": shown, "total": total, "now": now})

    def _changed(self, record: JobRecord) -> None:
        """Tell the browser of a job that moved; called from the delivery thread."""
        session = self._client.session
        take = take_views(session, [record])[0]
        with self._lock:
            self.say({"type": "take", "take": take, "now": session.clock()})
        if record.state != "ready":
            return
        self.money = money_view(self._client, self._balance, session.clock())
        for heard in self._ready_listeners:
            heard(Job(session, record.id))
        self._seek_balance()

    def on_ready(self, heard: Callable[[Job], None]) -> None:
        """Call back with each job whose clip has come, from a background thread."""
        self._ready_listeners.append(heard)

    @handles(OpenTake)
    def _open_take(self, message: OpenTake, _: Buffers) -> None:
        """Send all that the stage shows of a take."""
        session = self._client.session
        job = Job(session, message["job"])
        record, clip = job.record, job.clip
        shown = clip if clip is not None and clip.path.exists() else None
        self.say(
            {
                "type": "take_opened",
                "id": message["id"],
                "take": take_views(session, [record])[0],
                "clip": None if shown is None else clip_view(shown, self._client.home.id),
                "values": dict(record.parameters),
            }
        )

    @handles(ReadTake)
    def _read_take(self, message: ReadTake, _: Buffers) -> None:
        """Send a stretch of a clip or its poster to a page that no server serves."""
        answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}
        sha256, store = message["sha256"], self._client.session.store
        if not SHA256.fullmatch(sha256) or message["kind"] not in {"clip", "poster", "strip"}:
            raise InvalidRequest("there is no such file")
        path = store.clip(sha256)
        if message["kind"] == "strip":
            self._send_strip(answer, path, message)
            return
        try:
            if message["kind"] == "poster":
                beside = path.with_suffix(".jpg")
                part = beside.read_bytes() if beside.exists() else poster(path)
            else:
                part = stretch(path, message["start"], message["length"])
        except (OSError, VeoError) as error:
            self.say({**answer, "error": str(error)})
        else:
            self.say(answer, [part])

    def _send_strip(self, answer: Chunk, clip: Path, message: ReadTake) -> None:
        """Send a clip's frames side by side, as soon as they are made."""
        sha256 = message["sha256"]

        def made(work: Future[None]) -> None:
            error = work.exception()
            if error is not None:
                self.say({**answer, "error": plain(str(error))})
                return
            strip = self._derived.path(sha256, "strip.jpg")
            self.say(answer, [stretch(strip, message["start"], message["length"])])

        self._derived.make(clip, sha256).add_done_callback(made)

    @handles(ActOnTake)
    def _act(self, message: ActOnTake, _: Buffers) -> None:
        """Do what a take's button says."""
        act: dict[str, Callable[..., object]] = {
            "cancel": actions.cancel,
            "retry": actions.retry,
            "resubmit": actions.resubmit,
            "unwatch": actions.unwatch,
        }
        act[message["action"]](self._client.session, message["job"])

    @handles(Mark)
    def _mark(self, message: Mark, _: Buffers) -> None:
        """Put a star and a note on a take."""
        session = self._client.session
        record = session.record(message["job"])
        mark(session.ledger, record.id, starred=message["starred"], note=message["note"])
        take = take_views(session, [record])[0]
        self.say({"type": "take", "take": take, "now": session.clock()})

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

    # --- money

    def _seek_balance(self) -> None:
        """Ask for the balance, from any thread and without waiting."""
        if self._client.endpoint.real_money:
            self._client.session.call(self._begin_balance)

    def _begin_balance(self) -> None:
        self._asking = asyncio.ensure_future(self._ask_balance())

    async def _ask_balance(self) -> None:
        with contextlib.suppress(VeoError, OSError):
            service = await self._conductor.service(self._client.endpoint.name)
            self._balance = await service.credits()
            self.money = {**self.money, "balance": self._balance}

    @handles(SetMoney)
    def _set_money(self, message: SetMoney, _: Buffers) -> None:
        """Keep the budget, and the price above which one is asked."""
        session = self._client.session
        self._client.budget = message["budget"]
        session.ledger.set(f"ask above {session.endpoint.name}", repr(message["ask_above"]))
        self.money = money_view(self._client, self._balance, session.clock())

    def close(self) -> None:
        """Stop following and leave the page."""
        stop = getattr(self, "_stop", None)
        if stop is not None:
            stop()
        super().close()
