"""Blind pairs: ids cross, and nothing that tells what a clip is."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.core.voting import PairAnswer
from veo_widgets.view.wire.common import AskCode, Chunk, Code, MessageError

Phase = Literal["fairness", "judging", "revealed"]
Remedy = Literal["as it is", "mend", "leave out"]


class SideView(TypedDict):
    """One of two clips: a random id, when its frames come, the factor that makes it as loud."""

    id: str
    fps: float
    start: float
    gain: float


class PairView(TypedDict):
    """Two clips beside each other; the prompt is empty where it differs."""

    id: str
    prompt: str
    left: SideView
    right: SideView


class UnevenView(TypedDict):
    """What differs within pairs besides what is compared.

    ``mend`` says how it can be evened out, if it can; ``out`` is how many clips are left
    out otherwise.
    """

    about: str
    text: str
    mend: str
    out: int


class FairView(TypedDict):
    """What is to be known before the first vote; ``telling`` previews say what they are."""

    pairs: int
    clips: int
    rows: list[UnevenView]
    telling: int


class ProgressView(TypedDict):
    """How far it is, in words without a name; ``tired`` where a pause is due."""

    votes: int
    sentence: str
    tired: bool


class BeginJudging(TypedDict):
    """Start, with what is to be done about what differs; ``carded`` previews may be shown."""

    type: Literal["begin_judging"]
    remedies: dict[str, Remedy]
    carded: bool


class Answer(TypedDict):
    """An answer to a question about a pair; ``left`` and ``right`` are seconds watched."""

    type: Literal["answer"]
    pair: str
    question: int
    answer: PairAnswer
    left: float
    right: float


class UndoAnswer(TypedDict):
    """Take the last answer back."""

    type: Literal["undo_answer"]


class Rest(TypedDict):
    """The pause that was offered was taken or declined."""

    type: Literal["rest"]


class Reveal(TypedDict):
    """Tell what the clips are; no vote follows."""

    type: Literal["reveal"]


class ReadBlind(TypedDict):
    """Bytes of one side's clip."""

    type: Literal["read_blind"]
    id: str
    clip: str
    start: int
    length: int


JudgeToPython = AskCode | BeginJudging | Answer | UndoAnswer | Rest | Reveal | ReadBlind
JudgeFromPython = Code | MessageError | Chunk
