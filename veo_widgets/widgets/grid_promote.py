"""From draft to final in a grid: what was kept, or is selected, at a price."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, Any

import traitlets as t

from veo_widgets.core.record import FAILED
from veo_widgets.errors import InvalidRequest
from veo_widgets.view.promote import asks, offer
from veo_widgets.view.sources import SweepSource
from veo_widgets.view.wire.promote import Promote, PromotionView
from veo_widgets.widgets.grid_blind import GridBlind
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment import Plan, Sweep
    from veo_widgets.widgets.messages import Buffers


class GridPromote(GridBlind):
    """What a grid of a draft does with the cells that are worth a final clip."""

    promotion = Struct(PromotionView | None)
    """The button that promotes, where the sweep is a draft; set by the kernel only."""
    promoted = t.Unicode("").tag(sync=True)
    """The grid of all that was promoted, as ``anywidget:<id>``; set by the kernel only."""
    saved = t.Unicode("").tag(sync=True)
    """What was promoted, and what drafting saved; set by the kernel only."""

    _ticket = ""
    _done: frozenset[tuple[str, tuple[int, ...]]] = frozenset()
    _final: GridPromote | None = None
    _promoting: Sweep | None = None
    _unheard: Callable[[], None] | None = None
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
        planned = partial(self._plan, draft, cells)
        self.promotion = offer(draft.client, cells, self._ticket, planned) if cells else None

    def _plan(self, draft: Sweep, cells: Sequence[int] | None) -> Plan:
        """Return what a press sends: all of it, and nothing besides."""
        pending = () if self._promoting is None else self._promoting.pending
        return draft.promotion(cells, pending)

    @handles(Promote)
    def _promote(self, message: Promote, _: Buffers) -> None:
        """Promote once for a ticket, if the price is still the one that was shown."""
        wish = message["ticket"], tuple(message["cells"])
        ask = False
        if wish not in self._done:
            draft = self._draft
            if draft is None or message["ticket"] != self._ticket:
                raise InvalidRequest("this button is gone by now, and nothing was sent; press anew")
            plan = self._plan(draft, message["cells"])
            try:
                plan.agree(message["count"], message["high"], message["unpriced"])
            except InvalidRequest:
                self._offer()
                raise
            ask = asks(draft.client, plan.high) and not message["agreed"]
            if not ask:
                self._run(draft, message["cells"], plan)
                self._done |= {wish}
        self.say({"type": "promoted", "id": message["id"], "ask": ask})

    def promote(self, cells: Sequence[int] | None = None) -> Sweep:
        """Run the final form of cells of this draft and show it below, as the button does.

        Args:
            cells: Numbers of cells, from 0; what raters keep when not given.

        Returns:
            The final form of all that was promoted of it.

        Raises:
            InvalidRequest: This is no draft, nothing was kept, or there is no such cell.
            BudgetExceeded: Not even the first clip fits; nothing was sent.
        """
        draft = self._draft
        if draft is None:
            raise InvalidRequest("these are no cells of a draft: sweep.draft() makes one")
        return self._run(draft, cells, self._plan(draft, cells))

    def _run(self, draft: Sweep, cells: Sequence[int] | None, plan: Plan) -> Sweep:
        """Send a plan of these cells; they join what was promoted before."""
        final, fresh = self._promoting, draft.promote(cells)
        if final is None or final.spec.base != fresh.spec.base:
            final = fresh
        final.spec, final.left = fresh.spec, fresh.left
        final.run(plan=plan)
        self._show_final(final)
        self.saved = f"{final.name}: {final.saved}"
        self._ticket = ""
        self._offer()
        return final

    def _show_final(self, final: Sweep) -> None:
        """Show what was promoted below, and follow what becomes of it."""
        if final is self._promoting:
            return
        grid: Any = type(self)(final)  # type: ignore[call-arg]
        for use in self._using:
            grid.on_use(use)
        grid.on_vote(lambda sha256: [heard(sha256) for heard in self._hearing])
        grid.observe(lambda _: self._shut(), "blind")
        self._drop_final()
        self._promoting, self._final = final, grid
        self._unheard = final.listen(self._became)
        self.promoted = f"anywidget:{grid.model_id}"

    def _became(self, record: JobRecord | None) -> None:
        """Offer again what ended badly; called from several threads."""
        if record is None or record.state in FAILED:
            with self._lock:
                self._offer()

    def _drop_final(self) -> None:
        if self._unheard is not None:
            self._unheard()
        if self._final is not None:
            self._final.close()

    def _judging(self) -> bool:
        return super()._judging() or (self._final is not None and self._final.blind)

    def _blind_still(self) -> str:
        final = self._final
        return final.still() if final is not None and final.blind else super()._blind_still()

    def close(self) -> None:
        """Close the grid below, and leave the page."""
        self._drop_final()
        super().close()
