"""A widget in a cell: its still first, then the widget that takes the still's place."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from veo_widgets._lib.displayable import in_notebook
from veo_widgets.view.style import framed

if TYPE_CHECKING:
    from collections.abc import Callable


def stands_alone() -> bool:
    """Tell whether the host keeps one output of a widget and its still.

    There the page is not JupyterLab's, and would show both.
    """
    return not in_notebook() or "VSCODE_PID" in os.environ or "google.colab" in sys.modules


def publish(bundle: dict[str, Any], metadata: dict[str, Any] | None = None, **how: Any) -> None:  # noqa: ANN401
    """Put a mime bundle into the cell that runs, or where its display id is."""
    from IPython.display import publish_display_data

    publish_display_data(bundle, metadata, **how)  # type: ignore[no-untyped-call]


class Shown:
    """The stills of a widget, wherever it was displayed.

    Args:
        still: Returns what a notebook without its kernel shows, as HTML.
    """

    def __init__(self, still: Callable[[], str]) -> None:
        self._still = still
        self._name = ""
        self._around: list[Shown] = []

    def within(self, around: Shown) -> None:
        """Have the still of what holds this one drawn anew with it."""
        self._around.append(around)

    def show(self, drawn: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Put the still and the widget into the cell that runs.

        Args:
            drawn: The widget's mime bundle.
            metadata: Its metadata.
        """
        self._name = self._name or uuid4().hex
        publish(self._bundle(), transient={"display_id": self._name})
        live = {kind: body for kind, body in drawn.items() if kind != "text/html"}
        publish({**live, "text/plain": ""}, metadata)

    def again(self) -> None:
        """Draw the still anew wherever it is, also in cells that have ended."""
        for around in self._around:
            around.again()
        if not self._name or not in_notebook():
            return
        publish(self._bundle(), transient={"display_id": self._name}, update=True)

    def _bundle(self) -> dict[str, Any]:
        return {"text/plain": "", "text/html": framed(self._still(), still=True)}
