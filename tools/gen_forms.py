"""Write ``js/test/models.json``: the forms of the tests' models, as a browser gets them.

What a field has as most fields do is left out; the tests' ``field`` puts it back.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue import Catalogue
from veo_widgets.view.fields import field_of, form_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "js" / "test" / "models.json"
MODELS = ROOT / "tests" / "data" / "models"
USUAL = field_of("", {"type": "string", "x-kind": "text"}, required=False)


def told(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is not as in most fields."""
    row = {name: value for name, value in field.items() if value != dict(USUAL)[name]}
    if field["role"] == field["name"]:
        row.pop("role", None)
    row.pop("help", None)
    if field["fields"]:
        row["fields"] = [told(each) for each in field["fields"]]
    return row


def generate() -> str:
    """Return the forms as text, a model a line."""
    catalogue = Catalogue(MODELS)
    slugs = sorted(path.stem for path in MODELS.glob("*.json"))
    forms = [form_of(catalogue[slug]) for slug in slugs]
    rows = [{**form, "fields": [told(each) for each in form["fields"]]} for form in forms]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n"


def main() -> int:
    """Write it."""
    TARGET.write_text(generate(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
