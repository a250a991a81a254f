"""From draft to final in a grid: what was kept, or is selected, at a price."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import traitlets as t

from veo_widgets.errors import InvalidRequest
from veo_widgets.view.promote import offer
from veo_widgets.view.sources import SweepSource
from veo_widgets.view.wire.promote import Promote, PromotionView
from veo_widgets.widgets.grid_blind import GridBlind
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.experiment import Sweep
    from veo_widgets.widgets.messages import Buffers


class GridPromote(GridBlind):
    """What a grid of a draft does with the cells that are worth a final clip."""

    promotion = Struct(PromotionView | None)
    """The button that promotes, where the sweep is a draft; set by the kernel only."""
    promoted = t.Unicode("").tag(sync=True)
    """The grid of what was promoted last, as ``anywidget:<id>``; set by the kernel only."""
    saved = t.Unicode("").tag(sync=True)
    """What was promoted last, and what drafting saved; set by the kernel only."""

    _ticket = ""
    _coming: frozenset[str] = frozenset()
    _final: GridPromote | None = None
    _using: list[Any]

    @property
    def _draft(self) -> Sweep | None:
        source = self._source
        is_draft = isinstance(source, SweepSource) and source.sweep.spec.final is not None
        return source.sweep if is_draft and isinstance(source, SweepSource) else None

    def _chosen(self, draft: Sweep) -> list[int]:
        """Return the cells that are selected; all that were kept where none is."""
        if self.selected:
            return sorted(self.selected)
        kept = {clip.sha256 for clip in draft.kept()} if self.marks else set()
        return sorted(n for n, clip in self._state.sheet.clips.items() if clip.sha256 in kept)

    @t.observe("selected", "marks", "cells", "blind")
    def _offer(self, _: object = None) -> None:
        """Say what promoting costs now; nothing while the clips are judged blind."""
        draft = self._draft
        if draft is None:
            return
        self._ticket = self._ticket or secrets.token_hex(8)
        cells = [] if self.blind else self._chosen(draft)
        self.promotion = offer(draft, cells, self._ticket, self._coming) if cells else None

    @handles(Promote)
    def _promote(self, message: Promote, _: Buffers) -> None:
        """Promote once for a ticket, if the price is still the one that was shown."""
        ask = message["ticket"] == self._ticket and self._sent(message)
        self.say({"type": "promoted", "id": message["id"], "ask": ask})

    def _sent(self, message: Promote) -> bool:
        """Send what a message agrees to, and tell whether a person is to be asked first."""
        draft = self._draft
        now = None if draft is None else offer(draft, message["cells"], self._ticket, self._coming)
        seen = (message["count"], message["high"], message["unpriced"])
        if now is None or (now["count"], now["high"], now["unpriced"]) != seen:
            self._offer()
            raise InvalidRequest("the price is another one by now; press again to agree")
        if now["ask"] and not message["agreed"]:
            return True
        self.promote(message["cells"])
        return False

    def promote(self, cells: Sequence[int] | None = None) -> Sweep:
        """Run the final form of cells of this draft and show it below, as the button does.

        Args:
            cells: Numbers of cells, from 0; what raters keep when not given.

        Raises:
            InvalidRequest: This is no draft, nothing was kept, or there is no such cell.
            BudgetExceeded: Not even the first clip fits; nothing was sent.
        """
        draft = self._draft
        if draft is None:
            raise InvalidRequest("these are no cells of a draft: sweep.draft() makes one")
        final = draft.promote(cells).run()
        grid: Any = type(self)(final)  # type: ignore[call-arg]
        old = self._final
        for use in self._using:
            grid.on_use(use)
        self._final = grid
        grid.on_vote(lambda sha256: [heard(sha256) for heard in self._hearing])
        self.saved = f"{final.name}: {final.saved}"
        self.promoted = f"anywidget:{grid.model_id}"
        self._ticket = ""
        self._coming |= {cell.key for cell, _ in final.cells()}
        self._offer()
        if old is not None:
            old.close()
        return final

    def close(self) -> None:
        """Close the grid below, and leave the page."""
        if self._final is not None:
            self._final.close()
        super().close()
