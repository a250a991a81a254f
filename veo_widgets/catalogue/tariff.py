"""A model's price table: data that says what a request costs.

A table is a JSON object of terms, which are added up, and of where they come from::

    {"per_second": {"by": "audio", "of": {"true": 0.4, "false": 0.2}},
     "date": "2026-08-19", "certain": false, "source": "the model's page"}

The terms, at least one of them:

``flat``
    Once for each request.
``per_second``
    For each second of the clip; of several shots, of all of them together.
``per_shot``
    For each shot; a request that lists none is one.
``per_compute_second``
    For each second that the service computes.

Each is an *amount* in US dollars:

* a number: ``0.5``;
* the least and the most: ``[0.3, 0.6]``;
* ``null``: not known;
* by a choice: ``{"by": ROLE, "of": {VALUE: AMOUNT, …}, "else": AMOUNT}``. ``by`` is a role
  (``resolution``, ``size``, ``audio``) or a parameter's name (``mode``); amounts nest; ``else``
  holds for other values and for a model without the parameter, and may be missing: the price
  is then not known. What a request leaves open widens the price over all that it may be;
* ``{"silent": AMOUNT, "sound": AMOUNT}``: by sound, in short.

Beside them may stand ``seconds`` (an amount of seconds: the length of a clip whose request does
not tell it), ``compute_seconds`` (likewise, how long the service computes), ``high_factor`` (1 or
more: the most is raised by it), ``mean`` (US dollars: what a request costs on average, where no
most is told; it is said, and the price stays not known), ``date``, ``certain`` and ``source``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.catalogue.length import Span

TERMS: Final = ("flat", "per_second", "per_shot", "per_compute_second")
AMOUNTS: Final = (*TERMS, "seconds", "compute_seconds")
NUMBERS: Final = ("high_factor", "mean")
TOLD: Final = {"date": str, "certain": bool, "source": str}
DEEPEST: Final = 6
MOST: Final = 1e6
SOUND: Final = "audio"


class Asked(Protocol):
    """What a table needs to know of a request."""

    @property
    def seconds(self) -> Span | None:
        """The clip's least and most seconds, where known."""

    @property
    def shots(self) -> int:
        """How many shots it is, 1 at least."""

    def choices(self, role: str) -> Sequence[object] | None:
        """Return all that a parameter may be; ``None`` without one or where nobody can say."""


def wrong(table: object) -> str:
    """Return why a table cannot be used, and where; empty for a right one."""
    if not isinstance(table, dict):
        return f"it is {_named(table)}, not an object"
    known = (*AMOUNTS, *NUMBERS, *TOLD)
    for name, value in table.items():
        if name not in known:
            if str(name).startswith(("x-", "$")):
                continue
            return f"{name!r} is no part of a price; there are {', '.join(known)}"
        if name in AMOUNTS and (why := _wrong_amount(value, name)):
            return why
        if name in NUMBERS and not (_is_amount(value) and value >= (name == "high_factor")):
            least = "1" if name == "high_factor" else "0"
            return f"{name} is {_named(value)}, not a number from {least} up"
        if name in TOLD and not isinstance(value, TOLD[name]):
            return f"{name} is {_named(value)}, not {'a text' if name != 'certain' else 'true or false'}"
    if not {*TERMS, "mean"} & set(table):
        return f"it has no amount: one of {', '.join(TERMS)}"
    return ""


def cost(table: Mapping[str, Any], asked: Asked) -> Span | None:
    """Return the least and the most that a request costs, in US dollars; ``None`` if not known.

    Args:
        table: One in which nothing is ``wrong``.
        asked: The request.
    """
    low = high = 0.0
    terms = [term for term in TERMS if term in table]
    for term in terms:
        rate, times = amount(table[term], asked), _times(term, table, asked)
        if rate is None or times is None:
            return None
        low, high = low + rate[0] * times[0], high + rate[1] * times[1]
    return (round(low, 4), round(high * table.get("high_factor", 1), 4)) if terms else None


def tells(table: Mapping[str, Any] | None) -> bool:
    """Tell whether a table has any amount that a price could be made of."""
    return any((table or {}).get(term) is not None for term in TERMS)


def chosen_by(told: object) -> tuple[str, ...]:
    """Return the roles and parameters that a table, or an amount of one, goes by."""
    if not isinstance(told, dict):
        return ()
    if not {"by", "silent"} & set(told):
        parts = [told[name] for name in AMOUNTS if name in told]
        return tuple(dict.fromkeys(name for part in parts for name in chosen_by(part)))
    by, of, other = _parts(told)
    inner = (name for part in (*of.values(), other) for name in chosen_by(part))
    return tuple(dict.fromkeys((by, *inner)))


def _times(term: str, table: Mapping[str, Any], asked: Asked) -> Span | None:
    if term == "per_second":
        return asked.seconds or amount(table.get("seconds"), asked)
    if term == "per_compute_second":
        return amount(table.get("compute_seconds"), asked)
    count = float(asked.shots) if term == "per_shot" else 1.0
    return count, count


def amount(told: Any, asked: Asked) -> Span | None:  # noqa: ANN401
    """Return the least and the most of an amount for a request; ``None`` if not known."""
    if told is None:
        return None
    if isinstance(told, list):
        return float(told[0]), float(told[1])
    if not isinstance(told, dict):
        return float(told), float(told)
    by, of, other = _parts(told)
    values = asked.choices(by)
    picked = [other] if values is None else [of.get(word(value), other) for value in values]
    spans = [amount(each, asked) for each in picked]
    known = [span for span in spans if span is not None]
    if not known or len(known) < len(spans):
        return None
    return min(low for low, _ in known), max(high for _, high in known)


def word(value: object) -> str:
    """Write a value as the keys of a table have it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().lower()


def _parts(told: Mapping[str, Any]) -> tuple[str, Mapping[str, Any], Any]:
    if "by" not in told:
        return SOUND, {"true": told["sound"], "false": told["silent"]}, told["silent"]
    return told["by"], {word(key): value for key, value in told["of"].items()}, told.get("else")


def _wrong_amount(told: object, where: str, depth: int = 0) -> str:
    if told is None or _is_amount(told):
        return ""
    if isinstance(told, list):
        right = len(told) == 2 and all(map(_is_amount, told)) and told[0] <= told[1]
        return "" if right else f"{where} is {_named(told)}, not [least, most]"
    if not isinstance(told, dict):
        return f"{where} is {_named(told)}, not an amount from 0 up"
    if depth > DEEPEST:
        return f"{where} is too deep"
    if set(told) == {"silent", "sound"}:
        inner = told
    elif isinstance(told.get("by"), str) and isinstance(told.get("of"), dict) and told["of"]:
        if odd := sorted(map(str, set(told) - {"by", "of", "else"})):
            return f"{where}.{odd[0]} is no part of a choice; there are by, of, else"
        inner = {**told["of"], "else": told.get("else")}
    else:
        return f'{where} is no choice: {{"by": …, "of": {{…}}, "else": …}}'
    whys = (_wrong_amount(value, f"{where}.{key}", depth + 1) for key, value in inner.items())
    return next(filter(None, whys), "")


def _is_amount(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and 0 <= value <= MOST


def _named(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
