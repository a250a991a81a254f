"""Containers of the kit's widgets: a saved notebook keeps stills of what is in them.

A container is ipywidgets' own, or another package's, and knows no still; IPython is told, by
its own registry of formatters, to show one before a widget that holds widgets of the kit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import ipywidgets

from veo_widgets._lib.displayable import ShownOtherwise
from veo_widgets.widgets.shown import Shown, stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.formatters import DisplayFormatter

MOST: Final = 200
LOOKED: Final = 2000
VIEW: Final = "application/vnd.jupyter.widget-view+json"


def teach(formatter: DisplayFormatter) -> None:
    """Let containers that hold the kit's widgets be shown with their stills."""
    formatter.ipython_display_formatter.for_type(ipywidgets.DOMWidget, _show)


def kept(holder: ipywidgets.DOMWidget, seen: set[int] | None = None) -> Iterator[Any]:
    """Yield the kit's widgets in a container and in the containers within, in their order."""
    seen = set() if seen is None else seen
    for name in holder.keys:
        if not holder.trait_has_value(name):
            continue
        for child in _widgets_in(getattr(holder, name)):
            if id(child) in seen:
                continue
            seen.add(id(child))
            if hasattr(child, "still"):
                yield child
            else:
                yield from kept(child, seen)


def _widgets_in(value: object) -> Iterator[ipywidgets.DOMWidget]:
    """Yield the widgets of a trait's value: of a list, by a name, in what was printed."""
    parts = deque([value])
    for _ in range(LOOKED):
        if not parts:
            return
        part = parts.popleft()
        if isinstance(part, ipywidgets.DOMWidget):
            yield part
        elif isinstance(part, Mapping):
            if VIEW in part:
                name = f"IPY_MODEL_{part[VIEW].get('model_id')}"
                parts.append(ipywidgets.widget_serialization["from_json"](name, None))
            parts.extend(islice(part.values(), LOOKED))
        elif isinstance(part, (list, tuple)):
            parts.extend(islice(part, LOOKED))


def still(holder: ipywidgets.DOMWidget) -> str:
    """Return what a notebook without its kernel shows of a container, as HTML."""
    drawn = [widget.still() for widget in islice(kept(holder), MOST)]
    return "".join(f"<div style='margin:4px 0'>{html}</div>" for html in drawn)


def _show(holder: ipywidgets.DOMWidget) -> None:
    own = getattr(holder, "_ipython_display_", None)
    if own is not None:
        own()
        return
    fills_later = isinstance(holder, ipywidgets.Output)
    held = list(kept(holder))
    if stands_alone() or not (held or fills_later):
        raise ShownOtherwise
    shown = Shown(lambda: still(holder))
    _follow(held, shown)
    shown.show(holder._repr_mimebundle_() or {}, {})
    if fills_later:
        holder.observe(lambda _: _refill(holder, shown), "outputs")


def _refill(holder: ipywidgets.DOMWidget, shown: Shown) -> None:
    """Draw the still of what was printed since."""
    _follow(kept(holder), shown)
    shown.again()


def _follow(held: Iterator[Any] | list[Any], shown: Shown) -> None:
    for widget in held:
        widget.shown.within(shown)
