"""Objects that a notebook may draw: what draws them is told from above."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SESSION: Final = "JPY_SESSION_NAME"
"""What Jupyter's server names the notebook by to a kernel that it starts for one."""
_draw: Callable[[object], dict[str, Any]] | None = None
_show: Callable[[object], bool] | None = None
_live: Callable[[object], object] | None = None


def use(
    draw: Callable[[object], dict[str, Any]],
    show: Callable[[object], bool],
    live: Callable[[object], object],
) -> None:
    """Set what draws objects.

    Args:
        draw: Turns an object into a mime bundle.
        show: Shows an object that lives in a notebook's page; tells whether it did.
        live: Turns an object into its widget, or into what is a page of its own.
    """
    global _draw, _show, _live
    _draw, _show, _live = draw, show, live


def shown(thing: object) -> bool:
    """Show an object in the cell that runs, if it lives in a page; tell whether it was."""
    return _show is not None and _show(thing)


def shell_here() -> Any:  # noqa: ANN401
    """Return IPython's shell that runs this, or ``None``."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def in_notebook() -> bool:
    """Tell whether a notebook's kernel runs this; the stand-in that an app of Solara has is none."""
    shell = shell_here()
    return getattr(shell, "kernel", None) is not None and hasattr(shell, "display_formatter")


def somebody_waits() -> bool:
    """Tell whether a person sits before the page of the cell that runs.

    A program that runs notebooks takes no input, or starts its kernel without Jupyter's server;
    and what ``%%capture`` catches is caught only in the cell.
    """
    shell = shell_here()
    takes_input = getattr(getattr(shell, "kernel", None), "_allow_stdin", False)
    caught = hasattr(getattr(shell, "display_pub", None), "outputs")
    return bool(takes_input) and SESSION in os.environ and not caught


class ShownOtherwise(NotImplementedError):
    """IPython's sign that a display method did nothing: the mime bundle is to be shown."""


class Displayable:
    """Gives a class its rich display in every host that knows mime bundles."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        return {"text/plain": repr(self)} if _draw is None else _draw(self)

    def _display_(self) -> object:
        """Return what marimo, which asks for this, is to draw in its place."""
        return repr(self) if _live is None else _live(self)

    def _ipython_display_(self) -> None:
        """Show what lives in the page; the mime bundle is right for everything else."""
        if not (in_notebook() and shown(self)):
            raise ShownOtherwise
