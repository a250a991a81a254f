"""An error of the kit as a cell shows it: what happened, what to do, the rest folded away."""

from __future__ import annotations

import traceback
from html import escape
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.displayable import in_notebook
from veo_widgets._lib.terminal import plain
from veo_widgets.errors import InvalidParameters, VeoError
from veo_widgets.view.style import framed

if TYPE_CHECKING:
    from collections.abc import Iterator

RED: Final = "\x1b[31m"
FAINT: Final = "\x1b[2m"
END: Final = "\x1b[0m"
OF_CELLS: Final = ("<ipython-input", "ipykernel_", "<stdin>")


def render(error: object) -> list[str]:
    """Return an error in two lines: what and where, then the next step.

    In a notebook the traceback goes below, folded; parameters that are refused are all
    listed.
    """
    if not isinstance(error, VeoError):
        return [plain(error)]
    place = _line_of(error)
    where = f" (line {place})" if place else ""
    if in_notebook() and not getattr(error, "_folded", False):
        error._folded = True  # type: ignore[attr-defined]  # noqa: SLF001
        _fold(error)
    return [
        f"{RED}{type(error).__name__}{END}{where}: {_message(error)}",
        f"{FAINT}→ {plain(error.next_step)}{END}",
    ]


def _message(error: VeoError) -> str:
    if not isinstance(error, InvalidParameters):
        return plain(error)
    listed = "; ".join(plain(problem).rstrip(".") for problem in error.problems)
    end = "" if listed.endswith("?") else "."
    return f"{plain(error.model)} cannot take these parameters: {listed}{end}"


def _line_of(error: VeoError) -> int | None:
    """Return the line of the cell that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if any(name in frame.filename for name in OF_CELLS)]
    return lines[-1] if lines else None


def _fold(error: VeoError) -> None:
    from IPython.display import publish_display_data

    details = escape("\n".join(_details(error)))
    html = f"<details><summary>Details of the error</summary><pre>{details}</pre></details>"
    bundle = {"text/plain": "", "text/html": framed(html)}
    publish_display_data(bundle)  # type: ignore[no-untyped-call]


def _details(error: VeoError) -> Iterator[str]:
    for name in error.kept:
        value = getattr(error, name, None)
        if value and name != "problems":
            yield f"{name}: {plain(value)}"
    for line in traceback.format_exception(type(error), error, error.__traceback__):
        yield from (plain(part) for part in line.rstrip().splitlines())
