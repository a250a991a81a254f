"""What each object looks like in a notebook, live and saved."""

from __future__ import annotations

from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.client import Client, Job, Jobs
from veo_widgets.ledger import Spend
from veo_widgets.media import Clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Bundle = dict[str, Any]


@singledispatch
def bundle(thing: object) -> Bundle:
    """Return an object's mime bundle; plain text for what is not known here."""
    return {"text/plain": repr(thing)}


@bundle.register
def _(thing: Job) -> Bundle:
    from veo_widgets.widgets import JobWidget

    record = thing.record
    rows = [("model", record.model), ("state", record.state), ("job", record.id),
            ("request", record.request_id or "not sent")]  # fmt: skip
    clip = thing.clip
    still = _clip_html(clip) if clip else ""
    return _with_widget(JobWidget(thing), still or _table(("", ""), rows))


@bundle.register
def _(thing: Clip) -> Bundle:
    from veo_widgets.widgets import VideoPlayer

    player = VideoPlayer(thing)
    return _with_widget(player, _clip_html(thing))


@bundle.register
def _(thing: Catalogue) -> Bundle:
    rows = [
        (
            m.slug,
            m.summary,
            ", ".join(m.properties),
            f"{m.usual_s:.0f} s",
            str(m.price()),
        )
        for m in thing.values()
    ]
    return _plain(thing, _table(("model", "", "parameters", "usual", "price"), rows))


@bundle.register
def _(thing: Model) -> Bundle:
    required = thing.parameters.get("required", ())
    rows = [
        (
            f"{name}{' *' if name in required else ''}",
            schema.get("type", ""),
            ", ".join(map(str, schema.get("enum", ()))) or "–",
            "auto" if schema.get("default") is None else schema["default"],
            schema.get("description", ""),
        )
        for name, schema in thing.properties.items()
    ]
    head = f"<b>{escape(thing.title)}</b> {escape(thing.summary)}"
    table = _table(("parameter", "type", "allowed", "default", ""), rows)
    return _plain(thing, head + table)


@bundle.register
def _(thing: Jobs) -> Bundle:
    rows = []
    for job in thing:
        record = job.record
        prompt = str(record.parameters.get("prompt", ""))
        cost = "–" if record.cost is None else f"${record.cost:.2f}"
        rows.append((record.id, record.model, record.state, cost, prompt[:60]))
    return _plain(thing, _table(("job", "model", "state", "cost", "prompt"), rows))


@bundle.register
def _(thing: Spend) -> Bundle:
    parts = []
    for title, lines in (("Real money", thing.lines), ("Play money", thing.play)):
        rows = [
            (line.day, line.endpoint, line.model, line.clips, f"${line.cost:.2f}",
             f"${line.estimate:.2f}", line.free_failures) for line in lines
        ]  # fmt: skip
        heads = (
            "day",
            "endpoint",
            "model",
            "clips",
            "cost",
            "estimate",
            "free failures",
        )
        total = sum(line.cost for line in lines)
        parts.append(
            f"<b>{title}: ${total:.2f}</b>{_table(heads, rows) if rows else ''}"
        )
    return _plain(thing, "<br>".join(parts))


@bundle.register
def _(thing: Client) -> Bundle:
    rows = [
        ("endpoint", str(thing.endpoint)),
        ("home", thing.home.root),
        ("jobs", len(thing.jobs())),
    ]
    return _plain(thing, _table(("", ""), rows))


def _plain(thing: object, html: str) -> Bundle:
    return {"text/plain": repr(thing), "text/html": html}


def _with_widget(widget: Any, html: str) -> Bundle:  # noqa: ANN401
    drawn = widget._repr_mimebundle_()
    found: Bundle = dict(drawn[0] if isinstance(drawn, tuple) else drawn or {})
    found["text/html"] = html
    return found


def _clip_html(clip: Clip) -> str:
    """Return a poster and the facts, for a notebook without its kernel."""
    from veo_widgets.widgets.views import fact_views, label, poster_uri

    rows = [
        (fact["name"], fact["asked"] or "–", fact["got"]) for fact in fact_views(clip)
    ]
    image = (
        f'<img src="{poster_uri(clip.path)}" width="480" alt="{escape(label(clip))}">'
    )
    return (
        f"<figure style='margin:0'>{image}<figcaption>{escape(label(clip))}</figcaption></figure>"
        + _table(("fact", "asked", "got"), rows)
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td style='text-align:left'>{escape(str(cell))}</td>" for cell in row
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
