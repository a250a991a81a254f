"""What the studio says of money, and of several cells before they are paid."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import prompt_of
from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.core.record import canonical
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.library import open_sweep
from veo_widgets.home.takes import spent_since
from veo_widgets.view.ask import limit_of
from veo_widgets.view.labels import text

if TYPE_CHECKING:
    from veo_widgets.client import Client
    from veo_widgets.experiment import Plan, Sweep
    from veo_widgets.view.wire.controls import FormState
    from veo_widgets.view.wire.plan import PlanCell
    from veo_widgets.view.wire.studio import MoneyView

MOST_AT_ONCE: Final = 16
SHA256: Final = re.compile(r"[0-9a-f]{64}")


def money_view(client: Client, balance: float | None, now: float) -> MoneyView:
    """Return whose money is spent, and how much of it today.

    Args:
        client: Whose.
        balance: US dollars left in the account, where known.
        now: Seconds since the epoch.
    """
    ledger, endpoint = client.session.ledger, client.endpoint
    today = time.localtime(now)
    midnight = time.mktime((today.tm_year, today.tm_mon, today.tm_mday, 0, 0, 0, 0, 0, -1))
    today_cost, today_unknown = spent_since(ledger, endpoint.name, midnight)
    return {
        "endpoint": endpoint.name,
        "real": endpoint.real_money,
        "balance": balance,
        "today": today_cost,
        "today_unknown": today_unknown,
        "budget": client.budget,
        "unknown": client.unknown,
        "ask_above": limit_of(client.session),
    }


def same_form(form: FormState, count: int) -> str:
    """Name what a press of Generate asks for: two presses of one name are one wish."""
    asked = {name: form[name] for name in ("model", "values", "axes")}
    return canonical({**asked, "count": count})


def sweep_of(client: Client, form: FormState, count: int) -> Sweep:
    """Return the sweep of a form whose parameters take several values.

    Args:
        client: Who sends.
        form: The form; the axis ``model`` holds slugs.
        count: How often each cell is made.

    Raises:
        InvalidRequest: The count is none, or the model takes no prompt.
        VeoError: As ``veo.sweep`` raises.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise InvalidRequest(f"a press makes 1 to {MOST_AT_ONCE} clips of a cell, not {count}")
    definition: dict[str, Any] = {"name": None, "model": form["model"], **form["values"]}
    definition |= {name: list(values) for name, values in form["axes"].items() if values}
    models = [client.catalogue[str(slug)] for slug in form["axes"].get("model") or [form["model"]]]
    lacks = any(model.having(PROMPT) in model.required for model in models)
    if lacks and not prompt_of(definition, models[0]):
        raise InvalidRequest("several cells need a prompt")
    if count > 1:
        definition["take"] = list(range(1, count + 1))
    return open_sweep(client, definition)


def most_of_plan(plan: Plan, budget: float | None) -> float | None:
    """Return the US dollars that a plan may cost at most within a budget, where known."""
    high = plan.high
    return high if high is None or budget is None else min(high, budget)


def plan_cells(plan: Plan) -> list[PlanCell]:
    """Return the cells of a plan with their prices."""
    places = {
        name: {repr(value): number for number, value in enumerate(values)}
        for name, values in plan.spec.axes.items()
    }
    return [
        {
            "at": [places[name][repr(value)] for name, value in cell.at.items()],
            "fate": cell.fate,
            "reason": cell.reason,
            "low": cell.low,
            "high": cell.high,
        }
        for cell in plan.cells
    ]


def axis_values(plan: Plan) -> list[tuple[str, list[str]]]:
    """Return the axes of a plan, their values as people read them."""
    return [(name, [text(value) for value in values]) for name, values in plan.spec.axes.items()]
