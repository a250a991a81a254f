"""Whose money the studio spends, how much of it is left, and what it may cost."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.errors import VeoError
from veo_widgets.view.studio import money_view
from veo_widgets.view.wire.studio import MoneyView, SetMoney, StudioFromPython
from veo_widgets.widgets.blind import Blinded
from veo_widgets.widgets.form import Form
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from veo_widgets.widgets.messages import Buffers

BALANCE_DELAYS_S: Final = (0.0, 1.0, 4.0, 15.0, 60.0)


class Money(Blinded[StudioFromPython], Form[StudioFromPython]):
    """The part of the studio that knows of money."""

    money = Struct(MoneyView)
    """Whose money is spent; set by the kernel only."""

    def __init__(self, model: str | None, **given: Any) -> None:  # noqa: ANN401
        self._asking: asyncio.Task[None] | None = None
        self._balance: float | None = None
        super().__init__(model, **given)

    def _show_money(self) -> None:
        """Say what is spent, with the balance that was told last."""
        self.money = money_view(self._client, self._balance, self._client.session.clock())

    def _seek_balance(self) -> None:
        """Ask for the balance, from any thread and without waiting."""
        if self._client.endpoint.real_money:
            self._client.session.call(self._begin_balance)

    def _begin_balance(self) -> None:
        self._end_balance()
        self._asking = asyncio.create_task(self._ask_balance())

    def _end_balance(self) -> None:
        if self._asking is not None:
            self._asking.cancel()

    async def _ask_balance(self) -> None:
        """Ask until there is an answer: the first one may be lost on a busy machine."""
        session = self._client.session
        for delay in BALANCE_DELAYS_S:
            await asyncio.sleep(delay)
            with contextlib.suppress(VeoError, OSError):
                service = await session.start().service(session.endpoint.name)
                self._balance = await service.credits()
                self.money = {**self.money, "balance": self._balance}
                return

    @handles(SetMoney)
    def _set_money(self, message: SetMoney, _: Buffers) -> None:
        """Keep the budget, what an unknown price counts as, and above which price one is asked."""
        session = self._client.session
        self._client.budget, self._client.unknown = message["budget"], message["unknown"]
        session.ledger.set(f"ask above {session.endpoint.name}", repr(message["ask_above"]))
        self._show_money()

    def close(self) -> None:
        """Leave the page."""
        self._client.session.call(self._end_balance)
        super().close()
