"""Write the tables of ``docs/metrics.md`` from the registry; ``--check`` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

from veo_widgets.media.metrics import known
from veo_widgets.media.metrics.table import markdown

PAGE = Path(__file__).resolve().parents[1] / "docs" / "metrics.md"
MARKS = {
    flag: (f"<!-- {flag}: written by tools/gen_metrics.py -->\n", f"<!-- end of {flag} -->\n")
    for flag in ("flags", "descriptions")
}


def written(page: str) -> str:
    """Return the page with its tables as the registry has them."""
    own = {
        name: each
        for name, each in known().items()
        if each.measure.__module__.startswith("veo_widgets.")
    }
    for kind, (begin, end) in MARKS.items():
        rows = {name: each for name, each in own.items() if bool(each.flag) is (kind == "flags")}
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}\n{markdown(rows)}\n{end}{rest.partition(end)[2]}"
    return page


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    if "--check" not in sys.argv:
        PAGE.write_text(written(text), encoding="utf-8")
    elif written(text) != text:
        sys.exit("docs/metrics.md is not what the registry says: python tools/gen_metrics.py")
