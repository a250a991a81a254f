"""What the pages of the site take from data: the catalogue's models."""

from __future__ import annotations

import json
import shutil
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import Model
from veo_widgets.catalogue.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUE: Final = ROOT / "veo_widgets" / "catalogue"
OFF: Final = (
    "These are off until the endpoint's own list confirms them (`veo.models().refresh()`); "
    "`veo.models().all()` shows them before."
)


def documents(folder: Path = CATALOGUE) -> list[dict[str, Any]]:
    """Return every model file below a folder, whatever folder of it holds it."""
    found = (json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json")))
    return [each for each in found if {"slug", "title", "parameters"} <= set(each)]


def models_page(models: Iterable[Mapping[str, Any]]) -> str:
    """Return what each model takes and costs, as a page's part: first those that are on unasked."""
    known = sorted(models, key=lambda each: not each.get("verified", True))
    lines = []
    for sure, group in groupby(known, key=lambda each: bool(each.get("verified", True))):
        lines += [f"## {'Veo' if sure else 'Other makers'}\n", "" if sure else f"{OFF}\n"]
        lines += [_model(each) for each in group]
    return "\n".join(lines)


def _model(document: Mapping[str, Any]) -> str:
    model = Model.from_json(document)
    price = document.get("price") or {}
    dated = f", of {price['date']}" if price.get("date") else ""
    sure = "" if price.get("certain", True) else ", not certain"
    source = f" [Its page]({model.source})." if model.source.startswith("https://") else ""
    cost = (
        f"{model.price()} with its defaults (the table of prices{dated}{sure})"
        if model.price().known
        else "No price is known"
    )
    usual = "time unknown" if model.usual_s is None else f"usually {model.usual_s:.0f} s"
    required = model.parameters.get("required", ())
    rows = [
        _parameter(name, each, name in required, model.roles[name].name)
        for name, each in model.properties.items()
    ]
    status = document.get("status")
    return "\n".join(
        [
            f"### {model.title}\n",
            f"`{model.slug}`: {_plain(model.summary)}\n",
            f"{cost}; {usual}.{source}{f' Known from: {_plain(status)}.' if status else ''}",
            "",
            "| parameter | values | unasked | what it does |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _parameter(
    name: str,
    schema: Mapping[str, Any],
    required: bool,  # noqa: FBT001
    role: str,
) -> str:
    unit = f" {schema['x-unit']}" if "x-unit" in schema else ""
    if "enum" in schema:
        values = ", ".join(f"{value}" for value in schema["enum"] if value is not None) + unit
    else:
        inner = schema.get("items", schema)
        kind = inner.get("x-medium") if inner.get("x-kind") == "media" else _kind(inner)
        values = f"{kind}s" if "items" in schema else f"{kind}{_range(schema)}{unit}"
    default = schema.get("default")
    unasked = "needed" if required else "" if default is None else f"{_plain(default)}{unit}"
    told = _plain(schema.get("description", ""))
    plays = f"*as {role.replace('_', ' ')}*" if role in ROLES and role != name else ""
    return f"| `{name}` | {values} | {unasked} | {' '.join(filter(None, (told, plays)))} |"


def _range(schema: Mapping[str, Any]) -> str:
    """Say what a number may be, where that is told."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f", {low} to {high}"
    return f", from {low}" if low is not None else f", up to {high}" if high is not None else ""


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


def filled(name: str, page: str) -> str:
    """Return a page as the site shows it.

    Args:
        name: The page's.
        page: As it lies in ``docs``.
    """
    if name == "models":
        return page.replace("<!-- models -->", models_page(documents()))
    return page


def bring_notebooks(target: Path) -> None:
    """Lay the notebooks where the site is built from; the originals stay without outputs."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(path, target)
