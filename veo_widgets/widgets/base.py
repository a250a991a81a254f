"""What all anywidgets of this kit share: code that crosses once, strict arguments."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import traitlets as t

from veo_widgets.catalogue.check import unknown_name
from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def module_source(name: str) -> str:
    """Return the built JavaScript of a module: ``widgets`` or ``stub``.

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


@cache
def module_hash() -> str:
    """Return what the module of all widgets is known by on a page."""
    return hashlib.sha256(module_source("widgets").encode()).hexdigest()[:16]


class ModuleCarrier(anywidget.AnyWidget):
    """Carries the module of all widgets to the page; it is never displayed."""

    _carrier: ClassVar[ModuleCarrier | None] = None
    _hash = t.Unicode().tag(sync=True)
    _code = t.Unicode().tag(sync=True)

    @classmethod
    def ensure(cls) -> None:
        """Send the module, unless a carrier is there."""
        if cls._carrier is None or cls._carrier.comm is None:
            code = module_source("widgets")
            cls._carrier = cls(_esm=module_source("stub"), _hash=module_hash(), _code=code)


class VeoWidget(anywidget.AnyWidget):
    """An anywidget whose module is shared by all its instances on a page."""

    module: ClassVar[str] = ""
    """What the widget's part of the module is called."""
    _module = t.Unicode().tag(sync=True)
    _hash = t.Unicode().tag(sync=True)
    _code = t.Unicode("").tag(sync=True)

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        names = [name for name in self.trait_names() if not name.startswith("_")]
        for name, value in given.items():
            if name not in names:
                raise TypeError(str(unknown_name(name, value, names)))
        ModuleCarrier.ensure()
        super().__init__(
            _esm=module_source("stub"), _module=self.module, _hash=module_hash(), **given
        )
        self.on_msg(self._heard)

    def _heard(self, _: object, message: Any, buffers: list[memoryview]) -> None:  # noqa: ANN401
        """Answer a request of the browser; unknown ones are passed over."""
        kind = message.get("type") if isinstance(message, dict) else None
        if kind == "code":
            self.send({"type": "code", "code": module_source("widgets")})
            return
        handler: Callable[..., None] | None = getattr(self, f"on_{kind}", None)
        if handler is not None:
            handler(message, buffers)

    def still(self) -> str:
        """Return what a notebook without its kernel shows, as HTML."""
        return ""

    def _repr_mimebundle_(
        self,
        **given: Any,  # noqa: ANN401
    ) -> tuple[dict[str, Any], dict[str, Any]] | None:
        drawn = super()._repr_mimebundle_(**given)
        html = self.still()
        if drawn is None or not html:
            return drawn
        data, metadata = drawn
        return {**data, "text/html": html}, metadata
