"""What runs in a render process."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veo_widgets.server.engine import RenderSpec


def begin() -> None:
    """Be polite, and end as soon as the server does, however it ends."""
    with contextlib.suppress(OSError):
        os.nice(5)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True)
        watch.start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def render(spec: RenderSpec) -> bytes:
    """Return the clip of a spec: plain data in, plain data out, for any executor."""
    from veo_widgets.server import engine

    return engine.render(spec).data
