"""The studio: a form, a stage, and all takes of a home."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.view.wire.common import AskCode, Chunk, Code, MessageError
from veo_widgets.view.wire.controls import (
    AskCall,
    AskCarry,
    AskPrompts,
    BeginInput,
    Carried,
    DropPreset,
    Edit,
    FormState,
    ImageTaken,
    Prompts,
    ReadInput,
    SavePreset,
    SettingsTaken,
    ShowModels,
)
from veo_widgets.view.wire.grid import FileKind, SheetMade, TextReply
from veo_widgets.view.wire.image import BeginImage, ImageChunk
from veo_widgets.view.wire.marks import UndoVoteOn, VoteOnTake
from veo_widgets.view.wire.pay import ActOnTake, Paid
from veo_widgets.view.wire.plan import AskPlan, AskYaml, PlanReply, RunPlan
from veo_widgets.view.wire.player import ClipView
from veo_widgets.view.wire.takes import FilterView, SweepView, TakeView


class MoneyView(TypedDict):
    """Whose money is spent, in US dollars; ``budget`` and ``balance`` where known.

    ``unknown`` is what a clip of unknown price counts as; ``today_unknown`` are the clips
    of today whose cost nobody knows.
    """

    endpoint: str
    real: bool
    balance: float | None
    today: float
    today_unknown: int
    budget: float | None
    unknown: float | None
    ask_above: float


class Press(TypedDict):
    """Send what the form holds, ``count`` times; a ticket sends the same form once.

    ``agreed`` is what a person said yes to pay, 0 where no price was known; ``None`` when
    they were not asked.
    """

    type: Literal["press"]
    id: str
    ticket: str
    form: FormState
    count: int
    agreed: float | None


class AskTakes(TypedDict):
    """Some takes after the last page's; ``since`` is in seconds since the epoch."""

    type: Literal["ask_takes"]
    id: str
    after: str
    count: int
    filter: FilterView
    since: float


class AskMoved(TypedDict):
    """A view heard nothing of these jobs for a while; each is told again as ``TakeMoved``."""

    type: Literal["ask_moved"]
    jobs: list[str]


class OpenTake(TypedDict):
    """All that the stage shows of a take; its poster where no server has it for the page."""

    type: Literal["open_take"]
    id: str
    job: str
    poster: bool


class ReadTake(TypedDict):
    """Bytes of a clip or its poster, for a page that no server serves."""

    type: Literal["read_take"]
    id: str
    sha256: str
    kind: FileKind
    start: int
    length: int


class Mark(TypedDict):
    """A star, a note, and whether it is put away; ``None`` leaves it as it is."""

    type: Literal["mark"]
    jobs: list[str]
    starred: bool | None
    hidden: bool | None
    note: str | None


class Compare(TypedDict):
    """Show takes side by side below, or a sweep when there are none; or judge them blind."""

    type: Literal["compare"]
    id: str
    jobs: list[str]
    sweep: str
    blind: bool


class AskSheetOfTakes(TypedDict):
    """Write a contact sheet of these takes beside the notebook."""

    type: Literal["ask_sheet_of_takes"]
    id: str
    jobs: list[str]


class UseFrame(TypedDict):
    """Take a frame of a clip as an image; ``time`` is in seconds."""

    type: Literal["use_frame"]
    id: str
    job: str
    time: float


class SetMoney(TypedDict):
    """What this home may spend, and above which price one is asked, in US dollars.

    ``unknown`` is the worst case for a clip of unknown price.
    """

    type: Literal["set_money"]
    budget: float | None
    unknown: float | None
    ask_above: float


class Pressed(TypedDict):
    """What was sent, or stood for it already; ``ask`` when a person must agree first."""

    type: Literal["pressed"]
    id: str
    jobs: list[str]
    reused: int
    ask: bool


class Takes(TypedDict):
    """The answer to ``AskTakes``; ``after`` asks for the next page, ``now`` is the kernel's clock."""

    type: Literal["takes"]
    id: str
    takes: list[TakeView]
    sweeps: list[SweepView]
    total: int
    after: str
    now: float


class TakeMoved(TypedDict):
    """A job moved, and with it its sweep; ``now`` is the kernel's clock."""

    type: Literal["take"]
    take: TakeView
    sweep: SweepView | None
    now: float


class Compared(TypedDict):
    """The grid below shows what was asked for."""

    type: Literal["compared"]
    id: str


class Used(TypedDict):
    """A cell of the grid below gave its settings: they belong in the form."""

    type: Literal["used"]
    model: str
    values: dict[str, object]


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
    | BeginInput
    | ReadInput
    | ShowModels
    | AskCarry
    | AskCall
    | SavePreset
    | DropPreset
    | AskPrompts
    | Press
    | AskPlan
    | RunPlan
    | AskYaml
    | AskTakes
    | AskMoved
    | OpenTake
    | ReadTake
    | ActOnTake
    | Mark
    | VoteOnTake
    | UndoVoteOn
    | Compare
    | AskSheetOfTakes
    | UseFrame
    | SetMoney
)
StudioFromPython = (
    Code
    | MessageError
    | Chunk
    | ImageTaken
    | SettingsTaken
    | TextReply
    | Prompts
    | Carried
    | Pressed
    | Paid
    | PlanReply
    | Takes
    | TakeMoved
    | Used
    | Compared
    | SheetMade
    | TakeOpened
)
