"""Values in the types that a parameter wants, and the legal value nearest to a wrong one."""

from __future__ import annotations

import difflib
import math
import re
from numbers import Real
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from veo_widgets._lib.values import short
from veo_widgets.catalogue.size import pixels_of, ratio_of
from veo_widgets.catalogue.units import amount_of

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_DIGITS: Final = 100
MOST_LETTERS: Final = 100
WORDS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
AUTO: Final = "auto"
LENGTH: Final = re.compile(r"^\s*-?\d+(?:\.\d+)?\s*s\s*$", re.IGNORECASE)


def unset(row: Mapping[str, Any], value: object) -> bool:
    """Tell whether a value says that nothing is chosen: none, or "auto" where that is no value."""
    if value is None:
        return True
    if not isinstance(value, str) or value.strip().lower() != AUTO:
        return False
    if row.get("x-kind") in {"text", "prompt"} and "default" not in row:
        return False
    return not any(str(option).lower() == AUTO for option in row.get("enum", ()))


def fitted(row: object, value: Any) -> Any:  # noqa: ANN401
    """Return a value in the type that a parameter wants, where it spells one of it.

    Args:
        row: The parameter's description in the normal form.
        value: As JSON has it.
    """
    if not isinstance(row, dict):
        return value
    kind, options = row.get("type"), row.get("enum")
    if kind == "array":
        return _list(row, value)
    if kind == "object" and isinstance(value, dict):
        inside = row.get("properties") or {}
        return {
            name: fitted(inside.get(name), item)
            for name, item in value.items()
            if item is not None or name not in inside
        }
    if options and value not in options:
        same = next((option for option in options if _alike(option, value)), None)
        if same is not None:
            return same
    if kind == "integer" and isinstance(value, (str, float)):
        return _whole(row, value)
    if kind == "number" and isinstance(value, str):
        return _number(value)
    if kind == "boolean" and isinstance(value, str):
        word = truth(value)
        return value if word is None else word
    return value


def _list(row: Mapping[str, Any], value: Any) -> Any:  # noqa: ANN401
    items = row.get("items") or {}
    if isinstance(value, (list, tuple)):
        return [fitted(items, item) for item in value]
    single = (str, dict) if items.get("type") == "object" else (str,)
    wanted = items.get("type") in {"string", "object"} and isinstance(value, single)
    return [fitted(items, value)] if wanted and value != "" else value


def _alike(option: object, value: object) -> bool:
    """Tell whether a text and a number are the same number."""
    if isinstance(option, (bool, list, dict)) or isinstance(value, (bool, list, dict)):
        return isinstance(option, bool) and isinstance(value, str) and truth(value) is option
    if isinstance(option, str) and isinstance(value, str):
        return bool(LENGTH.match(option) or LENGTH.match(value)) and is_amount(option, value)
    return is_amount(option, value)


def truth(value: object) -> bool | None:
    """Return the truth that a word such as ``"on"`` tells; ``None`` for anything else."""
    return WORDS.get(str(value).strip().lower()) if isinstance(value, (bool, str)) else None


def is_amount(option: object, value: object) -> bool:
    """Tell whether two values are the same number or length."""
    one, other = amount_of(option), amount_of(value)
    return one is not None and one == other


def _whole(row: Mapping[str, Any], value: str | float) -> object:
    if isinstance(value, str) and len(value) < MOST_DIGITS:
        text = value.strip()
        if row.get("x-unit") == "s" and LENGTH.match(text):
            text = text.rstrip("sS").strip()
        if text.removeprefix("-").isdecimal():
            return int(text)
        number = _number(text)
        return int(number) if isinstance(number, float) and number.is_integer() else value
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def _number(value: str) -> object:
    if len(value) >= MOST_DIGITS or not re.fullmatch(r"\s*-?\d+(\.\d+)?(e-?\d+)?\s*", value):
        return value
    amount = float(value)
    return int(amount) if "." not in value and amount.is_integer() else amount


def is_fraction(value: object) -> TypeGuard[float]:
    """Tell a number that is not whole, or at least written so."""
    return isinstance(value, float) and math.isfinite(value)


def nearest(value: object, options: tuple[object, ...]) -> object | None:
    """Return the option that is nearest to a value; ``None`` where none is like it.

    Numbers and lengths by their amount, sizes and shapes by their sides, words by letters.
    """
    text = value if isinstance(value, str) else short(value)
    if len(text) > MOST_LETTERS:
        return None
    amount = _amount(value)
    amounts = [(option, _amount(option)) for option in options]
    numbers = [(option, own) for option, own in amounts if own is not None]
    if amount is not None and numbers:
        return min(numbers, key=lambda pair: abs(pair[1] - amount))[0]
    size = pixels_of(value)
    sizes = [(option, sides) for option in options if (sides := pixels_of(option))]
    if size and sizes:
        return min(sizes, key=lambda pair: abs(pair[1][0] - size[0]) + abs(pair[1][1] - size[1]))[0]
    close = difflib.get_close_matches(text, list(map(str, options)), 1, 0.3)
    found = next((option for option in options if str(option) in close), None)
    ratio = ratio_of(value)
    ratios = [(option, shape) for option in options if (shape := ratio_of(option))]
    if ratio and ratios:
        goal = math.log(ratio[0] / ratio[1])
        return min(ratios, key=lambda pair: abs(math.log(pair[1][0] / pair[1][1]) - goal))[0]
    return found


def _amount(value: object) -> float | None:
    if type(value) is not bool and isinstance(value, Real):
        return float(value)
    if isinstance(value, str):
        lines = re.fullmatch(r"\s*(\d{3,4})\s*[pPiI]\s*", value)
        return float(lines[1]) if lines else amount_of(value)
    return None
