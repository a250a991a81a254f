"""What each object looks like in a notebook, live and saved."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.client import Client, Job, Jobs
from veo_widgets.experiment import Plan, Sweep, Sweeps
from veo_widgets.home import Spend
from veo_widgets.media import Clip
from veo_widgets.view.html import MimeBundle, clip_html, jobs_html, table


@singledispatch
def mimebundle(thing: object) -> MimeBundle:
    """Return an object's mime bundle; plain text for what is not known here."""
    return {"text/plain": repr(thing)}


@mimebundle.register
def _(thing: Job) -> MimeBundle:
    from veo_widgets.widgets import JobWidget

    drawn: MimeBundle = JobWidget(thing)._repr_mimebundle_()
    return drawn


@mimebundle.register
def _(thing: Clip) -> MimeBundle:
    from veo_widgets.widgets import VideoPlayer

    drawn = VideoPlayer(thing)._repr_mimebundle_()
    return drawn[0] if drawn else _plain(thing, clip_html(thing))


@mimebundle.register(Sweep)
@mimebundle.register(Plan)
def _(thing: Sweep | Plan) -> MimeBundle:
    from veo_widgets.widgets import ComparisonGrid

    grid = ComparisonGrid(thing)
    drawn = grid._repr_mimebundle_()
    return drawn[0] if drawn else _plain(thing, grid.still())


@mimebundle.register
def _(thing: Sweeps) -> MimeBundle:
    rows = [(name, repr(sweep)) for name, sweep in thing.items()]
    return _plain(thing, table(("sweep", ""), rows))


@mimebundle.register
def _(thing: Catalogue) -> MimeBundle:
    rows = [
        (m.slug, m.summary, ", ".join(m.properties), f"{m.usual_s:.0f} s", str(m.price()))
        for m in thing.values()
    ]
    return _plain(thing, table(("model", "", "parameters", "usual", "price"), rows))


@mimebundle.register
def _(thing: Model) -> MimeBundle:
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


@mimebundle.register
def _(thing: Jobs) -> MimeBundle:
    return _plain(thing, jobs_html(thing))


@mimebundle.register
def _(thing: Spend) -> MimeBundle:
    parts = []
    for title, lines in (("Real money", thing.lines), ("Play money", thing.play)):
        rows = [
            (
                line.day,
                line.endpoint,
                line.model,
                line.clips,
                f"${line.cost:.2f}" + (f" + {line.unknown} unknown" if line.unknown else ""),
                f"${line.estimate:.2f}",
                line.free_failures,
            )
            for line in lines
        ]
        heads = ("day", "endpoint", "model", "clips", "cost", "estimate", "free failures")
        total = sum(line.cost for line in lines)
        parts.append(f"<b>{title}: ${total:.2f}</b>{table(heads, rows) if rows else ''}")
    return _plain(thing, "<br>".join(parts))


@mimebundle.register
def _(thing: Client) -> MimeBundle:
    rows = [
        ("endpoint", str(thing.endpoint)),
        ("home", thing.home.root),
        ("jobs", len(thing.jobs())),
    ]
    return _plain(thing, table(("", ""), rows))


def _plain(thing: object, html: str) -> MimeBundle:
    return {"text/plain": repr(thing), "text/html": html}
