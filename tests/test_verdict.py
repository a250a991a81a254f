"""A verdict says what the votes show, and no more."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.raters import made, voted
from tests.test_pairs import answered, clip, grid
from veo_widgets.core.voting import Vote
from veo_widgets.errors import InvalidRequest
from veo_widgets.hosts.display import mimebundle
from veo_widgets.judging.checklist import prompt_key
from veo_widgets.judging.pairs import Shown
from veo_widgets.judging.sources import of_sweep
from veo_widgets.judging.verdict import Verdict, verdict_of

if TYPE_CHECKING:
    from veo_widgets.client import Client
    from veo_widgets.judging.comparison import Comparison


def priced(comparison: Comparison, **costs: float | None) -> Comparison:
    entries = [replace(e, cost=costs.get(e.at["model"]), seconds=60.0) for e in comparison.entries]
    return replace(comparison, entries=tuple(entries))


def duel(one: str, other: str, answers: str, **more: Any) -> list[Vote]:
    """Vote on clips of two models: ``>`` for the first, ``<`` for the second, ``=``, ``x`` both bad."""
    rows = []
    shuffled = random.Random(answers).sample(answers, len(answers))
    for number, sign in enumerate(shuffled):
        clips = [clip(model, number % 8, number // 8) for model in (one, other)]
        word = {">": "left", "<": "right", "=": "tie", "x": "both bad", "s": "skip"}[sign]
        if number % 2:
            clips.reverse()
            word = {"left": "right", "right": "left"}.get(word, word)
        rows.append(answered(Shown(*clips), word, **more))
    return rows


def two(answers: str, **costs: float | None) -> Verdict:
    comparison = priced(grid(8, 40, ("a", "b")), **costs)
    return verdict_of(comparison, duel("a", "b", answers))


# --- words


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ("", "Too early: 0 votes on 0 pairs of clips; nothing is said under 10 votes on 4 pairs."),
        (">" * 9, "Too early: 9 votes on 9 pairs"),
        (">" * 9 + "s" * 5, "Too early: 9 votes"),
        (">" * 12, "a is preferred to b, "),
        (">" * 30 + "<" * 8, "a is preferred to b, 80 % ("),
        ("<" * 30 + ">" * 8, "b is preferred to a, 80 % ("),
        ("><" * 10, "cannot be told apart: "),
        ("=" * 20, "cannot be told apart: "),
        ("><" * 30, "are as close as they look, it takes more than 120 more votes on new seeds."),
        (">><" * 8, "more votes on new seeds would decide"),
    ],
)
def test_the_sentence_says_what_the_votes_show(answers: str, word: str) -> None:
    assert word in two(answers).sentence


def test_many_votes_on_few_clips_are_too_early() -> None:
    votes = [v for _ in range(8) for v in duel("a", "b", ">>>")]

    assert "24 votes on 3 pairs" in verdict_of(grid(8, 2, ("a", "b")), votes).sentence


def test_what_is_as_good_and_cheaper_is_said_only_where_it_is() -> None:
    close = ">><=" * 8
    cheap = two("<>" * 150 + ">" * 2, a=1.2, b=0.4).sentence
    assert "b is as good as a and $0.80 cheaper a clip." in cheap
    unsure = two(close, a=1.2, b=0.4).sentence
    assert "as good as" not in unsure
    assert "b is $0.80 cheaper a clip than a." in unsure
    assert "cheaper" not in two(close, a=1.2).sentence
    assert "cheaper" not in two(close, a=0.4, b=0.402).sentence
    assert "a is $0.80 cheaper a clip than b, too." in two(">" * 30, a=0.4, b=1.2).sentence
    assert "cheaper" not in two(">" * 30, a=1.2, b=0.4).sentence


def test_of_three_the_best_is_named_with_those_it_cannot_be_told_from() -> None:
    comparison = priced(grid(8, 12), a=1.2, b=0.4, c=0.1)
    votes = [
        *duel("a", "b", "><" * 20),
        *duel("a", "c", ">" * 24 + "<"),
        *duel("b", "c", ">" * 24 + "<"),
    ]
    verdict = verdict_of(comparison, votes)

    assert "is preferred to c, " in verdict.sentence
    assert (
        "a and b cannot be told apart" in verdict.sentence or "b and a cannot" in verdict.sentence
    )
    assert "c is" not in verdict.sentence
    (of,) = verdict.together
    assert [line.tier for line in of.lines] == [1, 1, 2]
    assert of.line("c").ranks == (3, 3)
    assert of.line("a").ranks == (1, 2)


def test_what_never_met_is_not_compared() -> None:
    comparison = grid(8, 12, ("a", "b", "c", "d"))
    verdict = verdict_of(comparison, [*duel("a", "b", ">" * 12), *duel("c", "d", ">" * 12)])

    assert "never met" in verdict.sentence
    assert "never met" in mimebundle(verdict)["text/html"]


def test_both_bad_is_a_tie_and_a_mark_against_both() -> None:
    verdict = two(">" * 10 + "x" * 10)
    (of,) = verdict.together

    assert of.ranking.tie > two(">" * 10).together[0].ranking.tie
    assert [(line.unusable.hits, line.unusable.of) for line in of.lines] == [(10, 20)] * 2


def test_the_interval_in_the_words_never_contradicts_them() -> None:
    for wins in range(20, 41):
        verdict = two(">" * wins + "<" * (40 - wins))
        (of,) = verdict.together
        claim = of.ranking.chance("a", "b", claim=True)
        assert ("is preferred to" in verdict.sentence) == (claim.low > 0.5 or claim.high < 0.5)


# --- money and time


def test_a_kept_clip_costs_what_the_dropped_ones_cost_too() -> None:
    comparison = priced(grid(8, 3, ("a", "b")), a=0.4)
    keep = [
        Vote(
            id=f"k{n:031}",
            comparison="grid",
            kind="keep",
            answer="keep" if n % 4 == 0 else "drop",
            clips=(entry.sha256,),
        )
        for n, entry in enumerate(comparison.entries)
        if entry.at["model"] == "a"
    ]
    (of,) = verdict_of(comparison, [*duel("a", "b", ">" * 10), *keep]).together
    line, none = of.line("a"), of.line("b")

    assert (line.kept.hits, line.kept.of) == (6, 24)
    assert line.cost_per_kept.value == pytest.approx(1.6)
    assert 0.4 < line.cost_per_kept.low < 1.6 < line.cost_per_kept.high < 10
    assert line.seconds_per_kept.value == pytest.approx(240)
    assert none.cost_per_kept is None
    dropped = [replace(vote, answer="drop") for vote in keep]
    (of,) = verdict_of(comparison, [*duel("a", "b", ">" * 10), *dropped]).together
    assert math.isinf(of.line("a").cost_per_kept.high)
    assert "over $" in mimebundle(verdict_of(comparison, dropped))["text/html"]


def test_the_next_dollar_goes_where_it_tells_most() -> None:
    comparison = priced(grid(8, 12), a=1.0, b=1.0, c=1.0)
    votes = [*duel("a", "b", "><" * 22), *duel("b", "c", "><" * 5)]

    assert "c" in verdict_of(comparison, votes).next_dollar.split(":")[0]
    assert "$2.00" in verdict_of(comparison, votes).next_dollar
    dear = priced(comparison, a=0.01, b=0.01, c=50.0)
    assert "a against b" in verdict_of(dear, votes).next_dollar
    assert "next seed" in verdict_of(priced(comparison), votes).next_dollar
    assert two(">" * 40).next_dollar == ""


def test_what_follows_its_prompt_has_its_share_beside_what_is_preferred() -> None:
    comparison = grid(8, 3, ("a", "b"))
    checks = [
        Vote(
            id=f"c{number:031}",
            comparison="grid",
            kind="check",
            answer="yes" if entry.at["model"] == "a" and number % 4 else "no",
            question="rain falls",
            clips=(entry.sha256,),
            rater="ana",
        )
        for number, entry in enumerate(comparison.entries)
    ]
    lists = [
        Vote(
            id=f"l{number:031}",
            comparison="grid",
            kind="checklist",
            answer='[{"text": "rain falls"}]',
            question=prompt_key(f"p{number}"),
        )
        for number in range(8)
    ]
    (of,) = verdict_of(comparison, [*duel("a", "b", ">" * 12), *checks, *lists]).together

    assert of.line("a").follows.value == pytest.approx(0.75)
    assert of.line("b").follows.value == 0
    assert of.line("b").follows.high < of.line("a").follows.low
    verdict = verdict_of(comparison, [*duel("a", "b", ">" * 12), *checks, *lists])
    assert "as asked" in mimebundle(verdict)["text/html"]
    assert two(">" * 12).together[0].line("a").follows is None


# --- axes, questions, raters


def test_votes_count_for_the_axis_in_which_alone_the_clips_differ(own: Client) -> None:
    sweep = made(own, resolution=["720p", "1080p"], model=["veo-3.1-fast", "veo-3-fast"])
    voted(sweep, 30)
    votes = {by: sweep.verdict(by).together[0].votes for by in ("model", "resolution", "prompt")}

    assert votes == {"model": 30, "resolution": 0, "prompt": 0}
    with pytest.raises(InvalidRequest, match="axis to compare by 'modl'"):
        sweep.verdict("modl")


def test_prompts_are_no_sample_where_they_are_compared(own: Client) -> None:
    sweep = made(own)
    voted(sweep, 30)
    comparison = of_sweep(sweep)
    pairs = comparison.pairs(["prompt"])[:30]
    for pair in pairs:
        own.session.ledger.votes.cast(
            comparison="panda", kind="pair", answer="left", clips=(pair.one, pair.other)
        )

    assert len(sweep.verdict("model").together[0].ranking.spreads) == 3
    assert len(sweep.verdict("prompt").together[0].ranking.spreads) == 2


def test_questions_and_raters_stand_by_themselves_and_together(own: Client) -> None:
    sweep = made(own)
    voted(sweep, 24, rater="ana", blind=True)
    voted(sweep, 12, rater="ben", seed=1)
    voted(sweep, 12, rater="ben", seed=2, question="Sound?")
    verdict = sweep.verdict()

    assert [(of.question, of.votes, of.blind) for of in verdict.together] == [
        ("", 36, 24),
        ("Sound?", 12, 0),
    ]
    assert [(of.question, of.rater, of.votes) for of in verdict.apart] == [
        ("", "ana", 24),
        ("", "ben", 12),
        ("Sound?", "ben", 12),
    ]
    assert -1 <= verdict.agreement <= 1
    assert "for these 2 raters" in " ".join(verdict.notes)
    alone = sweep.verdict(rater="ben", question="Sound?")
    assert [of.votes for of in alone.together] == [12]
    assert (alone.apart, alone.agreement) == ((), None)
    for wrong in ({"rater": "eva"}, {"question": "Colour?"}):
        with pytest.raises(InvalidRequest, match="there are"):
            sweep.verdict(**wrong)
