"""Controls, live jobs, players and comparison grids for Veo video models.

The public names stand in ``__init__.pyi`` and are imported when they are first used.
"""

from __future__ import annotations

import logging
from typing import Any

import lazy_loader

from veo_widgets import errors as _errors
from veo_widgets._lib import displayable, judged

__version__ = "0.2.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name; a class is then of this module, for tracebacks and docs."""
    try:
        value = _load(name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    if isinstance(value, type):
        value.__module__ = __name__
    globals()[name] = value
    return value


def _draw(thing: object) -> dict[str, Any]:
    from veo_widgets.hosts import display

    drawn: dict[str, Any] = display.mimebundle(thing)
    return drawn


def _show(thing: object) -> bool:
    from veo_widgets.hosts import display

    return display.show(thing)


def _live(thing: object) -> object:
    from veo_widgets.hosts import display

    return display.live(thing)


def _traceback(error: object) -> list[str]:
    from veo_widgets.hosts import tracebacks

    return tracebacks.render(error)


def _judge(name: str) -> Any:  # noqa: ANN401
    if name == "report":
        from veo_widgets.report import write_report

        return write_report
    if name == "export_video":
        from veo_widgets.view.montage import export_video

        return export_video
    from veo_widgets.judging import functions

    return functions.by_name(name)


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401
    """Give IPython ``%%veo`` and its completions, as ``%load_ext veo_widgets`` asks."""
    from veo_widgets.hosts import magics

    magics.load(shell)


def unload_ipython_extension(shell: Any) -> None:  # noqa: ANN401
    """Take them away, as ``%unload_ext veo_widgets`` asks."""
    from veo_widgets.hosts import magics

    magics.unload(shell)


displayable.use(_draw, _show, _live)
judged.use(_judge)
_errors.Told.render = _traceback
