"""The whole app in one cell: controls, launch, queue, gallery."""

from __future__ import annotations

import threading
from html import escape
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as w

from veo_widgets.client.functions import client as default_client
from veo_widgets.errors import VeoError
from veo_widgets.view.html import MimeBundle, clip_html, jobs_html, with_html
from veo_widgets.widgets import Controls, JobQueue, VideoPlayer
from veo_widgets.widgets.controls import close_tree
from veo_widgets.widgets.fields import RED

if TYPE_CHECKING:
    from veo_widgets.client import Client, Job
    from veo_widgets.core.record import JobRecord

SHOWN: Final = 12


class Studio(w.VBox):  # type: ignore[misc]
    """Picks a model, sends jobs, follows them, and plays their clips.

    Args:
        model: The model to begin with.
        client: Whose jobs; the package's own when not given.
    """

    def __init__(self, model: str = "veo-3.1-fast", *, client: Client | None = None) -> None:
        self._client = client or default_client()
        self.controls = Controls(model, client=self._client)
        models = [(f"{m.title} · {m.summary}", m.slug) for m in self._client.catalogue.values()]
        self.picker = w.Dropdown(
            options=models, value=model, layout={"width": "auto", "max_width": "720px"}
        )
        self.generate = w.Button(button_style="primary", icon="play", layout={"width": "auto"})
        self.generate.add_class("vw-generate")
        self.message = w.HTML("", style={"text_color": RED})
        self.queue = JobQueue(self._client, SHOWN)
        self.gallery = w.VBox()
        self.player = VideoPlayer(placeholder="finished clips play here")
        self._mine = ""
        self._lock = threading.RLock()
        self._strip = w.HBox(layout={"flex_flow": "row wrap"})
        self.gallery.children = [self.player, self._strip]
        header = w.HTML(_header(self._client))
        super().__init__(
            [
                header,
                self.picker,
                self.controls,
                w.HBox([self.generate, self.message]),
                w.HTML("<b>Jobs</b>"),
                self.queue,
                w.HTML("<b>Clips</b>"),
                self.gallery,
            ]
        )
        self.add_class("vw-studio")
        self.picker.observe(self._picked, "value")
        self.controls.observe(self._priced, ["value", "valid", "model"])
        self.generate.on_click(self._launch)
        self._priced()
        self._say(self._client.trouble or "")
        for job in reversed(self._client.jobs(limit=SHOWN)):
            self._follow(job, job.record)
        self._stop = self._client.session.listen("", self._changed)

    def _picked(self, change: dict[str, Any]) -> None:
        self.controls.model = change["new"]

    def _priced(self, _: object = None) -> None:
        price = self.controls.chosen.price(self.controls.value)
        money = "play money" if not self._client.endpoint.real_money else "est."
        self.generate.description = f"Generate · {price} {money}"

    def _say(self, text: str) -> None:
        self.message.value = escape(text, quote=False)

    def _launch(self, _: object) -> None:
        if self.controls.problems:
            self._say("Not sent: see the fields marked above.")
            return
        self._say("")
        self.generate.disabled = True
        try:
            job = self._client.submit(self.controls.model, parameters=dict(self.controls.value))
        except VeoError as error:
            self._say(str(error).splitlines()[0])
        else:
            self._mine = job.id
            self._follow(job, job.record)
        finally:
            self.generate.disabled = False

    def _changed(self, record: JobRecord) -> None:
        from veo_widgets.client import Job

        self._follow(Job(self._client.session, record.id), record)

    def _follow(self, job: Job, record: JobRecord) -> None:
        """Show a job's badge on top, once, and its clip when there is one."""
        self.queue.follow(job, record)
        if record.state == "ready":
            with self._lock:
                self._add_clip(job)

    def _add_clip(self, job: Job) -> None:
        clip = job.clip
        if clip is None or any(c.sha256 == clip.sha256 for c in self._strip.children):
            if clip is not None and job.reused:
                self.player.show(clip)
            return
        button = w.Button(
            description=f"{clip.model} · {clip.parameters.get('seed', '')}",
            tooltip=str(clip.parameters.get("prompt", "")),
            layout={"width": "auto"},
        )
        button.sha256 = clip.sha256
        button.on_click(lambda _: self.player.show(clip))
        self._strip.children = [button, *self._strip.children][:SHOWN]
        if self.player.clip is None or job.id == self._mine:
            self.player.show(clip)

    def _repr_mimebundle_(self, **given: Any) -> MimeBundle:  # noqa: ANN401
        jobs = self._client.jobs(limit=SHOWN)
        clip = next((job.clip for job in jobs if job.clip is not None), None)
        html = _header(self._client) + jobs_html(jobs)
        if clip is not None:
            html += clip_html(clip)
        return with_html(super()._repr_mimebundle_(**given), html)

    def close(self) -> None:
        """Stop following and leave the page."""
        self._stop()
        close_tree(self.queue)
        super().close()


def studio(model: str = "veo-3.1-fast", *, client: Client | None = None) -> Studio:
    """Return the whole app for a cell.

    Args:
        model: The model to begin with.
        client: Whose jobs; the package's own when not given.
    """
    return Studio(model, client=client)


def _header(client: Client) -> str:
    return f"<b>veo_widgets</b> · {escape(str(client.endpoint))} · home {escape(str(client.home.root))}"
