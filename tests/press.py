"""A widget's browser: what it sends, and what it hears."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from veo_widgets.widgets.wall import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.widgets import Controls
    from veo_widgets.widgets.base import VeoWidget

NOTHING = {"count": 0, "high": 0.0, "unpriced": 0}


def press(widget: VeoWidget[Any], message: Mapping[str, Any], *buffers: bytes) -> None:
    """Send a widget what the browser sends it."""
    widget._heard(widget, dict(message), [memoryview(part) for part in buffers])


def launch(grid: VeoWidget[Any], shown: Mapping[str, Any] | None = None) -> None:
    """Press the button that sends a grid's new cells, at the price that it shows or showed."""
    view: Any = grid
    seen = view.pending if shown is None else shown
    told = {name: value for name, value in (seen or NOTHING).items() if name != "low"}
    press(grid, {"type": "launch", **told})


def sent(widget: Any) -> list[tuple[dict, list]]:
    """Record what a widget sends to the browser from now on."""
    out: list[tuple[dict, list]] = []
    widget.send = lambda content, buffers=None: out.append((content, buffers or []))
    return out


def typed(controls: Controls, revision: int, by: str = "view", **values: Any) -> None:
    """Say the form as a view holds it."""
    form = {**controls.form, "values": values, "by": by, "revision": revision}
    press(controls, {"type": "edit", "form": form})


def said(out: list[tuple[dict, list]], kind: str) -> list[dict]:
    """Return what a widget sent of one kind."""
    return [message for message, _ in out if message["type"] == kind]


def wall(studio: VeoWidget[Any], after: str = "", since: float = 0.0, **chosen: Any) -> dict:
    """Return a page of a studio's takes."""
    out = sent(studio)
    message = {"type": "ask_takes", "id": "1", "after": after, "count": 60, "since": since}
    press(studio, {**message, "filter": {**EVERYTHING, **chosen}})
    return said(out, "takes")[0]


def until(happened: Callable[[], object], within: float = 30.0) -> None:
    """Wait for what another thread tells."""
    end = time.monotonic() + within
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
