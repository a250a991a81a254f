"""Files that are made when a page asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.view.clip import plain
from veo_widgets.view.files import stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from veo_widgets.view.wire.common import Chunk


def send_made(
    say: Callable[..., None],
    message: Mapping[str, Any],
    work: Future[Any],
    path: Path | None = None,
) -> None:
    """Send a stretch of a file as soon as it is made, or why it cannot be.

    Args:
        say: Sends an answer, and bytes with it.
        message: What a page asked: its ``id``, ``start`` and ``length``.
        work: Makes the file; its outcome is where the file lies, unless a path is given.
        path: Where the file lies.
    """
    answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}

    def made(work: Future[Any]) -> None:
        try:
            outcome = work.result()
            part = stretch(path or outcome, message["start"], message["length"])
        except Exception as error:  # noqa: BLE001
            say({**answer, "error": plain(str(error))})
        else:
            say(answer, [part])

    work.add_done_callback(made)
