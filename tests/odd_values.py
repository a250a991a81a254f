"""Values that people hand over: sensible ones, and odd ones of every kind."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd


class Kind(Enum):
    FAST = "veo-3-fast"
    ODD = object()


class Broken:
    """Cannot even be printed."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


SENSIBLE: Final = [
    "veo-2",
    "veo-3-fast",
    "a lake",
    "a {w} lake",
    7,
    4,
    "720p",
    True,
    0.5,
    [1, 2],
    "1,2,…,8",
    "ready",
    "v1",
]
ODD: Final = [
    None,
    "",
    " ",
    "\0",
    "\ud83e",
    "\ud83e\udd8a",
    "\x1b]0;x\x07",
    "[/b]",
    "x" * 5000,
    "../" * 2000,
    "/" + "x" * 300,
    "nan",
    "1e999",
    "9" * 5000,
    "-1",
    "1,…,9999999999999",
    -1,
    0,
    10**30,
    -(10**30),
    2**63,
    math.nan,
    math.inf,
    -0.0,
    1e308,
    b"",
    b"\xff\xd8\xff",
    b"x" * 100,
    [],
    {},
    (),
    set(),
    {1, "a"},
    frozenset(),
    range(3),
    range(10**12),
    [None],
    [[]],
    [[1], [2]],
    {"a": 1},
    {1: 2},
    {"prompt": "\ud800"},
    object(),
    Broken(),
    int,
    len,
    Path("\0"),
    Path("x" * 300),
    Path(),
    date(2024, 1, 1),
    datetime(1, 1, 1, tzinfo=UTC),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal(5),
    Kind.FAST,
    Kind.ODD,
    np.int64(5),
    np.float32(0.1),
    np.bool_(True),
    np.str_("veo-2"),
    np.nan,
    1j,
    np.array([1, 2]),
    np.array(5),
    np.array([[1, 2]]),
    np.datetime64("NaT"),
    np.longdouble(1),
    pd.NA,
    pd.NaT,
    pd.Series([1, 2]),
    pd.Series({"prompt": "a", "seed": math.nan}),
    pd.DataFrame({"prompt": ["a"]}),
    np.array([object()]),
    pd.Timestamp("2024-01-01"),
    bytearray(b"x"),
    memoryview(b"x"),
    NotImplemented,
    ...,
]
