"""A sitting of one rater, as a machine without a widget: pair, answer, stored, next.

It gives out ids that mean nothing: neither names, seeds nor prices, nor the same id for a clip
in two sittings. What it knows is in the ledger: another one made with the same arguments goes on.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from veo_widgets._lib.values import short, texts
from veo_widgets.core.voting import PairAnswer, Vote, revealed
from veo_widgets.errors import InvalidRequest
from veo_widgets.judging.counts import Count, counted
from veo_widgets.judging.duels import pair_votes
from veo_widgets.judging.pairs import Shown, next_pair
from veo_widgets.judging.verdict import Verdict, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from veo_widgets.home.votes import VoteShelf
    from veo_widgets.judging.comparison import Comparison

PAUSE_AFTER_S: Final = 20 * 60.0
REST_S: Final = 5 * 60.0
"""Without a vote for so long, the rater has rested."""
PREFERENCE: Final = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A pair that waits for its answer; safe to be sent to a browser.

    Attributes:
        left: Stands for the clip on the left; see ``Session.clip``.
        right: For the one on the right.
        question: The criterion; empty for plain preference.
        number: Which pair of the sitting, from 1.
    """

    left: str
    right: str
    question: str
    number: int


class Session:
    """One rater's sitting.

    Args:
        comparison: What is judged.
        shelf: Where votes are kept.
        by: The axes that are compared; see ``Comparison.by``.
        questions: The criteria, asked one after another about each pair; one plain
            preference when not given.
        rater: Who.
        seed: Of the order of pairs.
        blind: Whether names are hidden; votes are blind until ``reveal``.
        clock: Seconds since the epoch.
        token: Returns an id that cannot be guessed.

    Raises:
        InvalidRequest: There are no two clips that differ in what is compared alone, or
            the questions are none.
    """

    def __init__(
        self,
        comparison: Comparison,
        shelf: VoteShelf,
        *,
        by: str | Sequence[str] | None = None,
        questions: Sequence[str] | None = None,
        rater: str = "",
        seed: int = 0,
        blind: bool = True,
        clock: Callable[[], float],
        token: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self.comparison, self.by = comparison, comparison.by(by)
        self.questions = tuple(dict.fromkeys(texts(questions, "questions") or [PREFERENCE]))
        self.rater, self._seed, self._hidden = rater, seed, blind
        self.id = token()
        self._shelf, self._clock, self._token = shelf, clock, token
        self._ids: dict[str, str] = {}
        self._clips: dict[str, str] = {}
        self._went_on = 0.0
        self._ask: Ask | None = None
        if not comparison.pairs(self.by):
            raise InvalidRequest(
                f"no two clips of {short(comparison.id)} differ in {', '.join(self.by)} alone: "
                "there is nothing to judge yet"
            )

    # --- one pair after another

    def ask(self) -> Ask:
        """Return the pair that waits for an answer; the same until it is answered."""
        if self._ask is None:
            shown, question = self._due()
            number = len(self._own()) + 1
            self._ask = Ask(self._hide(shown.left), self._hide(shown.right), question, number)
        return self._ask

    def peek(self) -> tuple[str, str]:
        """Return the ids that the next pair will show, to be loaded beforehand.

        They hold whatever the answer, unless votes of others come in meanwhile, or the
        first of several questions is skipped: that skips the pair.
        """
        ask = self.ask()
        tie = Vote(
            id="0" * 32,
            comparison=self.comparison.id,
            kind="pair",
            answer="tie",
            clips=(self.clip(ask.left), self.clip(ask.right)),
            question=ask.question,
            rater=self.rater,
        )
        shown, _ = self._due([*self._rows(), tie])
        return self._hide(shown.left), self._hide(shown.right)

    def answer(
        self,
        ask: Ask,
        answer: PairAnswer,
        watched: tuple[float, float] | None = None,
        *,
        told: bool = False,
    ) -> Vote:
        """Store an answer; it is on disk when this returns, and ``ask`` then gives the next.

        Args:
            ask: What was shown.
            answer: ``left``, ``right``, ``tie``, ``both bad`` or ``skip``.
            watched: Seconds that the left and the right clip were watched.
            told: Whether something told what the clips are; the vote is then not blind.

        Raises:
            InvalidRequest: It is no answer, or another pair waits for one by now.
            HomeError: It cannot be written; the pair still waits.
        """
        if ask != self.ask():
            raise InvalidRequest("another pair waits for its answer by now: look at it again")
        if answer not in get_args(PairAnswer):
            raise InvalidRequest(
                f"an answer is {', '.join(get_args(PairAnswer))}, not {short(answer)}"
            )
        vote = self._shelf.cast(
            comparison=self.comparison.id,
            kind="pair",
            answer=answer,
            clips=(self.clip(ask.left), self.clip(ask.right)),
            question=ask.question,
            rater=self.rater,
            session=self.id,
            blind=self.blind and not told,
            watched=watched or (),
        )
        self._ask = None
        return vote

    def undo(self) -> Ask | None:
        """Take this rater's last answer back; its pair waits again.

        Returns:
            The pair; ``None`` where there is nothing to take back, or nothing blind that
            could be answered blind again.
        """
        own = self._own()
        if not own or (own[-1].blind and not self.blind and self._hidden):
            return None
        last = own[-1]
        self._shelf.undo(last.id, self.rater, self.id)
        left, right = map(self._hide, last.clips)
        self._ask = Ask(left, right, last.question, len(own))
        return self._ask

    def without(self, clips: Collection[str]) -> Session:
        """Return a sitting like this one that does not show these clips.

        Raises:
            InvalidRequest: No pair is left.
        """
        return Session(
            self.comparison.without(clips),
            self._shelf,
            by=self.by,
            questions=self.questions,
            rater=self.rater,
            seed=self._seed,
            blind=self._hidden,
            clock=self._clock,
            token=self._token,
        )

    # --- what may be known

    def clip(self, id_: str) -> str:
        """Return the sha256 that an id of this sitting stands for; never for a browser.

        Raises:
            InvalidRequest: It is no id of this sitting.
        """
        if id_ not in self._clips:
            raise InvalidRequest("this sitting gave out no such id")
        return self._clips[id_]

    @property
    def blind(self) -> bool:
        """Whether the next vote counts as blind."""
        return self._hidden and (self.comparison.id, self.rater) not in revealed(self._rows())

    def count(self) -> Count:
        """Return how far this rater is, without a name."""
        rows = self._rows()
        return counted(self.comparison, rows, self.by, self.questions, self.rater)

    def pause_due(self) -> bool:
        """Tell whether this rater has voted for 20 minutes without a rest of five."""
        now = began = self._clock()
        for vote in reversed(self._own()):
            if began - vote.at > REST_S:
                break
            began = min(began, vote.at)
        return now - max(began, self._went_on) >= PAUSE_AFTER_S

    def go_on(self) -> None:
        """Note that the rater was offered a pause; the next is due in 20 minutes."""
        self._went_on = self._clock()

    def reveal(self, figures: Mapping[str, Mapping[str, float]] | None = None) -> Verdict:
        """Tell what the clips are; logged, and no vote of this rater counts as blind from here.

        Args:
            figures: What was measured, by the metric's name and the clip's sha256.

        Raises:
            InvalidRequest: This rater has not voted yet.
        """
        if not self._own():
            raise InvalidRequest("vote first: what the clips are is told after your own votes")
        if (self.comparison.id, self.rater) not in revealed(self._rows()):
            self._shelf.cast(
                comparison=self.comparison.id,
                kind="reveal",
                answer="reveal",
                rater=self.rater,
                session=self.id,
            )
        rows = self._shelf.counting(self.comparison.id, self.comparison.clips)
        return verdict_of(self.comparison, rows, self.by, figures=figures)

    # --- inside

    def _rows(self) -> list[Vote]:
        return self._shelf.of(self.comparison.id)

    def _own(self, rows: Sequence[Vote] | None = None) -> list[Vote]:
        every = pair_votes(self._rows() if rows is None else rows)
        return [v for v in every if v.rater == self.rater and v.question in self.questions]

    def _due(self, rows: Sequence[Vote] | None = None) -> tuple[Shown, str]:
        """Return what is to be shown: the same pair to the next question, or another pair."""
        rows = self._rows() if rows is None else rows
        first, *others = self.questions
        group: list[Vote] = []
        for vote in self._own(rows):
            group = [vote] if vote.question == first else [*group, vote]
        if group and group[0].question == first and group[0].answer != "skip":
            answered = {vote.question for vote in group}
            for question in others:
                if question not in answered:
                    return Shown(group[0].clips[0], group[0].clips[1]), question
        shown = next_pair(
            self.comparison, rows, self.by, question=first, rater=self.rater, seed=self._seed
        )
        if shown is None:
            raise InvalidRequest("there is nothing to judge yet")
        return shown, first

    def _hide(self, clip: str) -> str:
        if clip not in self._ids:
            self._ids[clip] = self._token()
            self._clips[self._ids[clip]] = clip
        return self._ids[clip]
