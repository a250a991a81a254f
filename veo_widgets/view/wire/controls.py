"""A model's form."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.view.wire.common import AskCode, Code, MessageError
from veo_widgets.view.wire.grid import TextReply
from veo_widgets.view.wire.image import BeginImage, ImageChunk, ImageView, Medium

FieldKind = Literal[
    "prompt",
    "text",
    "choice",
    "choices",
    "number",
    "switch",
    "seed",
    "file",
    "files",
    "list",
    "object",
    "json",
]
CallKind = Literal["python", "curl"]


class OptionView(TypedDict):
    """One of a few values, and what it is called."""

    value: object
    label: str


class FieldView(TypedDict):
    """One parameter as a form draws it.

    ``auto`` says what the service does when nothing is sent; ``random`` is the value
    that stands for a seed drawn by the service; ``nullable`` says that nothing may be
    chosen. ``fields`` holds what an object has inside, or what one of a list is like.
    ``most_items`` counts a list, ``accept`` and what follows it limit
    a file; a ``tall`` text is one of several lines.
    """

    name: str
    role: str
    kind: FieldKind
    title: str
    unit: str
    help: str
    required: bool
    default: object
    options: list[OptionView]
    whole: bool
    least: float | None
    most: float | None
    step: float | None
    auto: str
    example: str
    random: object
    nullable: bool
    tall: bool
    fields: list[FieldView]
    most_items: int | None
    medium: Medium
    accept: list[str]
    most_bytes: int
    most_seconds: float | None


class ModelForm(TypedDict):
    """All that a form needs to know of a model.

    ``status`` says how its parameters are known where nobody confirmed them; ``fps``
    counts frames a second where the form has no field for it.
    """

    slug: str
    title: str
    summary: str
    status: str
    retired: bool
    priced: bool
    fps: float
    fields: list[FieldView]
    example: dict[str, object]


class FormState(TypedDict):
    """What a person chose; ``kept`` holds, by role, what this model lacks.

    ``by`` names the view that wrote it, nobody when Python did. ``axes`` holds the
    parameters that take several values.
    """

    model: str
    values: dict[str, object]
    kept: dict[str, object]
    axes: dict[str, list[object]]
    by: str
    revision: int


class ProblemView(TypedDict):
    """What must be changed, or may not work as hoped; ``source`` says who says so.

    ``field`` is a path such as ``elements[1].image``.

    ``fix`` holds the values that would be right; it is empty where only a person knows.
    """

    field: str
    text: str
    source: str
    fix: dict[str, object]


class Checked(TypedDict):
    """What the kernel found of one revision of the form."""

    by: str
    revision: int
    problems: list[ProblemView]
    warnings: list[ProblemView]
    price_low: float | None
    price_high: float | None
    price_note: str
    usual_low: float
    usual_high: float


class PresetView(TypedDict):
    """Settings under a name."""

    name: str
    model: str
    values: dict[str, object]


class Edit(TypedDict):
    """The form as it stands in a view."""

    type: Literal["edit"]
    form: FormState


class BeginInput(TypedDict):
    """A file for a place of the form follows in chunks."""

    type: Literal["begin_input"]
    id: str
    name: str
    size: int
    place: str


class ReadInput(TypedDict):
    """Take a file of the kernel's machine for a place of the form."""

    type: Literal["read_input"]
    id: str
    path: str
    place: str


class ShowModels(TypedDict):
    """List all models, or only those that are on."""

    type: Literal["show_models"]
    everything: bool


class AskCarry(TypedDict):
    """Say lengths and picture shapes of one model as another one does."""

    type: Literal["ask_carry"]
    id: str
    left: str
    taken: str
    values: dict[str, object]
    kept: dict[str, object]


class AskCall(TypedDict):
    """Write the form as a call."""

    type: Literal["ask_call"]
    id: str
    about: CallKind


class SavePreset(TypedDict):
    """Keep the form under a name."""

    type: Literal["save_preset"]
    name: str


class DropPreset(TypedDict):
    """Forget a preset."""

    type: Literal["drop_preset"]
    name: str


class AskPrompts(TypedDict):
    """What was asked for before."""

    type: Literal["ask_prompts"]
    id: str


class ImageTaken(TypedDict):
    """A file is in the home, and may be used."""

    type: Literal["image_taken"]
    id: str
    image: ImageView


class SettingsTaken(TypedDict):
    """A clip says how it was made, or a file which sweep it is; ``text`` says which file."""

    type: Literal["settings_taken"]
    id: str
    model: str
    values: dict[str, object]
    axes: dict[str, list[object]]
    text: str


class Carried(TypedDict):
    """The answer to ``AskCarry``: what the next model has otherwise, and what is kept."""

    type: Literal["carried"]
    id: str
    values: dict[str, object]
    kept: dict[str, object]
    said: list[str]


class Prompts(TypedDict):
    """The answer to ``AskPrompts``, newest first."""

    type: Literal["prompts"]
    id: str
    prompts: list[str]


ControlsToPython = (
    AskCode
    | Edit
    | BeginImage
    | BeginInput
    | ImageChunk
    | ReadInput
    | ShowModels
    | AskCarry
    | AskCall
    | SavePreset
    | DropPreset
    | AskPrompts
)
ControlsFromPython = (
    Code | MessageError | ImageTaken | SettingsTaken | TextReply | Prompts | Carried
)
