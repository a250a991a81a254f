"""Whatever a rater does, in any order: every vote that was given stands, and no other."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.test_ledger import Clock
from tests.test_pairs import grid
from tests.test_session import ANSWERS
from veo_widgets.core.voting import standing
from veo_widgets.home import Ledger
from veo_widgets.judging.session import Session

if TYPE_CHECKING:
    from pathlib import Path


class Sitting(RuleBasedStateMachine):
    """Any order of asking, answering, taking back, crashing and revealing."""

    folder: Path
    ledger: Ledger
    numbers = count()

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.path = self.folder / f"{next(self.numbers)}"
        self.path.mkdir()
        self.opened = False
        self.expected: list[tuple[str, str, str, str]] = []
        self.crash()

    @rule()
    def crash(self) -> None:
        if self.opened:
            self.ledger.close()
        self.opened = True
        self.ledger = Ledger(self.path / "ledger.sqlite", self.clock)
        self.session = Session(
            grid(2, 2), self.ledger.votes, by="model", questions=["A?", "B?"], clock=self.clock
        )

    @rule(answer=st.sampled_from(ANSWERS))
    def vote(self, answer: str) -> None:
        self.clock.now += 1
        ask = self.session.ask()
        clips = (self.session.clip(ask.left), self.session.clip(ask.right))
        self.session.answer(ask, answer)
        self.expected.append((*clips, ask.question, answer))
        self.check()

    @rule()
    def undo(self) -> None:
        blind = self.session.blind
        taken = self.session.undo()
        if taken is not None:
            self.expected.pop()
        else:
            assert not self.expected or not blind
        self.check()

    @precondition(lambda self: self.expected)
    @rule()
    def reveal(self) -> None:
        self.session.reveal()
        assert not self.session.blind

    def check(self) -> None:
        votes = [v for v in standing(self.ledger.votes.of("grid")) if v.kind == "pair"]
        assert [(*v.clips, v.question, v.answer) for v in votes] == self.expected

    def teardown(self) -> None:
        self.ledger.close()


def test_any_order_of_calls_keeps_every_vote(tmp_path: Path) -> None:
    Sitting.folder = tmp_path
    run_state_machine_as_test(
        Sitting, settings=settings(max_examples=15, stateful_step_count=15, deadline=None)
    )
