"""Two clips at a time, and nothing that tells what they are."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.judged import Judged
from veo_widgets._lib.values import count, expect, texts
from veo_widgets.errors import InvalidRequest
from veo_widgets.home.blind import PrivateFolder
from veo_widgets.judging.copies import Cleaner, Copies, telling
from veo_widgets.judging.fair import uneven
from veo_widgets.judging.figures import figures_of
from veo_widgets.judging.session import Session
from veo_widgets.judging.sources import clips_of, comparison_of
from veo_widgets.view.desk import Desk
from veo_widgets.view.files import stretch
from veo_widgets.view.judge import fair_view, progress_view
from veo_widgets.view.style import framed
from veo_widgets.view.verdict import verdict_html
from veo_widgets.view.wire.judge import (
    Answer,
    BeginJudging,
    ReadBlind,
    Rest,
    Reveal,
    UndoAnswer,
)
from veo_widgets.widgets.judge_view import JudgeView
from veo_widgets.widgets.messages import handles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.core.voting import PairAnswer
    from veo_widgets.judging.session import Ask
    from veo_widgets.view.wire.common import Chunk
    from veo_widgets.widgets.messages import Buffers

WATCHED_S: Final = 0.2  # a side that was played for less was not looked at


class Judge(Judged, JudgeView):
    """Asks which of two clips is better, blind, pair after pair.

    Before the first vote it says what differs besides what is compared. Every vote is in
    the ledger before the next pair shows; running the cell again goes on where it was.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.
        by: The axis that is compared, or several together; the models where there are several.
        questions: The criteria, asked one after the other about a pair; plain preference
            when not given.
        rater: Who votes; empty for the person at this notebook.
        seed: Of the order of pairs, another for each rater.

    Raises:
        InvalidRequest: There is no such axis, or nothing to compare by it.
    """

    def __init__(
        self,
        thing: object,
        by: str | Sequence[str] | None = None,
        *,
        questions: Sequence[str] | None = None,
        rater: str = "",
        seed: int = 0,
    ) -> None:
        expect(rater, str, "rater", "a name")
        comparison, self._owner = comparison_of(thing)
        self._sitting = Session(
            comparison,
            self._owner.ledger.votes,
            by=by,
            questions=texts(questions, "questions"),
            rater=rater,
            seed=count(seed, "seed", least=0),
            clock=self._owner.clock,
        )
        pairs = comparison.pairs(self._sitting.by)
        self.judged, self._lock = thing, threading.RLock()
        self._prompts = {pair.key: pair.prompt for pair in pairs}
        shown = {clip for pair in pairs for clip in (pair.one, pair.other)}
        self._clips = {sha: clip for sha, clip in clips_of(thing).items() if sha in shown}
        self._cleaner = Cleaner(self._owner)
        self._telling = telling(self._clips, self._cleaner)
        self._uneven = uneven(comparison, self._sitting.by, self._clips)
        self._desk: Desk | None = None
        self._ask: Ask | None = None
        self._spoilt: set[str] = set()
        super().__init__(
            questions=list(self._sitting.questions),
            fair=fair_view(self._uneven, len(pairs), len(self._clips), len(self._telling)),
            progress=progress_view(self._sitting),
        )
        if not self._sitting.blind:
            self.reveal()

    # --- before the first vote

    @handles(BeginJudging)
    def _begin(self, message: BeginJudging, _: Buffers) -> None:
        """Even out what can be, leave out what is to be, and show the first pair."""
        with self._lock:
            if self.phase != "fairness":
                return
            remedies = message["remedies"]
            left_out = set[str]() if message["carded"] else set(self._telling)
            for row in self._uneven:
                if remedies.get(row.about) == "leave out":
                    left_out |= row.odd
            self._sitting = self._sitting.without(left_out)
            folder = PrivateFolder(self._owner.home)
            carded = self._telling if message["carded"] else ()
            copies = Copies(self._clips, folder, self._cleaner, carded)
            self._desk = Desk(
                copies,
                self._clips,
                self._prompts,
                cut=remedies.get("Length") == "mend",
                sound=remedies.get("Sound") != "mend",
                made=self._made,
            )
            self._sitting.go_on()
            self.phase = "judging"
            self._show()
            copies.prepare(sha for sha in self._clips if sha not in left_out)

    # --- pairs

    def _show(self, answered: Ask | None = None) -> None:
        """Show what is asked now, and have the next pair made."""
        if self._desk is None:
            return
        self._ask = ask = self._sitting.ask()
        if answered is not None and ask.question == self.questions[0]:
            self._desk.take_away(self._clips_of((answered.left, answered.right)))
        shown = [self._clips_of(ids) for ids in ((ask.left, ask.right), self._sitting.peek())]
        pair, upcoming = self._desk.lay(shown)
        with self.hold_sync():
            self.pair, self.upcoming = pair, upcoming
            self.question = self.questions.index(ask.question)

    def _clips_of(self, ids: tuple[str, str]) -> tuple[str, str]:
        return self._sitting.clip(ids[0]), self._sitting.clip(ids[1])

    def _made(self, bad: Sequence[str]) -> None:
        """Show a pair whose copies are there; leave out clips of which there can be none."""
        with self._lock:
            if self.phase != "judging":
                return
            if bad:
                self._spoilt |= {*bad}
                left = len(self._spoilt)
                self.notice = (
                    f"{left} clip{'s' * (left != 1)} cannot be shown blind and "
                    f"{'are' if left != 1 else 'is'} left out."
                )
                try:
                    self._sitting = self._sitting.without(bad)
                except InvalidRequest:
                    self.notice += " No pair is left to judge."
                    return
            self._show()

    @handles(ReadBlind)
    def _read(self, message: ReadBlind, _: Buffers) -> None:
        """Send a stretch of a side's clip."""
        answer: Chunk = {"type": "chunk", "id": message["id"], "error": None}
        path = None if self._desk is None else self._desk.file(message["clip"])
        try:
            part = b"" if path is None else stretch(path, message["start"], message["length"])
        except OSError:
            path = None
        if path is None:
            self.say({**answer, "error": "this clip is no longer shown"})
        else:
            self.say(answer, [part])

    # --- votes

    @handles(Answer)
    def _answer(self, message: Answer, _: Buffers) -> None:
        """Write a vote down, and show what comes next."""
        with self._lock:
            ask, pair = self._ask, self.pair
            if self.phase != "judging" or ask is None or pair is None:
                raise InvalidRequest("no pair is shown")
            if (message["pair"], message["question"]) != (pair["id"], self.question):
                raise InvalidRequest("this was answered already")
            left, right = (max(0.0, message["left"]), max(0.0, message["right"]))
            if message["answer"] != "skip" and min(left, right) < WATCHED_S:
                raise InvalidRequest("play both for a moment first")
            told = bool({*self._clips_of((ask.left, ask.right))} & self._telling)
            self._sitting.answer(ask, message["answer"], (left, right), told=told)
            self._show(answered=ask)
            self._count()

    @handles(UndoAnswer)
    def _undo(self, _: UndoAnswer, __: Buffers) -> None:
        """Take the last vote back, and ask it again."""
        with self._lock:
            if self.phase != "judging":
                raise InvalidRequest("nothing is judged now")
            self._sitting.undo()
            self._show()
            self._count()

    @handles(Rest)
    def _rest(self, _: Rest, __: Buffers) -> None:
        """Offer the next pause later."""
        self._sitting.go_on()
        self._count()

    def _count(self) -> None:
        self.progress = progress_view(self._sitting)
        self.restill()

    def vote(self, answer: PairAnswer) -> None:
        """Answer what is asked now, from Python; such a vote does not count as blind.

        Args:
            answer: ``left``, ``right``, ``tie``, ``both bad`` or ``skip``.

        Raises:
            InvalidRequest: It is none of these.
        """
        with self._lock:
            ask = self._sitting.ask()
            self._sitting.answer(ask, answer, told=True)
            if self.phase == "judging":
                self._show(answered=ask)
            self._count()

    # --- the end

    @handles(Reveal)
    def _reveal(self, _: Reveal, __: Buffers) -> None:
        """Write down that it was told, then tell; no vote follows."""
        self.reveal()

    def reveal(self) -> None:
        """Tell what the clips are, and what the votes say; no later vote is blind.

        Raises:
            InvalidRequest: The rater has not voted yet.
        """
        with self._lock:
            figures = figures_of(self._owner, self._clips.values())
            page = verdict_html(self._sitting.reveal(figures))
            with self.hold_sync():
                self.phase, self.pair, self.upcoming = "revealed", None, None
                self.verdict_page = framed(page)
        self._end()
        self._count()

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        if self.phase == "revealed" and self.verdict_page:
            return self.verdict_page
        votes = self.progress["votes"] if self.progress else 0
        return f"<p class='faint'>Blind pairs: {votes} votes in; run this cell to go on.</p>"

    def _end(self) -> None:
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.close()
        self._cleaner.close()

    def close(self) -> None:
        """End the judgement, remove its copies and leave the page."""
        if hasattr(self, "_sitting"):
            self._end()
        super().close()


def judge(
    thing: Any,  # noqa: ANN401
    by: str | Sequence[str] | None = None,
    *,
    questions: Sequence[str] | None = None,
    rater: str = "",
    seed: int = 0,
) -> Judge:
    """Judge clips blind, two at a time; see ``Judge``.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.
        by: The axis that is compared, or several together; the models where there are several.
        questions: The criteria, asked one after the other about a pair.
        rater: Who votes; empty for the person at this notebook.
        seed: Of the order of pairs, another for each rater.

    Raises:
        InvalidRequest: There is no such axis, or nothing to compare by it.
    """
    return Judge(thing, by, questions=questions, rater=rater, seed=seed)
