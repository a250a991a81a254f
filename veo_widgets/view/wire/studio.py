"""The studio: a form, a stage, and all takes of a home."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.core.record import Flag, State
from veo_widgets.home.takes import Group
from veo_widgets.view.wire.common import AskCode, Chunk, Code, JobAction, MessageError
from veo_widgets.view.wire.controls import (
    AskCall,
    AskPrompts,
    DropPreset,
    Edit,
    FormState,
    ImageTaken,
    Prompts,
    ReadImage,
    SavePreset,
)
from veo_widgets.view.wire.grid import AxisView, Fate, FileKind, TextReply
from veo_widgets.view.wire.image import BeginImage, ImageChunk
from veo_widgets.view.wire.player import ClipView


class MoneyView(TypedDict):
    """Whose money is spent, in US dollars; ``budget`` and ``balance`` where known."""

    endpoint: str
    real: bool
    balance: float | None
    today: float
    budget: float | None
    ask_above: float


class FilterView(TypedDict):
    """Which takes are shown."""

    search: str
    model: str
    state: Group
    starred: bool
    sweep: str


class TakeView(TypedDict):
    """One job as a tile."""

    id: str
    model: str
    title: str
    prompt: str
    about: str
    seed: str
    sweep: str
    state: State
    flags: list[Flag]
    actions: list[JobAction]
    created: float
    began: float | None
    ended: float | None
    usual: float
    low: float | None
    high: float | None
    cost: float | None
    trouble: str
    next_step: str
    request_id: str
    sha256: str
    shape: list[int]
    duration: float
    has_audio: bool
    starred: bool
    note: str


class PlanCell(TypedDict):
    """One cell of a plan; ``at`` holds the number of its value on each axis."""

    at: list[int]
    fate: Fate
    reason: str
    low: float
    high: float


class Press(TypedDict):
    """Send what the form holds, ``count`` times; a ticket sends the same form once."""

    type: Literal["press"]
    id: str
    ticket: str
    form: FormState
    count: int


class AskPlan(TypedDict):
    """What would several cells cost."""

    type: Literal["ask_plan"]
    id: str
    form: FormState
    count: int


class RunPlan(TypedDict):
    """Send a plan at the price that was shown; ``budget`` caps it, in US dollars."""

    type: Literal["run_plan"]
    id: str
    ticket: str
    form: FormState
    count: int
    new: int
    high: float
    budget: float | None


class AskTakes(TypedDict):
    """Some takes, after the one that the last page ended with."""

    type: Literal["ask_takes"]
    id: str
    after: str
    count: int
    filter: FilterView


class OpenTake(TypedDict):
    """All that the stage shows of a take."""

    type: Literal["open_take"]
    id: str
    job: str


class ReadTake(TypedDict):
    """Bytes of a clip or its poster, for a page that no server serves."""

    type: Literal["read_take"]
    id: str
    sha256: str
    kind: FileKind
    start: int
    length: int


class ActOnTake(TypedDict):
    """A button of a take."""

    type: Literal["act_on_take"]
    job: str
    action: JobAction


class Mark(TypedDict):
    """A star and a note."""

    type: Literal["mark"]
    job: str
    starred: bool
    note: str


class UseFrame(TypedDict):
    """Take a frame of a clip as an image; ``time`` is in seconds."""

    type: Literal["use_frame"]
    id: str
    job: str
    time: float


class SetMoney(TypedDict):
    """What this home may spend, and above which price one is asked, in US dollars."""

    type: Literal["set_money"]
    budget: float | None
    ask_above: float


class Pressed(TypedDict):
    """What was sent, or stood for it already."""

    type: Literal["pressed"]
    id: str
    jobs: list[str]
    reused: int


class PlanReply(TypedDict):
    """The answer to ``AskPlan``."""

    type: Literal["plan"]
    id: str
    axes: list[AxisView]
    cells: list[PlanCell]
    new: int
    low: float
    high: float
    known: bool
    expected_s: float
    warnings: list[str]


class Takes(TypedDict):
    """The answer to ``AskTakes``; ``now`` is the kernel's clock."""

    type: Literal["takes"]
    id: str
    takes: list[TakeView]
    total: int
    now: float


class TakeMoved(TypedDict):
    """A job moved; ``now`` is the kernel's clock."""

    type: Literal["take"]
    take: TakeView
    now: float


class TakeOpened(TypedDict):
    """The answer to ``OpenTake``."""

    type: Literal["take_opened"]
    id: str
    take: TakeView
    clip: ClipView | None
    values: dict[str, object]


StudioToPython = (
    AskCode
    | Edit
    | BeginImage
    | ImageChunk
    | ReadImage
    | AskCall
    | SavePreset
    | DropPreset
    | AskPrompts
    | Press
    | AskPlan
    | RunPlan
    | AskTakes
    | OpenTake
    | ReadTake
    | ActOnTake
    | Mark
    | UseFrame
    | SetMoney
)
StudioFromPython = (
    Code
    | MessageError
    | Chunk
    | ImageTaken
    | TextReply
    | Prompts
    | Pressed
    | PlanReply
    | Takes
    | TakeMoved
    | TakeOpened
)
