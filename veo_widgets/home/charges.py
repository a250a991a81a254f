"""What the jobs of a home cost: real charges, by which prices are learnt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.price import ALIKE, Charged, charged, telling
from veo_widgets.core.charges import Charge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.home.ledger import Ledger

MOST: Final = 2000
FRESH_S: Final = 2.0
"""How long what was learnt is not read again."""
TEACHES: Final = (
    "(completed IS NOT NULL AND state = 'ready' AND cost > 0 AND ended IS NOT NULL "
    "AND parameters != '{}')"
)
"""Whose charge is in later estimates: what came, and was asked in words that are known."""


def charges(
    ledger: Ledger, endpoint: str, model: Model, most: int = MOST
) -> list[tuple[Mapping[str, Any], Charge]]:
    """Return what was asked and what it cost, the newest first.

    A request that was adopted without its parameters, or one that was told to cost nothing,
    teaches nothing; nor does what did not come, as its charge may be of a part of it. Of each
    kind of clip the newest stand for all, so that they hide no other kind.

    Args:
        ledger: The jobs.
        endpoint: Whose money: the local server's play money never teaches a real price.
        model: The model.
        most: At most so many, one of each kind before a second of any.
    """
    paths = [f'$."{name}"' for name in telling(model) if '"' not in name]
    rows = ledger.rows(
        "WITH alike AS (SELECT id AS one, completed AS at, row_number() OVER "  # noqa: S608
        f"(PARTITION BY json_extract(parameters, '$[0]'{', ?' * len(paths)}) "
        f"ORDER BY completed DESC) AS nth FROM jobs WHERE endpoint = ? AND model = ? AND {TEACHES}) "
        "SELECT parameters, cost, low, high, ended FROM jobs WHERE id IN "
        "(SELECT one FROM alike WHERE nth <= ? ORDER BY nth, at DESC LIMIT ?) "
        "ORDER BY completed DESC",
        (*paths, endpoint, model.slug, ALIKE, most),
    )
    return [
        (
            json.loads(row["parameters"]),
            Charge(row["ended"], row["cost"], row["low"], row["high"]),
        )
        for row in rows
    ]


class Prices:
    """What one home learnt of the prices at one endpoint; read again as charges come.

    Args:
        ledger: The jobs.
        endpoint: Whose money.
        clock: Seconds since the epoch.
    """

    def __init__(self, ledger: Ledger, endpoint: str, clock: Callable[[], float]) -> None:
        self._ledger, self._endpoint, self._clock = ledger, endpoint, clock
        self._known: dict[str, tuple[float, Charged]] = {}

    def of(self, model: Model) -> Charged:
        """Return what was learnt of a model."""
        now = self._clock()
        made, learnt = self._known.get(model.slug, (0.0, None))
        if learnt is None or not 0 <= now - made < FRESH_S:
            learnt = charged(model, charges(self._ledger, self._endpoint, model))
            self._known[model.slug] = (now, learnt)
        return learnt

    def version(self, models: Iterable[Model]) -> list[object]:
        """Return what is equal as long as no price changed by what was charged."""
        return [
            (model.slug, learnt.beyond, [(k, of.low, of.high) for k, of in learnt.by_kind.items()])
            for model in models
            if (learnt := self.of(model)).by_kind
        ]
