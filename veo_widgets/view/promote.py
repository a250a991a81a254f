"""What it costs to take cells of a draft to their final form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.errors import VeoError
from veo_widgets.view.job import first_line
from veo_widgets.view.studio import money_view, must_ask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from veo_widgets.client import Client
    from veo_widgets.experiment import Plan
    from veo_widgets.view.wire.promote import PromotionView

NOTHING: Final[PromotionView] = {
    "cells": [],
    "count": 0,
    "low": 0.0,
    "high": 0.0,
    "unpriced": 0,
    "ask": False,
    "ticket": "",
    "problem": "",
}


def offer(
    client: Client, cells: Sequence[int], ticket: str, planned: Callable[[], Plan]
) -> PromotionView | None:
    """Return the button that promotes cells, or why there is none.

    Args:
        client: Who pays.
        cells: Numbers of cells of a draft.
        ticket: What the next press carries.
        planned: Returns what a press would send.

    Returns:
        ``None`` where nothing new would be made.
    """
    try:
        cost = planned().cost
    except VeoError as error:
        return {**NOTHING, "cells": list(cells), "problem": first_line(error)}
    if not cost.count:
        return None
    return {
        **NOTHING,
        "cells": list(cells),
        "count": cost.count,
        "low": cost.low,
        "high": cost.high,
        "unpriced": cost.unknown,
        "ask": asks(client, None if cost.unknown else cost.high),
        "ticket": ticket,
    }


def asks(client: Client, high: float | None) -> bool:
    """Tell whether a person is asked before so much is paid.

    Args:
        client: Who pays.
        high: US dollars at most; ``None`` where that is not known.
    """
    return must_ask(money_view(client, None, client.session.clock()), high, None)
