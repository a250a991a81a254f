"""Tables for spreadsheets, in which no text is a formula."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FORMULA: Final = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "|",
    "%",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
BREAKS: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}
"""What ends a line for some, though JSON leaves it as it is."""


def harmless(value: object) -> object:
    """Return a cell that a spreadsheet shows as it is: text that would be run is quoted."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Return rows as CSV that spreadsheets read as UTF-8.

    Args:
        rows: Values by column; what a row lacks is empty.
        columns: In their order.
    """
    out = io.StringIO(newline="")
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(map(harmless, columns))
    for row in rows:
        sheet.writerow([harmless(row.get(name)) for name in columns])
    return out.getvalue().encode("utf-8-sig")


def as_jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as JSON, one a line, whatever a reader takes for the end of one."""
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
    text = "".join(line.translate(BREAKS) + "\n" for line in lines)
    return text.encode("utf-8", "backslashreplace")
