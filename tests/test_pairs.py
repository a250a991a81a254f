"""What is shown next: reproducible, fresh, balanced, and where a vote tells most."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import evalica
import pandas as pd
import pytest

from veo_widgets.core.voting import Vote
from veo_widgets.judging.agreement import alpha, between, with_oneself
from veo_widgets.judging.comparison import Comparison, Entry, pair_key
from veo_widgets.judging.pairs import Shown, next_pair

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = ("a", "b", "c")
numbers = count()


def clip(model: str, prompt: int, seed: int) -> str:
    return f"{model}{prompt}{seed}".ljust(64, "0")


def grid(prompts: int = 4, seeds: int = 3, models: tuple[str, ...] = MODELS) -> Comparison:
    entries = [
        Entry(clip(m, p, s), f"{m} {p} {s}", {"model": m, "prompt": f"p{p}", "seed": s}, f"p{p}")
        for m in models
        for p in range(prompts)
        for s in range(seeds)
    ]
    return Comparison("grid", tuple(entries), ("model", "prompt", "seed"))


def answered(shown: Shown, answer: str = "left", **more: object) -> Vote:
    number = next(numbers)
    vote = Vote(
        id=f"{number:032}",
        comparison="grid",
        kind="pair",
        answer=answer,
        clips=(shown.left, shown.right),
        at=float(number),
    )
    return replace(vote, **more)


def session(
    comparison: Comparison,
    votes: int,
    answer: Callable[[Shown], str] = lambda _: "tie",
    seed: int = 1,
) -> tuple[list[Vote], list[Shown]]:
    rows: list[Vote] = []
    shown = []
    for _ in range(votes):
        pair = next_pair(comparison, rows, ["model"], seed=seed)
        assert pair is not None
        shown.append(pair)
        rows.append(answered(pair, answer(pair)))
    return rows, shown


def test_the_same_votes_and_seed_give_the_same_pairs() -> None:
    first, second, other = (session(grid(), 30, seed=seed)[1] for seed in (1, 1, 2))

    assert first == second
    assert first != other


def test_a_vote_taken_back_is_asked_again() -> None:
    rows, shown = session(grid(), 12)
    undo = Vote(id="f" * 32, comparison="grid", kind="undo", answer=rows[-1].id, at=1e6)

    assert next_pair(grid(), [*rows, undo], ["model"], seed=1) == shown[-1]


def test_raters_and_questions_have_orders_of_their_own() -> None:
    asked = [
        next_pair(grid(), [], ["model"], rater=rater, question=question)
        for rater in ("", "ana", "ben", "eva")
        for question in ("Sound?", "Prompt?")
    ]
    assert len(set(asked)) > 4


def test_fresh_clips_come_first_then_the_rest() -> None:
    comparison = grid()
    rows, shown = session(comparison, 60)
    fresh = [pair for pair in shown if not pair.repeat]
    keys = [pair_key((pair.left, pair.right)) for pair in fresh]

    assert len(comparison.pairs(["model"])) == 36
    assert len(set(keys[:36])) == 36
    places = [pair.left[1:3] for pair in fresh[:12]]
    assert max(Counter(places).values()) <= 2
    assert len({place[0] for place in places[:4]}) == 4
    assert len(rows) == 60


def test_one_in_ten_is_shown_again_with_its_sides_swapped() -> None:
    shares = []
    for seed in range(12):
        rows, shown = session(grid(8, 4), 80, seed=seed)
        for number, pair in enumerate(shown):
            if pair.repeat:
                before = [(vote.clips, index) for index, vote in enumerate(rows[:number])]
                assert ((pair.right, pair.left), pytest.approx(0, abs=number - 6)) in before
        shares.append(sum(pair.repeat for pair in shown) / 72)
    assert 0.06 < sum(shares) / len(shares) < 0.14


def test_sides_are_balanced_for_each_configuration_and_not_predictable() -> None:
    _, shown = session(grid(), 60)
    for model in MODELS:
        left = sum(pair.left[0] == model for pair in shown)
        right = sum(pair.right[0] == model for pair in shown)
        assert abs(left - right) <= 4
    pattern = [pair.left < pair.right for pair in shown]
    assert len({tuple(pattern[n : n + 3]) for n in range(50)}) >= 6


def test_of_two_models_no_pair_tells_the_sides_of_the_next() -> None:
    sittings = [session(grid(models=("a", "b")), 2, seed=seed)[1] for seed in range(16)]
    same = sum(first.left[0] == second.left[0] for first, second in sittings)
    assert 3 < same < 13


def test_votes_go_where_they_tell_most() -> None:
    def better(shown: Shown) -> str:
        models = shown.left[0] + shown.right[0]
        return "tie" if "a" not in models else "left" if shown.left[0] == "a" else "right"

    totals: Counter[str] = Counter()
    for seed in range(4):
        _, shown = session(grid(10, 4), 60, better, seed=seed)
        totals.update("".join(sorted(p.left[0] + p.right[0])) for p in shown[30:] if not p.repeat)

    # That a is best is soon known; b and c are not told apart.
    assert totals["bc"] > 1.5 * max(totals["ab"], totals["ac"])


def test_a_skip_is_no_reason_to_show_the_same_at_once_and_nothing_is_no_pair() -> None:
    _, shown = session(grid(), 30, lambda _: "skip")

    assert len({pair_key((pair.left, pair.right)) for pair in shown}) == 30
    assert not any(pair.repeat for pair in shown)
    assert next_pair(grid(models=("a",)), [], ["model"]) is None


# --- agreement


def test_agreement_is_what_another_package_computes() -> None:
    rng = random.Random(3)
    units = [[rng.choice("xxyz") for _ in range(rng.choice([1, 2, 2, 3]))] for _ in range(60)]
    table = pd.DataFrame([[*unit, *[None] * (3 - len(unit))] for unit in units]).T

    assert alpha(units) == pytest.approx(evalica.alpha(table, distance="nominal").alpha, abs=1e-6)


def test_agreement_is_one_zero_or_not_known() -> None:
    assert alpha([["x", "x"], ["y", "y"]]) == 1.0
    assert alpha([["x", "y"], ["y", "x"]]) == pytest.approx(-0.5)
    assert alpha([["x"], ["y"]]) is None
    assert alpha([["x", "x"]]) is None
    assert alpha([]) is None


def test_raters_agree_whichever_side_the_clip_was_on() -> None:
    pairs = [Shown(clip("a", p, 0), clip("b", p, 0)) for p in range(6)]
    ana = [
        answered(pair, "left" if n % 2 else "right", rater="ana") for n, pair in enumerate(pairs)
    ]
    ben = [
        answered(Shown(pair.right, pair.left), "right" if n % 2 else "left", rater="ben")
        for n, pair in enumerate(pairs)
    ]

    assert between([*ana, *ben]) == 1.0
    assert between([*ana, *(replace(v, answer="both bad") for v in ben)]) < 0
    assert between([*ana, *(replace(v, answer="skip") for v in ben)]) is None


def test_agreement_with_oneself_counts_swapped_repeats_alone() -> None:
    pairs = [Shown(clip("a", p, 0), clip("b", p, 0)) for p in range(4)]
    first = [answered(pair, "left") for pair in pairs]
    same = answered(Shown(pairs[0].right, pairs[0].left), "right")
    changed = answered(Shown(pairs[1].right, pairs[1].left), "left")
    unswapped = answered(pairs[2], "right")
    skipped = answered(Shown(pairs[3].right, pairs[3].left), "skip")
    shares = with_oneself([*first, same, changed, unswapped, skipped])

    assert (shares[""].hits, shares[""].of) == (1, 2)
    assert shares[""].interval.low < 0.5 < shares[""].interval.high
    assert with_oneself(first) == {}
