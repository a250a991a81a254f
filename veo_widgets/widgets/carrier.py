"""The module of all widgets, which crosses to a page once, ahead of what it draws.

Little is imported here: a page takes the module in while the kernel reads the rest of the kit.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from typing import ClassVar

import anywidget
import traitlets as t

from veo_widgets._lib.bundles import module_source


@cache
def module_hash() -> str:
    """Return what the module of all widgets is known by on a page."""
    return hashlib.sha256(module_source("widgets").encode()).hexdigest()[:16]


@cache
def module_packed() -> bytes:
    """Return the module of all widgets as it crosses to a page: a third of its length."""
    return gzip.compress(module_source("widgets").encode(), 6, mtime=0)


class ModuleCarrier(anywidget.AnyWidget):
    """Carries the module of all widgets to the page; it is never displayed."""

    _carrier: ClassVar[ModuleCarrier | None] = None
    _module = t.Unicode("page").tag(sync=True)
    _hash = t.Unicode().tag(sync=True)
    _code = t.Bytes().tag(sync=True)

    @classmethod
    def ensure(cls) -> ModuleCarrier:
        """Return the carrier; the module is sent unless it was."""
        if cls._carrier is None or cls._carrier.comm is None:
            cls._carrier = cls(
                _esm=module_source("stub"), _hash=module_hash(), _code=module_packed()
            )
            cls._carrier.on_msg(_hear)
        return cls._carrier


def _hear(carrier: ModuleCarrier, message: object, _: object) -> None:
    from veo_widgets.widgets.page import page

    page.hear(message, carrier.send)
