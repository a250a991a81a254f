"""What a vote is, which ones stand, and which were blind; no disk, no clock."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["pair", "keep", "thumb", "score", "comment", "check", "checklist", "reveal", "undo"]
PairAnswer = Literal["left", "right", "tie", "both bad", "skip"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ANSWERS: Final[dict[Kind, tuple[str, ...]]] = {
    "pair": get_args(PairAnswer),
    "keep": ("keep", "drop"),
    "thumb": ("up", "down"),
    "score": ("1", "2", "3", "4", "5"),
    "check": ("yes", "no", "cannot tell"),
    "reveal": ("reveal",),
}
"""What can be answered; a comment and a checklist are texts, an undo names a vote."""
CLIPS: Final[dict[Kind, int]] = {"pair": 2, "checklist": 0, "reveal": 0, "undo": 0}
"""How many clips a vote is about, where it is not one."""
SHA256: Final = re.compile(r"[0-9a-f]{64}")
NAME: Final = re.compile(r"[0-9a-zA-Z-]{8,64}")
LONGEST: Final = {"answer": 20_000, "question": 2000, "rater": 200, "session": 64}
LATEST: Final = 1e11
SHORTEST: Final = frozenset({"comparison", "answer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One answer of one rater; a row that nothing rewrites.

    Attributes:
        id: A UUID: the same vote in two files is one.
        comparison: What it belongs to: a sweep's name, or what ``comparison_id`` made.
        kind: What was asked.
        answer: One of ``ANSWERS``, a text, or the id of the vote that is undone.
        clips: The sha256 of what was judged, in the order shown: left, right.
        question: The criterion, or the item of a checklist; empty for plain preference.
        rater: Who; empty for the person at this notebook.
        session: The sitting it was given in.
        blind: Whether nothing told what the clips are.
        watched: Seconds that each clip was watched, in the order of ``clips``.
        moment: Seconds into the clip that a comment is about.
        at: When, in seconds since the epoch.
    """

    id: str
    comparison: str
    kind: Kind
    answer: str
    clips: tuple[str, ...] = ()
    question: str = ""
    rater: str = ""
    session: str = ""
    blind: bool = False
    watched: tuple[float | None, ...] = ()
    moment: float | None = None
    at: float = 0.0


def comparison_id(clips: Iterable[str]) -> str:
    """Return what names a comparison of clips that no sweep made.

    Args:
        clips: The sha256 of each; their order is of no account.
    """
    text = "\n".join(sorted({*clips}))
    return f"clips-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def fault(vote: Vote) -> str | None:
    """Say what is wrong with a vote, and what would be right; ``None`` if nothing is."""
    words = {name: getattr(vote, name) for name in (*LONGEST, "id", "comparison", "kind")}
    for name, value in words.items():
        if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
            return f"{name} is a text, not {value!r}"
        if not (name in SHORTEST) <= len(value) <= LONGEST.get(name, 200):
            return f"{name} has {len(value)} characters; {LONGEST.get(name, 200)} at most"
    if not NAME.fullmatch(vote.id):
        return f"id is a UUID, not {vote.id!r}"
    if vote.kind not in KINDS:
        return f"kind is one of {', '.join(KINDS)}, not {vote.kind!r}"
    if vote.answer not in ANSWERS.get(vote.kind, (vote.answer,)):
        return f"the answer to {vote.kind} is {', '.join(ANSWERS[vote.kind])}, not {vote.answer!r}"
    for clip in vote.clips:
        if not SHA256.fullmatch(str(clip)):
            return f"a clip is named by the 64 hexadecimal digits of its sha256, not {clip!r}"
    if len(vote.clips) != CLIPS.get(vote.kind, 1) or len({*vote.clips}) != len(vote.clips):
        return f"{vote.kind} is about {CLIPS.get(vote.kind, 1)} clips, not {len({*vote.clips})}"
    return _number_fault(vote)


def _number_fault(vote: Vote) -> str | None:
    if vote.blind not in (True, False):
        return f"blind is true or false, not {vote.blind!r}"
    if len(vote.watched) not in {0, len(vote.clips)}:
        return f"watched has a number for each clip, not {len(vote.watched)}"
    times = (vote.at, *(time for time in (*vote.watched, vote.moment) if time is not None))
    for time in times:
        if type(time) not in {int, float} or not _is_time(time):
            return f"a time is a number of seconds from zero, not {time!r}"
    return None


def _is_time(time: float) -> bool:
    return 0 <= time < LATEST


def undone(votes: Iterable[Vote]) -> set[str]:
    """Return the ids of votes that their own rater took back."""
    rows = list(votes)
    raters = {vote.id: vote.rater for vote in rows if vote.kind != "undo"}
    return {
        vote.answer
        for vote in rows
        if vote.kind == "undo" and raters.get(vote.answer) == vote.rater
    }


def standing(votes: Iterable[Vote]) -> list[Vote]:
    """Return the votes that count: not taken back, and of several about a clip the last.

    Votes on pairs and comments all count; a checklist is the last one of its question.
    """
    rows = list(votes)
    gone = undone(rows)
    last: dict[tuple[str, ...], Vote] = {}
    for number, vote in enumerate(rows):
        if vote.kind == "undo" or vote.id in gone:
            continue
        if vote.kind in {"pair", "comment", "reveal"}:
            key: tuple[str, ...] = (str(number),)
        elif vote.kind == "checklist":
            key = (vote.comparison, vote.kind, vote.question)
        else:
            key = (vote.comparison, vote.rater, vote.kind, vote.question, *vote.clips)
        earlier = last.get(key)
        if earlier is None or vote.at >= earlier.at:
            last[key] = vote
    ids = {vote.id for vote in last.values()}
    return [vote for vote in rows if vote.id in ids]


def revealed(votes: Iterable[Vote]) -> dict[tuple[str, str], float]:
    """Return when each rater of a comparison was first told what the clips are."""
    times: dict[tuple[str, str], float] = {}
    for vote in votes:
        if vote.kind == "reveal":
            key = (vote.comparison, vote.rater)
            times[key] = min(vote.at, times.get(key, math.inf))
    return times


def is_blind(vote: Vote, told: dict[tuple[str, str], float]) -> bool:
    """Tell whether a vote was given before its rater was told what the clips are.

    Args:
        vote: The vote.
        told: As ``revealed`` returns it.
    """
    return vote.blind and vote.at <= told.get((vote.comparison, vote.rater), math.inf)
