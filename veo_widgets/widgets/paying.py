"""Presses that pay: what costs more than a person's limit waits for their word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from veo_widgets.view.ask import must_ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.view.wire.pay import Paid


class Speaker(Protocol):
    """What can answer its browser."""

    def send(self, content: Any, buffers: Any = None) -> None:  # noqa: ANN401
        """Send the browser a message."""


def pay(
    widget: Speaker,
    message: Mapping[str, Any],
    above: float | None,
    price: float | None,
    act: Callable[[], object],
) -> None:
    """Do what a press pays for, or answer that a person is to be asked first.

    Args:
        widget: Whose browser pressed.
        message: The press; ``agreed`` tells whether a person was asked and said yes.
        above: US dollars above which one is asked; ``None`` where nobody is.
        price: US dollars that it may cost at most, where known.
        act: Does it.
    """
    ask = not message["agreed"] and must_ask(above, price)
    if not ask:
        act()
    answer: Paid = {"type": "paid", "id": message["id"], "ask": ask, "most": price}
    widget.send(answer)
