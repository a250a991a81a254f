"""The front end, as it was built into the package."""

from __future__ import annotations

from functools import cache
from importlib import resources

from veo_widgets.errors import HomeError


@cache
def module_source(name: str) -> str:
    """Return the built JavaScript of a bundle: ``widgets``, ``stub`` or ``report``.

    Raises:
        HomeError: The front end was not built.
    """
    path = resources.files("veo_widgets") / "static" / f"{name}.js"
    try:
        return path.read_text("utf-8")
    except OSError:
        raise HomeError(
            f"{path} is not there: the front end was not built; run 'make setup' in a "
            "checkout, or install the wheel again"
        ) from None
