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
def bundle(name: str) -> str:
    """Return the built JavaScript of a module.

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


class Bundle(anywidget.AnyWidget):
    """Carries one module's code to the page; it is never displayed."""

    _module = t.Unicode().tag(sync=True)
    _hash = t.Unicode().tag(sync=True)
    _code = t.Unicode().tag(sync=True)


_carriers: dict[str, Bundle] = {}


class VeoWidget(anywidget.AnyWidget):
    """An anywidget whose module is shared by all its instances on a page."""

    module: ClassVar[str] = ""
    _hash = t.Unicode().tag(sync=True)
    _code = t.Unicode("").tag(sync=True)

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        names = [name for name in self.trait_names() if not name.startswith("_")]
        for name, value in given.items():
            if name not in names:
                raise TypeError(str(unknown_name(name, value, names)))
        code = bundle(self.module)
        digest = hashlib.sha256(code.encode()).hexdigest()[:16]
        carrier = _carriers.get(self.module)
        if carrier is None or carrier.comm is None:
            _carriers[self.module] = Bundle(
                _esm=bundle("stub"), _module=self.module, _hash=digest, _code=code
            )
        super().__init__(_esm=bundle("stub"), _hash=digest, **given)
        self.on_msg(self._heard)

    def _heard(self, _: object, message: Any, buffers: list[memoryview]) -> None:  # noqa: ANN401
        """Answer a request of the browser; unknown ones are passed over."""
        kind = message.get("type") if isinstance(message, dict) else None
        if kind == "code":
            self.send({"type": "code", "code": bundle(self.module)})
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
