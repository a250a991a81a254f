"""What a request would cost: as the model's file says, and as charges taught."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from veo_widgets._lib.displayable import Displayable
from veo_widgets.catalogue import length, tariff
from veo_widgets.catalogue.described import Described
from veo_widgets.core.charges import Learnt, learn, missed
from veo_widgets.core.money import UNKNOWN, span
from veo_widgets.core.record import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from veo_widgets.catalogue.length import Span
    from veo_widgets.core.charges import Charge

__all__ = ["UNKNOWN", "Charged", "Price", "charged", "estimate", "kind"]

NO_TABLE: Final = "no price is known for this model"
KIND: Final = (
    "resolution",
    "size",
    "width",
    "height",
    "audio",
    "mode",
)
"""Roles that make a clip cost more or take longer, beside its length and what its table goes by."""
ALIKE: Final = 16
"""So many charges of each kind count."""


class Priced(Described, Protocol):
    """What a price needs to know of a model."""

    @property
    def prices(self) -> Mapping[str, Any] | None:
        """The price table, as ``catalogue.tariff`` has it."""

    @property
    def unpriced(self) -> str:
        """Why there is none."""

    @property
    def costly(self) -> Sequence[str]:
        """What ``choosing`` returns of it."""


@dataclass(frozen=True, slots=True)
class Price(Displayable):
    """An estimate in US dollars.

    Attributes:
        low: The least that the request may cost; ``None`` when that is not known.
        high: The most; ``None`` when that is not known.
        date: Day of the rate or of the last charge, as YYYY-MM-DD; empty without.
        certain: Whether the service publishes this very rate.
        source: Where it comes from; of an unknown one, why.
        learnt: What charges for such clips taught, where there were any.
        beyond: By what factor ``high`` was raised for what other clips were charged.
    """

    low: float | None
    high: float | None
    date: str = ""
    certain: bool = False
    source: str = NO_TABLE
    learnt: Learnt | None = None
    beyond: float = 1.0

    @property
    def known(self) -> bool:
        """Whether there is any price."""
        return self.low is not None and self.high is not None

    @property
    def note(self) -> str:
        """How it is known, in a few words for a line below it; empty for a published rate."""
        if not self.known or (self.learnt and str(self.learnt) in self.source):
            return self.source
        if self.learnt:
            same = "charge agrees" if self.learnt.count == 1 else "charges agree"
            return f"rate of {self.date}, {self.learnt.count} {same}"
        if self.beyond > 1:
            return f"rate of {self.date}, raised: other clips were charged more than the page says"
        return "" if self.certain else f"rate of {self.date or 'no date'}, not confirmed"

    def __repr__(self) -> str:
        """Say the range and how it is known."""
        if not self.known:
            return f"Price({self})"
        return f"Price({self}, {self.note or f'rate of {self.date}, published'})"

    def __str__(self) -> str:
        """Write the range as a badge does."""
        return span(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Charged:
    """What a home learnt of one model's prices.

    Attributes:
        by_kind: By ``kind``.
        beyond: How far charges went beyond the file's price at most, as a factor from 1 up.
    """

    by_kind: Mapping[str, Learnt] = field(default_factory=dict)
    beyond: float = 1.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as a price table looks at it."""

    model: Priced
    parameters: Mapping[str, Any]

    @property
    def seconds(self) -> Span | None:
        return length.seconds(self.model, self.parameters)

    @property
    def shots(self) -> int:
        return max(1, len(length.shots(self.model, self.parameters)))

    def choices(self, role: str) -> Sequence[object] | None:
        name = self.model.having(role) or role
        if name not in self.model.properties:
            return None
        value = self.parameters.get(name)
        if value is not None:
            return [value]
        schema = self.model.properties[name]
        if schema.get("type") == "boolean":
            return [True, False]
        return [option for option in schema.get("enum") or () if option is not None] or [None]


def choosing(model: Priced) -> tuple[str, ...]:
    """Return the parameters by which a model's clips cost more or take longer, but their length.

    They are those of the usual roles and those that the price table goes by; where there is no
    table, each one that is a choice may be such.
    """
    if tariff.tells(model.prices):
        more = [model.having(by) or by for by in tariff.chosen_by(model.prices)]
    else:
        rows = model.properties.items()
        more = [name for name, row in rows if row.get("type") == "boolean" or row.get("enum")]
    usual = [name for role in KIND if (name := model.having(role))]
    own = model.length.name if model.length else ""
    names = dict.fromkeys((*usual, *more))
    return tuple(name for name in names if name in model.properties and name != own)


def kind(model: Priced, parameters: Mapping[str, Any]) -> str:
    """Name the clips that cost as much and take as long: length, size, sound, each choice.

    Args:
        model: The model.
        parameters: The request; defaults are filled in.
    """
    full = {**model.defaults(), **parameters}
    values: dict[str, Any] = {" seconds": length.seconds(model, full)}
    values |= {name: full[name] for name in model.costly if full.get(name) is not None}
    if shots := length.shots(model, full):
        values[" shots"] = len(shots)
    return canonical(values)


def telling(model: Priced) -> tuple[str, ...]:
    """Return the parameters that ``kind`` goes by."""
    roles = ("fps", *length.SHOTS)
    names = (model.length.name if model.length else None, *map(model.having, roles))
    return tuple(dict.fromkeys((*model.costly, *filter(None, names))))


def charged(
    model: Priced, charges: Iterable[tuple[Mapping[str, Any], Charge]], most: int = ALIKE
) -> Charged:
    """Return what charges teach of a model.

    Args:
        model: The model.
        charges: What was asked and what it cost, the newest first.
        most: So many of each kind count.
    """
    kinds: dict[str, list[Charge]] = {}
    beyond = 1.0
    for parameters, charge in charges:
        alike = kinds.setdefault(kind(model, parameters), [])
        if len(alike) == most:
            continue
        alike.append(charge)
        page = estimate(model, {**model.defaults(), **parameters})
        if page.high and missed(charge.cost, 0.0, page.high):
            beyond = max(beyond, charge.cost / page.high)
    learnt = {name: learn(alike) for name, alike in kinds.items()}
    return Charged({name: of for name, of in learnt.items() if of is not None}, beyond)


def estimate(model: Priced, parameters: Mapping[str, Any], charges: Charged | None = None) -> Price:
    """Price a request by the model's table, and by charges where these know better.

    What is left to the service (a duration on "auto") widens the range over all
    that the model allows.

    Args:
        model: The model.
        parameters: The request, defaults filled in.
        charges: What the home learnt of the model.
    """
    page = _page(model, parameters)
    if charges is None:
        return page
    learnt = charges.by_kind.get(kind(model, parameters)) if charges.by_kind else None
    if learnt is None:
        return _elsewhere(page, charges)
    if page.low is None or page.high is None:
        return Price(learnt.low, learnt.high, learnt.day, source=str(learnt), learnt=learnt)
    if any(missed(cost, page.low, page.high) for cost in (learnt.low, learnt.high)):
        said, cost = str(page), span(learnt.low, learnt.high)
        source = f"page says {said}, charged {cost}; {learnt}"
        high = max(learnt.high, page.high) if _is_open(model, parameters) else learnt.high
        return Price(learnt.low, high, learnt.day, source=source, learnt=learnt)
    return replace(page, learnt=learnt)


def _is_open(model: Priced, parameters: Mapping[str, Any]) -> bool:
    """Tell whether the service has a choice of what the price goes by: the dearest is yet to come."""
    asked = _Asked(model, parameters)
    low, high = asked.seconds or (0.0, 0.0)
    return low < high or any(
        len(asked.choices(by) or ()) > 1 for by in tariff.chosen_by(model.prices)
    )


def _page(model: Priced, parameters: Mapping[str, Any]) -> Price:
    """Price a request by the model's table alone."""
    table = model.prices
    if not table:
        return Price(None, None, source=model.unpriced or NO_TABLE)
    told = table.get("date", ""), table.get("certain", False), table.get("source", "")
    costs = tariff.cost(table, _Asked(model, parameters))
    if costs is not None:
        return Price(*costs, *told)
    mean = f"about ${table['mean']:.2f} on average, no most is told" if "mean" in table else ""
    why = mean or "the price table says nothing of this request"
    return Price(None, None, source="; ".join(filter(None, (why, told[2]))))


def _elsewhere(page: Price, charges: Charged) -> Price:
    """Price what was never charged by what charges for other kinds of clips taught."""
    if page.high is None:
        others = sum(of.count for of in charges.by_kind.values())
        more = f"; {others} charged of other lengths, sizes or sound" if others else ""
        return replace(page, source=f"{page.source}{more}")
    if charges.beyond == 1:
        return page
    source = (
        f"{page.source}; raised at the high end: charges for other clips of this model were "
        f"up to {100 * (charges.beyond - 1):.0f} % above the page"
    )
    high = round(page.high * charges.beyond, 4)
    return replace(page, high=high, certain=False, source=source, beyond=charges.beyond)
