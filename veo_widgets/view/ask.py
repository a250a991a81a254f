"""Above which price a press has to wait for a person's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from veo_widgets.client import Session

ASK_ABOVE: Final = 5.0
CENT: Final = 0.01


def limit_of(session: Session) -> float:
    """Return the US dollars of this home and endpoint above which a person is asked."""
    limit = session.amount("ask above")
    return ASK_ABOVE if limit is None else limit


def ask_above(session: Session) -> float | None:
    """Return the US dollars above which a person is asked; ``None`` for play money: never."""
    return limit_of(session) if session.endpoint.real_money else None


def must_ask(above: float | None, price: float | None, agreed: float | None = None) -> bool:
    """Tell whether a press has to wait for a person's word.

    Args:
        above: US dollars above which a person is asked; ``None`` where nobody is.
        price: US dollars that the press may cost at most, where known.
        agreed: US dollars that a person said yes to; ``None`` when they were not asked.
    """
    if above is None:
        return False
    if price is None:
        return agreed is None
    return price > max(above, agreed or 0.0) + CENT / 2
