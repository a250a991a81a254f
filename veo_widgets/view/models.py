"""How models are known: what stands against one, and what the endpoint's list says."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from veo_widgets.catalogue import Catalogue, Model

MOST: Final = 8


def standing_html(model: Model) -> str:
    """Say what stands against a model: retired, or known from a page that nobody confirmed."""
    told = "retired" if model.retired else "" if model.verified else model.status
    return f"<br><small>{escape(told)}</small>" if told else ""


def published_html(catalogue: Catalogue) -> str:
    """Say of the endpoint's list its day, what was left out of it and how ours differs."""
    said = []
    if catalogue.published.date:
        said.append(f"The endpoint's list of {catalogue.published.date}")
    if catalogue.set_aside:
        listed = "".join(
            f"<li><code>{escape(name)}</code> {escape(why)}</li>"
            for name, why in list(catalogue.set_aside.items())[:MOST]
        )
        count = len(catalogue.set_aside)
        said.append(f"<details><summary>{count} not taken</summary><ul>{listed}</ul></details>")
    drift = catalogue.drift()
    if drift:
        listed = "".join(
            f"<li><code>{escape(row.slug)}.{escape(row.parameter)}</code> {escape(row.what)}: "
            f"{escape(str(row.ours))} → {escape(str(row.theirs))}</li>"
            for row in drift[:MOST]
        )
        said.append(f"<details><summary>{len(drift)} drifted</summary><ul>{listed}</ul></details>")
    return "".join(f"<small>{each}</small>" for each in said)
