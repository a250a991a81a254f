"""Contact sheets that a button asks for: written in the background, beside the notebook."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from veo_widgets.errors import VeoError
from veo_widgets.view.files import sheet_beside
from veo_widgets.view.job import first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from veo_widgets.media import Clip, Derived
    from veo_widgets.view.wire.grid import SheetMade

_log = logging.getLogger(__name__)


def write_sheet(
    clips: Sequence[tuple[str, Clip]],
    derived: Derived,
    title: str,
    id_: str,
    say: Callable[[SheetMade], object],
) -> threading.Thread:
    """Write a contact sheet into the kernel's folder and say where it lies.

    Args:
        clips: The clips, each with its title.
        derived: Where their strips lie.
        title: What it is a sheet of.
        id_: The request.
        say: Called once, from the thread that is returned.
    """
    folder = Path.cwd()

    def work() -> None:
        answer: SheetMade = {
            "type": "sheet_made",
            "id": id_,
            "path": "",
            "warnings": [],
            "error": None,
        }
        try:
            path, warnings = sheet_beside(clips, derived, folder, title)
        except Exception as error:  # noqa: BLE001
            if not isinstance(error, (VeoError, OSError)):
                _log.exception("a contact sheet broke")
            said = first_line(error) or f"the contact sheet broke: {type(error).__name__}"
            say({**answer, "error": said})
        else:
            say({**answer, "path": path.name, "warnings": warnings})

    thread = threading.Thread(target=work, name="veo-widgets-sheet", daemon=True)
    thread.start()
    return thread
