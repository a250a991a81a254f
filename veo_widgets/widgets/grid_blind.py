"""Blind pairs in a grid: while they are judged, it tells the browser nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets.view.wire.common import AskNow
from veo_widgets.view.wire.marks import JudgeBlind
from veo_widgets.widgets.grid_scores import GridScores
from veo_widgets.widgets.messages import handles

if TYPE_CHECKING:
    from veo_widgets.view.patches import GridTraits
    from veo_widgets.widgets.judge import Judge
    from veo_widgets.widgets.messages import Buffers

NOTHING: Final[GridTraits] = {
    "axes": [],
    "cells": [],
    "pending": None,
    "stop_reason": "",
    "unequal": [],
}


class GridBlind(GridScores):
    """What a grid does while its clips are judged blind."""

    blind_pairs = t.Unicode("").tag(sync=True)
    """The blind pairs that are open, as ``anywidget:<id>``; set by the kernel only."""

    _judge: Judge | None = None

    @handles(JudgeBlind)
    def _judge_blind(self, _: JudgeBlind, __: Buffers) -> None:
        self.judge_blind()

    def judge_blind(self) -> None:
        """Open blind pairs of the clips, as the button does, or close them.

        Until they are closed or revealed the page is told nothing else of the clips:
        neither cells nor names, scores, votes, prices or files.

        Raises:
            InvalidRequest: There is nothing to compare.
        """
        old, self._judge = self._judge, None
        if old is None:
            from veo_widgets.widgets.judge import Judge

            self._judge = judge = Judge(self)
            judge.observe(lambda _: self._shut(), "phase")
        else:
            old.close()
        with self.hold_sync():
            self._shut()
            self.blind_pairs = "" if self._judge is None else f"anywidget:{self._judge.model_id}"

    def _shut(self) -> None:
        """Show the cells, or nothing of them while they are judged."""
        judging = self._judging()
        if judging == self.blind:
            return
        with self._lock, self.hold_sync():
            self.blind = judging
            self._draw({**self._nothing()} if judging else {**self._state.state()})
            self.mark()
            self._show_scores()
        self.restill()

    def _judging(self) -> bool:
        return self._judge is not None and self._judge.phase != "revealed"

    def _blind_still(self) -> str:
        """Return what a notebook without its kernel shows while clips are judged."""
        return "" if self._judge is None else self._judge.still()

    @handles(AskNow)
    def _ask_now(self, _: AskNow, __: Buffers) -> None:
        """Say the cells again, from the thread that heard the question."""
        with self._lock:
            if not self.blind:
                state = {**self._state.state()}
                self._draw(state)
                self.send_state(list(state))

    def _draw(self, traits: dict[str, Any]) -> None:
        for name, value in traits.items():
            setattr(self, name, value)

    def _nothing(self) -> GridTraits:
        summary = self._state.state()["summary"]
        empty: dict[str, Any] = {
            name: type(value)() for name, value in summary.items() if name != "media"
        }
        return {**NOTHING, "summary": {**summary, **empty}}  # type: ignore[typeddict-item]

    def close(self) -> None:
        """Close the pairs, and leave the page."""
        if self._judge is not None:
            self._judge.close()
        super().close()
