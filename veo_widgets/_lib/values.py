"""What people hand over, as the plain values that it means."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import islice
from os import PathLike
from pathlib import Path
from reprlib import Repr
from typing import Any, Final
from uuid import UUID

from veo_widgets.errors import InvalidRequest

PLAIN: Final = frozenset({bool, int, float, bytes, type(None)})
DEEPEST: Final = 20
MOST_VALUES: Final = 100_000
LARGEST: Final = 2**53
MOST_S: Final = 4e6
LONGEST_TEXT: Final = 80
_short = Repr()
_short.maxstring = _short.maxother = LONGEST_TEXT


def short(value: object) -> str:
    """Return a value's repr, cut where it is long and harmless where it has none."""
    try:
        line = " ".join(_short.repr(value).split("\n"))
        return line.encode("utf-8", "backslashreplace").decode()
    except Exception:  # noqa: BLE001
        return f"a {type(value).__name__}"


def plain_value(value: object, depth: int = 0) -> Any:  # noqa: ANN401
    """Return a value as JSON has it, where it means one; else the value itself.

    Taken are scalars and arrays of NumPy and pandas, sets, ranges, enumerations,
    decimals and dates. Bytes and paths stay, for they may be images.
    """
    endless = isinstance(value, range) and not -MOST_VALUES < value.stop - value.start < MOST_VALUES
    if type(value) in PLAIN or isinstance(value, PathLike) or depth > DEEPEST or endless:
        return value
    if isinstance(value, Enum):
        return plain_value(value.value, depth + 1)
    if isinstance(value, str):
        return _joined(str.__str__(value))
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, (list, tuple, range)):
        return [plain_value(item, depth + 1) for item in value]
    if isinstance(value, (set, frozenset)):
        items = [plain_value(item, depth + 1) for item in value]
        return sorted(items, key=lambda item: (isinstance(item, str), _order(item), short(item)))
    if isinstance(value, Mapping):
        return {str(name): plain_value(item, depth + 1) for name, item in value.items()}
    return _scalar(value, depth)


def _scalar(value: object, depth: int) -> object:
    if isinstance(value, (int, float)):
        return float(value) if isinstance(value, float) else int(value)
    if isinstance(value, (Decimal, Fraction)):
        return _number(value)
    if type(value).__name__ in {"NaTType", "NAType"}:
        return math.nan
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if type(value).__name__ == "datetime64":
        return str(value)
    if hasattr(value, "tolist") and hasattr(value, "dtype"):
        listed = value.tolist()
        wide = type(listed) is type(value)
        return float(str(listed)) if wide else plain_value(listed, depth + 1)
    return value


def _number(value: Decimal | Fraction) -> int | float:
    try:
        return int(value) if value == int(value) else float(value)
    except (ValueError, ArithmeticError):
        return math.nan


def _order(value: object) -> float:
    small = isinstance(value, float) or (isinstance(value, int) and abs(value) < LARGEST)
    return float(str(value)) if small and not isinstance(value, bool) else 0.0


def _joined(text: str) -> str:
    """Join the halves of letters that JSON or YAML escaped in two."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return text


def is_text(value: str) -> bool:
    """Tell whether a text can be written down: no half of a letter is in it."""
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def named_values(given: object, what: str = "parameters") -> dict[str, Any]:
    """Return a mapping, or a row of a data frame, as a dictionary.

    Raises:
        InvalidRequest: It is neither.
    """
    if given is None:
        return {}
    keys = getattr(given, "keys", None)
    rows = getattr(given, "ndim", 1) > 1
    if not callable(keys) or isinstance(given, type) or rows:
        raise InvalidRequest(f"{what} must be names with values, not {short(given)}")
    mapping: Any = given
    return {str(name): mapping[name] for name in keys()}


def expect(value: object, kind: type | tuple[type, ...], what: str, wanted: str) -> None:
    """Refuse what is not of a kind, in words.

    Raises:
        InvalidRequest: It is not.
    """
    if not isinstance(value, kind):
        raise InvalidRequest(f"{what} is {wanted}, not {short(value)}")


def switches(**given: object) -> None:
    """Refuse options that are neither true nor false; an array has no truth.

    Raises:
        InvalidRequest: One is not.
    """
    for name, value in given.items():
        expect(value, bool, name, "True or False")


def texts(values: object, what: str) -> list[str] | None:
    """Return several texts as a list; ``None`` stays.

    Raises:
        InvalidRequest: They are none.
    """
    many = listed(values)
    if values is not None and not (
        many is not None and all(isinstance(item, str) and is_text(item) for item in many)
    ):
        raise InvalidRequest(f"{what} are a list of texts, not {short(values)}")
    return many


def file_path(value: object) -> Path | None:
    """Return a path with ``~`` opened, or ``None`` for what can be no path."""
    if not isinstance(value, (str, PathLike)):
        return None
    try:
        path = Path(value).expanduser().absolute()
        path.exists()
        if "\0" in str(path):
            return None
        os.fsencode(path)
    except (TypeError, ValueError, RuntimeError, OSError):
        return None
    return path


def seconds(value: object, what: str = "a timeout") -> float | None:
    """Return a time to wait; ``None`` stays, and what is past all waiting is ``None``.

    Raises:
        InvalidRequest: It is no number of at least zero.
    """
    if value is None:
        return None
    amount = number(value, what, "seconds, zero or more", most=math.inf)
    return amount if amount < MOST_S else None


def number(value: object, what: str, wanted: str, most: float = 1e15) -> float:
    """Return a number of at least zero.

    Raises:
        InvalidRequest: It is none.
    """
    amount = plain_value(value)
    try:
        good = type(amount) in {int, float} and 0 <= float(amount) <= most
    except OverflowError:
        good = False
    if not good:
        raise InvalidRequest(f"{what} is a number of {wanted}, not {short(value)}")
    return float(amount)


def count(value: object, what: str, least: int = 1, most: int = 2**31) -> int:
    """Return a whole number.

    Raises:
        InvalidRequest: It is none, or out of its range.
    """
    amount = plain_value(value)
    if isinstance(amount, float) and amount.is_integer():
        amount = int(amount)
    if type(amount) is not int or not least <= amount <= most:
        raise InvalidRequest(f"{what} is a whole number from {least}, not {short(value)}")
    return amount


def listed(values: object) -> list[Any] | None:
    """Return several values as a list; ``None`` for what is one value."""
    values = plain_value(values)
    if isinstance(values, (str, bytes, Mapping, PathLike)) or not isinstance(values, Iterable):
        return None
    return [plain_value(value) for value in islice(values, MOST_VALUES)]
