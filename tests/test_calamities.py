"""Round after round of what happens to people, counted by an independent judge."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import threading
from collections import Counter, deque
from typing import TYPE_CHECKING, Any

import pytest

from tests.judge import Judge, judging
from veo_widgets import errors
from veo_widgets.client import Client
from veo_widgets.conductor import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMITS = Limits(reconcile_delays=(0.0, 0.1, 0.3), patience_s=120.0, poll_s=0.5, again_s=0.2)
PORTAL = (404, "<html>Sign in to this network</html>")
WORDS = [PORTAL, (403, "<html>"), (404, {"error": "no"}), (502, "<html>"), (500, {"error": "x"})]


class Story:
    """One home through many rounds.

    Args:
        judge: The service.
        home: The folder.
        dice: What happens, when.
    """

    def __init__(self, judge: Judge, home: Path, dice: random.Random) -> None:
        self.judge, self.home, self.dice = judge, home, dice
        self.seeds = 0
        self.asked: list[dict[str, Any]] = []
        self.happened: Counter[str] = Counter()

    def open(self) -> Client:
        client = Client(home=self.home, **self.judge.options(limits=LIMITS))
        if client.trouble:
            client.acknowledge_ledger()
        return client

    def ask(self, client: Client, count: int = 2) -> None:
        for _ in range(count):
            self.seeds += 1
            request = {"prompt": "a harbour", "duration": 5, "seed": self.seeds}
            self.asked.append(request)
            client.submit("veo-2", **request)

    def round(self) -> None:
        name = self.dice.choice(sorted(CALAMITIES))
        self.happened[name] += 1
        CALAMITIES[name](self)


def silence(story: Story) -> None:
    with story.open() as client:
        for route in ("status", "result", "history", "clip"):
            words = [story.dice.choice(WORDS) for _ in range(story.dice.randrange(4))]
            story.judge.scripts[route].extend(words)
        story.ask(client)
        settle(client)


def refusals(story: Story) -> None:
    with story.open() as client:
        story.judge.scripts["submit"].extend([(429, {"error": "slow"}), (500, {"error": "x"})])
        story.ask(client)
        settle(client)


def closing_at_once(story: Story) -> None:
    with story.open() as client:
        story.ask(client, 3)


def clock(story: Story) -> None:
    with story.open() as client:
        real, jump = client.session.clock, story.dice.choice([-7200.0, -86400.0, 3e5])
        story.ask(client, 1)
        client.session.clock = lambda: real() + jump
        client.session.start()._context.clock = client.session.clock
        story.ask(client, 1)
        settle(client)


def full_disk(story: Story) -> None:
    with story.open() as client:
        ledger, left = client.session.ledger, [3]
        real = ledger.move

        def move(job: str, state: str, *rest: Any, **changes: Any) -> Any:
            if left[0] and state in {"queued", "ready", "saving"}:
                left[0] -= 1
                raise sqlite3.OperationalError("database or disk is full")
            return real(job, state, *rest, **changes)

        ledger.move = move  # type: ignore[method-assign]
        story.ask(client)
        settle(client)


def damage(story: Story) -> None:
    with story.open() as client:
        story.ask(client, 1)
        settle(client)
    path = story.home / "ledger.sqlite"
    kind = story.dice.choice(["gone", "empty", "text", "cut", "flipped"])
    data = bytearray(path.read_bytes())
    if kind == "flipped":
        for _ in range(400):
            data[story.dice.randrange(len(data))] = story.dice.randrange(256)
    wrecked = {"empty": b"", "text": b"not a ledger", "cut": bytes(data[: len(data) // 2])}
    if kind == "gone":
        path.unlink()
    else:
        path.write_bytes(wrecked.get(kind, bytes(data)))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with story.open() as client:
        settle(client)


def races(story: Story) -> None:
    with story.open() as one, story.open() as two:
        story.ask(one, 1)
        request = story.asked[-1]
        presses: list[Callable[[], object]] = [
            lambda: one.submit("veo-2", **request),
            lambda: two.submit("veo-2", **request),
            two.jobs()[0].retry,
            one.jobs()[0].retry,
        ]
        threads = [threading.Thread(target=_quiet, args=(press,)) for press in presses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        settle(one)


def _quiet(press: Callable[[], object]) -> None:
    with contextlib.suppress(errors.VeoError):
        press()


CALAMITIES: dict[str, Callable[[Story], None]] = {
    "silence": silence,
    "refusals": refusals,
    "closing at once": closing_at_once,
    "clock": clock,
    "full disk": full_disk,
    "damage": damage,
    "races": races,
}


def settle(client: Client) -> None:
    for job in client.jobs(limit=None):
        with contextlib.suppress(TimeoutError, errors.VeoError):
            client.session.blocking(client.session.ended(job.id), 60)


@pytest.mark.parametrize(
    ("rounds", "seed"),
    [(7, 1), *[pytest.param(60, seed, marks=pytest.mark.soak) for seed in range(2, 8)]],
)
@pytest.mark.timeout(900)
def test_nothing_is_paid_twice_and_nothing_is_lost(
    clip_of_four_seconds: bytes, tmp_path: Path, rounds: int, seed: int
) -> None:
    with judging(clip_of_four_seconds) as judge:
        story = Story(judge, tmp_path / "home", random.Random(seed))
        names = deque(sorted(CALAMITIES))
        for number in range(rounds):
            if number < len(names):
                story.happened[names[number]] += 1
                CALAMITIES[names[number]](story)
            else:
                story.round()
        with story.open() as client:
            settle(client)
            for request in story.asked:
                client.submit("veo-2", **request)
            settle(client)
            states = Counter(job.state for job in client.jobs(limit=None))
            clips = [client.submit("veo-2", **request).clip for request in story.asked]
        figures = {
            "jobs": len(story.asked),
            "accepted": judge.posts,
            "paid twice": len(judge.twice),
            "lost": sum(clip is None for clip in clips),
            "calamities": dict(story.happened),
        }
        print(json.dumps(figures))  # noqa: T201

    assert judge.twice == [], states
    assert figures["lost"] == 0, (figures, states)
    assert judge.posts == len(story.asked)
