"""What it costs to take cells of a draft to their final form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.core.money import Sum
from veo_widgets.experiment.ladder import promoted
from veo_widgets.experiment.spec import read
from veo_widgets.view.studio import money_view, must_ask

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from veo_widgets.experiment import Sweep
    from veo_widgets.view.wire.promote import PromotionView


def offer(
    draft: Sweep, cells: Sequence[int], ticket: str, coming: Container[str] = ()
) -> PromotionView | None:
    """Return the button that promotes cells; ``None`` where nothing new would be made.

    Args:
        draft: A sweep that ``Sweep.draft`` made.
        cells: Numbers of its cells.
        ticket: What the next press carries.
        coming: Keys of clips that are on their way already.
    """
    client, known = draft.client, draft.cells()
    chosen = [known[number][0].at for number in cells if 0 <= number < len(known)]
    if not chosen:
        return None
    final = read(draft.spec.final or {}, client.catalogue, draft.spec.drawn)
    plan = type(draft)(client, promoted(final, draft.spec, chosen, client.catalogue)).plan()
    cost = Sum.of((cell.low, cell.high) for cell in plan.new if cell.key not in coming)
    if not cost.count:
        return None
    money = money_view(client, None, client.session.clock())
    return {
        "cells": list(cells),
        "count": cost.count,
        "low": cost.low,
        "high": cost.high,
        "unpriced": cost.unknown,
        "ask": must_ask(money, None if cost.unknown else cost.high, None),
        "ticket": ticket,
    }
