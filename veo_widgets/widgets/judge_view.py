"""What of a judgement is synced: ids and counts, and what a person chose in the view."""

from __future__ import annotations

import traitlets as t

from veo_widgets.view.wire.judge import (
    FairView,
    JudgeFromPython,
    PairView,
    Phase,
    ProgressView,
)
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.traits import Struct


class JudgeView(VeoWidget[JudgeFromPython]):
    """The traits of a judgement; nothing in them tells what a clip is before the reveal."""

    module = "judge"

    phase = Struct(Phase, "fairness")
    """``fairness`` before the first vote, ``judging``, ``revealed``; set by the kernel only."""
    fair = Struct(FairView)
    """What differs besides what is compared; set by the kernel only."""
    questions = Struct(list[str], [""])
    """The criteria; set by the kernel only."""
    question = t.Int(0).tag(sync=True)
    """The number of the one that is asked; set by the kernel only."""
    pair = Struct(PairView | None)
    """What is judged now; set by the kernel only."""
    upcoming = Struct(PairView | None)
    """What is judged next, to be loaded before; set by the kernel only."""
    progress = Struct(ProgressView)
    """How many votes are in; set by the kernel only."""
    notice = t.Unicode("").tag(sync=True)
    """What to know of the clips; set by the kernel only."""
    verdict_page = t.Unicode("").tag(sync=True)
    """The verdict as HTML, once it is revealed; set by the kernel only."""
    prompted = t.Bool(True).tag(sync=True)  # noqa: FBT003
    """Whether the prompt stands above the pair."""
    in_turn = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether one side plays after the other, instead of both together."""
    heard = t.Int(0).tag(sync=True)
    """Which side is heard: 0 the left, 1 the right, -1 none."""
