"""What a widget says and hears while blind pairs are judged in it: nothing that tells a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import traitlets as t

from veo_widgets.widgets.base import FromPython, VeoWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.view.wire.common import MessageError
    from veo_widgets.widgets.messages import Buffers

ALWAYS: Final = frozenset({"ask_code", "judge_blind"})
SAID: Final = frozenset({"code", "error"})


class Blinded(VeoWidget[FromPython]):
    """A widget that shows clips with their names, and can be shut while they are judged."""

    blind = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether blind pairs are judged here; then it shows nothing else. Set by the kernel only."""

    heard_blind: ClassVar[frozenset[str]] = ALWAYS
    """The messages that are heard meanwhile."""

    def _heard(self, source: object, message: object, buffers: Buffers) -> None:
        """Do what the browser asks, unless the answer could tell what a clip is."""
        name = message.get("type") if isinstance(message, dict) else None
        if not self.blind or name in self.heard_blind:
            super()._heard(source, message, buffers)
            return
        id_ = message.get("id") if isinstance(message, dict) else None
        refused: MessageError = {
            "type": "error",
            "id": id_ if isinstance(id_, str) else None,
            "error": "the clips are judged blind: nothing else is told meanwhile",
        }
        self.send(refused)

    def say(self, message: FromPython, buffers: Sequence[bytes] = ()) -> None:
        """Send the browser a message, unless it could tell what a clip is."""
        kind = message["type"]  # type: ignore[index]
        if not self.blind or kind in SAID:
            super().say(message, buffers)
