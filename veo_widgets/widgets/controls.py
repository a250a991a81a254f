"""The controls that a model really has."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as w
import traitlets as t

from veo_widgets.catalogue.snippets import as_python
from veo_widgets.client.functions import client as default_client
from veo_widgets.errors import InvalidParameters
from veo_widgets.segmind import as_curl
from veo_widgets.widgets.copy import CopyButton
from veo_widgets.widgets.fields import Field, field

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.catalogue import Model
    from veo_widgets.client import Client
    from veo_widgets.errors import Problem


def close_tree(widget: w.Widget) -> None:
    """Close a widget and all that it holds."""
    for child in getattr(widget, "children", ()):
        close_tree(child)
    widget.close()


def css_name(slug: str) -> str:
    """Return the class that marks a form as a model's."""
    return f"vw-model-{slug.replace('.', '-')}"


class Controls(w.VBox):  # type: ignore[misc]
    """A form drawn from a model's schema.

    Args:
        model: A slug of the catalogue.
        client: Whose catalogue and home; the package's own when not given.

    Raises:
        UnknownModel: With the nearest slug.
    """

    model = t.Unicode()
    """The model's slug; setting it redraws the form and keeps what both models have."""
    value = t.Dict()
    """The parameters as a request would send them; observable and settable."""
    valid = t.Bool(False)  # noqa: FBT003
    """Whether the request could be sent."""

    def __init__(self, model: str, *, client: Client | None = None) -> None:
        self._client = client or default_client()
        model = self._client.catalogue[model].slug
        self._fields: dict[str, Field] = {}
        self._aside: dict[str, Any] = {}
        self._busy = False
        self._strict = False
        self._body = w.VBox()
        self._notes = w.VBox()
        self._price = w.Label()
        self._price.add_class("vw-price")
        self._call = w.Textarea(
            disabled=False, rows=8, layout={"width": "100%", "max_width": "720px"}
        )
        self._copy = CopyButton()
        self._shown = w.VBox([self._call, self._copy], layout={"display": "none"})
        buttons = [
            self._button(
                "Example", "Load the model page's sample; nothing is sent", self.load_example
            ),
            self._button("Reset", "Back to the defaults", self.reset),
            self._button(
                "As Python", "Show the cell that sends this", lambda: self._show(as_python)
            ),
            self._button(
                "As curl", "Show the command that sends this", lambda: self._show(as_curl)
            ),
        ]
        row = w.HBox(buttons, layout={"flex_flow": "row wrap"})
        super().__init__([self._body, self._notes, self._price, row, self._shown])
        self.add_class("vw-controls")
        self.model = self._client.catalogue[model].slug

    # --- the model

    @property
    def chosen(self) -> Model:
        """The catalogue's entry."""
        return self._client.catalogue[self.model]

    @t.validate("model")
    def _known(self, proposal: dict[str, Any]) -> str:
        return self._client.catalogue[proposal["value"]].slug

    @t.observe("model")
    def _redraw(self, change: dict[str, Any]) -> None:
        old = self._client.catalogue[change["old"]] if change["old"] else None
        kept = self._carried(old) if old else {}
        model = self.chosen
        required = model.parameters.get("required", ())
        order = sorted(model.properties, key=lambda name: name not in required)
        self._fields = {
            name: field(
                name, model.properties[name], self._client.session.store, required=name in required
            )
            for name in order
        }
        for name, entry in self._fields.items():
            if name in kept:
                entry.write(kept[name])
            entry.control.observe(self._edited, "value")
        before = self._body.children
        self._body.children = [entry.box for entry in self._fields.values()]
        for box in before:
            close_tree(box)
        if change["old"]:
            self._body.remove_class(css_name(change["old"]))
        self._body.add_class(css_name(model.slug))
        self._strict = False
        self._edited()

    def _carried(self, old: Model) -> dict[str, Any]:
        """Translate what the form holds for the new model; set the rest aside."""
        new = self.chosen
        given = dict(self._aside)
        for name, value in self.value.items():
            role = str(old.properties.get(name, {}).get("x-role", name))
            if value != old.defaults().get(name):
                given[role] = value
        kept: dict[str, Any] = {}
        self._aside = {}
        for role, value in given.items():
            target = new.having(role) or role
            options = new.properties.get(target, {}).get("enum")
            if target not in new.properties or (options and value not in options):
                self._aside[role] = value
            else:
                kept[target] = value
        return kept

    # --- the value

    def _edited(self, _: object = None) -> None:
        if self._busy:
            return
        values = {name: entry.read() for name, entry in self._fields.items()}
        report = self.chosen.check(values)
        problems = {problem.field: problem for problem in report.problems}
        for name, entry in self._fields.items():
            problem = problems.get(name)
            untouched = problem is not None and problem.value is None and not self._strict
            entry.complain("" if problem is None or untouched else str(problem))
        notes = [f"⚠ {warned.message} ({warned.source})" for warned in report.warnings]
        if self._aside:
            listed = ", ".join(f"{name} = {value}" for name, value in self._aside.items())
            notes.append(f"Set aside, kept for the next model: {listed}")
        notes = [escape(note, quote=False) for note in notes]
        if [note.value for note in self._notes.children] != notes:
            self._notes.children = [w.HTML(note) for note in notes]
        self._price.value = self._estimate(report.parameters)
        self._busy = True
        try:
            self.valid = not report.problems
            self.value = report.parameters
        finally:
            self._busy = False

    @t.observe("value")
    def _value_set(self, change: dict[str, Any]) -> None:
        if self._busy:
            return
        report = self.chosen.check(change["new"])
        wrong = [problem for problem in report.problems if problem.value is not None]
        if wrong:
            self._busy = True
            try:
                self.value = change["old"]
            finally:
                self._busy = False
            raise InvalidParameters(self.model, wrong)
        self._busy = True
        try:
            for name, entry in self._fields.items():
                entry.write(report.parameters.get(name))
        finally:
            self._busy = False
        self._edited()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What must be changed before this can be sent; shown beside the fields."""
        self._strict = True
        self._edited()
        return self.chosen.check({n: f.read() for n, f in self._fields.items()}).problems

    def _estimate(self, parameters: dict[str, Any]) -> str:
        model, endpoint = self.chosen, self._client.endpoint
        price = model.price(parameters)
        low, high = self._client.session.latency(endpoint.name, model.slug).usual()
        money = f"est. {price}"
        if not endpoint.real_money:
            money += " of play money"
        elif price.known and not price.certain:
            money += f" (rate of {price.date}, not confirmed)"
        return f"{money} · usually {low:.0f}-{high:.0f} s"

    # --- buttons

    def reset(self) -> None:
        """Go back to the defaults."""
        self._aside = {}
        self.value = self.chosen.defaults()

    def load_example(self) -> None:
        """Fill in the model page's sample."""
        examples = self.chosen.examples
        if examples:
            self.value = self.chosen.check(examples[0]["parameters"]).parameters

    def _show(self, write: Callable[[str, dict[str, Any]], str]) -> None:
        text = write(self.model, dict(self.value))
        hide = self._call.value == text and self._shown.layout.display == ""
        self._call.value = self._copy.text = text
        self._shown.layout.display = "none" if hide else ""

    def _button(self, text: str, tip: str, act: Callable[[], None]) -> w.Button:
        button = w.Button(description=text, tooltip=tip, layout={"width": "auto"})
        button.on_click(lambda _: act())
        return button
