"""A button that puts a text on the clipboard."""

from __future__ import annotations

import traitlets as t

from veo_widgets.view.wire.common import CopyButtonFromPython
from veo_widgets.widgets.base import VeoWidget


class CopyButton(VeoWidget[CopyButtonFromPython]):
    """Copies ``text`` when it is pressed, and says so.

    Args:
        text: What to copy.
        label: What stands on the button.
    """

    module = "copy"

    text = t.Unicode().tag(sync=True)
    """What is copied; an empty text disables the button."""
    label = t.Unicode("Copy").tag(sync=True)
    """What stands on the button."""

    def __init__(self, text: str = "", *, label: str = "Copy") -> None:
        super().__init__(text=text, label=label)
