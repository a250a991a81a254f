"""One control for one parameter, chosen by its schema."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as w

from veo_widgets.widgets.image import ImageInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.media import Store

AUTO: Final = "auto"
RED: Final = "var(--jp-error-color1, #b3261e)"
WIDE: Final = {"width": "calc(100% - 4px)", "max_width": "720px"}
TOGGLES: Final = 5
LONG: Final = frozenset({"prompt", "negative_prompt"})


@dataclass
class Field:
    """A labelled control.

    Attributes:
        name: The parameter.
        box: What is displayed: label, control, message.
        control: The widget that holds the value.
        message: What is wrong, beside the control.
        read: Returns the value; ``None`` when it is not given.
        write: Sets the value; ``None`` empties the control.
    """

    name: str
    box: w.VBox
    control: w.Widget
    message: w.HTML
    read: Callable[[], Any]
    write: Callable[[Any], None]

    def complain(self, text: str) -> None:
        """Show what is wrong, or nothing."""
        if self.message.value != escape(text, quote=False):
            self.message.value = escape(text, quote=False)
            self.message.layout.display = "" if text else "none"


def field(name: str, schema: Mapping[str, Any], store: Store, *, required: bool) -> Field:
    """Build the control of a parameter.

    Args:
        name: The parameter.
        schema: Its JSON Schema.
        store: Where local images are kept.
        required: Whether the label carries a star.
    """
    title = str(schema.get("title") or name)
    unit = schema.get("x-unit")
    label = f"{title}{f' ({unit})' if unit else ''}{' *' if required else ''}"
    tip = str(schema.get("description") or "")
    control, read, write = _control(name, schema, store, title, tip)
    message = w.HTML("", layout={"display": "none"}, style={"text_color": RED})
    message.add_class("vw-problem")
    head = w.Label(label, tooltip=tip)
    stacked = name in LONG or isinstance(control, ImageInput)
    if stacked:
        box = w.VBox([head, control, message])
    else:
        head.layout.width = "150px"
        box = w.VBox([w.HBox([head, control], layout={"flex_flow": "row wrap"}), message])
    box.add_class(f"vw-field-{name}")
    write(schema.get("default"))
    return Field(name, box, control, message, read, write)


Parts = tuple[w.Widget, "Callable[[], Any]", "Callable[[Any], None]"]


def _control(name: str, schema: Mapping[str, Any], store: Store, title: str, tip: str) -> Parts:
    many = schema.get("type") == "array"
    inner = schema.get("items", {}) if many else schema
    if inner.get("format") == "uri":
        return _image(ImageInput(store, label=title, many=many))
    if schema.get("enum"):
        return _choice(schema, tip)
    if schema.get("type") == "boolean":
        return _check(schema, tip)
    if schema.get("type") in {"integer", "number"}:
        return _number(schema, tip)
    return _text(name, schema, tip)


def _image(control: ImageInput) -> Parts:
    def write(value: Any) -> None:  # noqa: ANN401
        control.value = value

    return control, lambda: control.value, write


def _choice(schema: Mapping[str, Any], tip: str) -> Parts:
    values = list(schema["enum"])
    options = [(str(value), value) for value in values]
    if schema.get("default") is None:
        options = [(AUTO, None), *options]
    kind = w.ToggleButtons if len(options) <= TOGGLES + 1 else w.Dropdown
    control = kind(options=options, tooltip=tip)
    if kind is w.ToggleButtons:
        control.style.button_width = "auto"

    def write(value: Any) -> None:  # noqa: ANN401
        known = [option for _, option in options]
        wanted = schema.get("default") if value is None else value
        control.value = wanted if wanted in known else known[0]

    return control, lambda: control.value, write


def _check(schema: Mapping[str, Any], tip: str) -> Parts:
    control = w.Checkbox(indent=False, tooltip=tip, description=tip, layout={"width": "auto"})

    def write(value: Any) -> None:  # noqa: ANN401
        control.value = bool(schema.get("default") if value is None else value)

    return control, lambda: control.value, write


def _number(schema: Mapping[str, Any], tip: str) -> Parts:
    whole = schema["type"] == "integer"
    control = w.Text(
        placeholder="random" if schema.get("x-role") == "seed" else AUTO,
        tooltip=tip,
        layout={"width": "160px"},
    )

    def read() -> Any:  # noqa: ANN401
        text = control.value.strip()
        if not text:
            return None
        try:
            return int(text) if whole else float(text)
        except ValueError:
            return text

    def write(value: Any) -> None:  # noqa: ANN401
        control.value = "" if value is None else str(value)

    return control, read, write


def _text(name: str, schema: Mapping[str, Any], tip: str) -> Parts:
    long = name in LONG
    example = str((schema.get("examples") or [""])[0]).strip()
    kind = w.Textarea if long else w.Text
    rows = {"rows": 4 if name == "prompt" else 2} if long else {}
    control = kind(placeholder=example[:120], tooltip=tip, layout=WIDE if long else {}, **rows)

    def write(value: Any) -> None:  # noqa: ANN401
        control.value = "" if value is None else str(value)

    return control, lambda: control.value if control.value.strip() else None, write
