"""What each object looks like in a notebook, live and saved."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.client import Client, Job, Jobs
from veo_widgets.experiment import Plan, Sweep, Sweeps
from veo_widgets.home import Spend
from veo_widgets.media import Clip
from veo_widgets.view.html import Bundle, clip_html, jobs_html, table


@singledispatch
def bundle(thing: object) -> Bundle:
    """Return an object's mime bundle; plain text for what is not known here."""
    return {"text/plain": repr(thing)}


@bundle.register
def _(thing: Job) -> Bundle:
    from veo_widgets.widgets import JobWidget

    drawn: Bundle = JobWidget(thing)._repr_mimebundle_()
    return drawn


@bundle.register
def _(thing: Clip) -> Bundle:
    from veo_widgets.widgets import VideoPlayer

    drawn = VideoPlayer(thing)._repr_mimebundle_()
    return drawn[0] if drawn else _plain(thing, clip_html(thing))


@bundle.register(Sweep)
@bundle.register(Plan)
def _(thing: Sweep | Plan) -> Bundle:
    from veo_widgets.widgets import ComparisonGrid

    grid = ComparisonGrid(thing)
    drawn = grid._repr_mimebundle_()
    return drawn[0] if drawn else _plain(thing, grid.still())


@bundle.register
def _(thing: Sweeps) -> Bundle:
    rows = [(name, repr(sweep)) for name, sweep in thing.items()]
    return _plain(thing, table(("sweep", ""), rows))


@bundle.register
def _(thing: Catalogue) -> Bundle:
    rows = [
        (m.slug, m.summary, ", ".join(m.properties), f"{m.usual_s:.0f} s", str(m.price()))
        for m in thing.values()
    ]
    return _plain(thing, table(("model", "", "parameters", "usual", "price"), rows))


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
    heads = ("parameter", "type", "allowed", "default", "")
    return _plain(thing, head + table(heads, rows))


@bundle.register
def _(thing: Jobs) -> Bundle:
    return _plain(thing, jobs_html(thing))


@bundle.register
def _(thing: Spend) -> Bundle:
    parts = []
    for title, lines in (("Real money", thing.lines), ("Play money", thing.play)):
        rows = [
            (
                line.day,
                line.endpoint,
                line.model,
                line.clips,
                f"${line.cost:.2f}",
                f"${line.estimate:.2f}",
                line.free_failures,
            )
            for line in lines
        ]
        heads = ("day", "endpoint", "model", "clips", "cost", "estimate", "free failures")
        total = sum(line.cost for line in lines)
        parts.append(f"<b>{title}: ${total:.2f}</b>{table(heads, rows) if rows else ''}")
    return _plain(thing, "<br>".join(parts))


@bundle.register
def _(thing: Client) -> Bundle:
    rows = [
        ("endpoint", str(thing.endpoint)),
        ("home", thing.home.root),
        ("jobs", len(thing.jobs())),
    ]
    return _plain(thing, table(("", ""), rows))


def _plain(thing: object, html: str) -> Bundle:
    return {"text/plain": repr(thing), "text/html": html}
