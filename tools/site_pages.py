"""What the pages of the site take from data: the catalogue's models, the hosts that were tried.

A page holds a marker, ``<!-- models -->``, and stands without the table where nobody fills it in.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUE: Final = ROOT / "veo_widgets" / "catalogue"
HOSTS: Final = (
    "JupyterLab",
    "Notebook 7",
    "nbclassic",
    "JupyterHub",
    "VS Code",
    "Colab",
    "marimo",
    "Voila",
    "Panel",
    "nbconvert",
    "script",
)
UNRUN: Final = "Not yet run"


def documents(folder: Path = CATALOGUE) -> list[dict[str, Any]]:
    """Return every model file below a folder, whatever folder of it holds it."""
    found = (json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json")))
    return [each for each in found if {"slug", "title", "parameters"} <= set(each)]


def models_page(models: Iterable[Mapping[str, Any]]) -> str:
    """Return what each model takes and costs, as a page's part."""
    return "\n".join(_model(each) for each in models)


def _model(document: Mapping[str, Any]) -> str:
    model = Model.from_json(document)
    price = document.get("price") or {}
    dated = f", of {price['date']}" if price.get("date") else ""
    sure = "" if price.get("certain", True) else ", not certain"
    required = model.parameters.get("required", ())
    rows = [_parameter(name, each, name in required) for name, each in model.properties.items()]
    return "\n".join(
        [
            f"### {model.title}\n",
            f"`{model.slug}`: {model.summary}\n",
            f"{model.price()} with its defaults (the table of prices{dated}{sure}); usually "
            f"{model.usual_s:.0f} s. [Its page]({model.source})."
            if model.source
            else f"{model.price()} with its defaults; usually {model.usual_s:.0f} s.",
            "",
            "| parameter | values | unasked | what it does |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _parameter(name: str, schema: Mapping[str, Any], required: bool) -> str:  # noqa: FBT001
    unit = f" {schema['x-unit']}" if "x-unit" in schema else ""
    if "enum" in schema:
        values = ", ".join(f"{value}" for value in schema["enum"] if value is not None) + unit
    else:
        inner = schema.get("items", schema)
        kind = "image" if inner.get("format") == "uri" else _kind(inner)
        values = f"{kind}s" if "items" in schema else kind
    default = schema.get("default")
    unasked = "needed" if required else "" if default is None else f"{_plain(default)}{unit}"
    return f"| `{name}` | {values} | {unasked} | {_plain(schema.get('description', ''))} |"


def _kind(schema: Mapping[str, Any]) -> str:
    kinds = {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes, no"}
    kind = schema.get("type", "any")
    named = (
        next((each for each in kind if each != "null"), "any") if isinstance(kind, list) else kind
    )
    return kinds.get(str(named), str(named))


def _plain(value: object) -> str:
    """Return a value as a cell of a table."""
    word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return " ".join(word.split()).replace("|", "\\|").replace("<", "&lt;")


def hosts_page(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the table of hosts; those that no row is about are named as not yet run."""
    seen = [row["host"].lower() for row in rows]
    absent = [name for name in HOSTS if not any(host.startswith(name.lower()) for host in seen)]
    names = ("host", "version", "date", "seen", "instead")
    lines = [" | ".join(_plain(row.get(name) or "") for name in names) for row in rows]
    table = [
        "| host | version | date | what was seen | what it does instead |",
        "|---|---|---|---|---|",
        *(f"| {line} |" for line in lines),
        "",
    ]
    unrun = f"**{UNRUN}**: {', '.join(absent)}." if absent else ""
    return "\n".join([*(table if rows else ()), unrun])


def tried(path: Path) -> list[dict[str, str]]:
    """Return the rows that the hosts' tests wrote, or none where they have not run."""
    if not path.exists():
        return []
    rows: list[dict[str, str]] = json.loads(path.read_text("utf-8"))
    return rows


def filled(page: str) -> str:
    """Return a page with its markers filled in."""
    for marker, part in (
        ("<!-- models -->", lambda: models_page(documents())),
        ("<!-- hosts -->", lambda: hosts_page(tried(ROOT / "docs" / "hosts.json"))),
    ):
        if marker in page:
            page = page.replace(marker, part())
    return page


def bring_notebooks(target: Path) -> None:
    """Lay the notebooks where the site is built from; the originals stay without outputs."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(path, target)
