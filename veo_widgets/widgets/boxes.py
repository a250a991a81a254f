"""Boxes of the kit's widgets: a saved notebook keeps stills of what is in them.

A box is ipywidgets' own and knows no still; IPython is told, by its own registry of
formatters, to show one before a box that holds widgets of the kit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ipywidgets

from veo_widgets._lib.displayable import ShownOtherwise
from veo_widgets.widgets.shown import Shown, stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.formatters import DisplayFormatter

MOST: Final = 200


def teach(formatter: DisplayFormatter) -> None:
    """Let boxes that hold the kit's widgets be shown with their stills."""
    formatter.ipython_display_formatter.for_type(ipywidgets.Box, _show)


def kept(box: ipywidgets.Box) -> Iterator[Any]:
    """Yield the kit's widgets in a box and in the boxes within, in their order."""
    for child in box.children:
        if hasattr(child, "still"):
            yield child
        elif isinstance(child, ipywidgets.Box):
            yield from kept(child)


def still(box: ipywidgets.Box) -> str:
    """Return what a notebook without its kernel shows of a box, as HTML."""
    drawn = [widget.still() for widget, _ in zip(kept(box), range(MOST), strict=False)]
    return "".join(f"<div style='margin:4px 0'>{html}</div>" for html in drawn)


def _show(box: ipywidgets.Box) -> None:
    own = getattr(box, "_ipython_display_", None)
    if own is not None:
        own()
        return
    held = list(kept(box))
    if not held or stands_alone():
        raise ShownOtherwise
    shown = Shown(lambda: still(box))
    for widget in held:
        widget.shown.within(shown)
    shown.show(box._repr_mimebundle_() or {}, {})
