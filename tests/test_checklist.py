"""A prompt as items: quoted text and speech apart, edited once, reused for all seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veo_widgets.errors import InvalidRequest
from veo_widgets.home import Ledger
from veo_widgets.judging.checklist import (
    Item,
    asked,
    check_items,
    checked,
    checklist_of,
    keep_checklist,
    split,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROMPT = (
    'A red panda rides a skateboard, its helmet is blue, a sign reads "OPEN". '
    'Behind it a woman says "don\'t stop" and rain falls, cinematic light.'
)
A, B, C = ("a" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def test_quoted_text_and_quoted_speech_are_items_of_their_own() -> None:
    items = {item.text: item for item in split(PROMPT)}

    assert items["OPEN"].kind == "text"
    assert items["don't stop"].kind == "speech"
    assert items["A red panda rides a skateboard"] == Item("A red panda rides a skateboard")
    assert items["rain falls"].kind == "picture"
    assert items["its helmet is blue"].needs == "A red panda rides a skateboard"
    assert not [text for text in items if '"' in text]


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("a shop sign “Bäckerei” in the rain", {"Bäckerei": "text"}),
        ("Sie ruft, the voice-over: «Komm heim!»", {"Komm heim!": "speech"}),
        ("a man whispering 'it is late'", {"it is late": "speech"}),
        ("a dog's bowl and a cat's tail", {}),
        ('He asks why. A poster: "NOW"', {"NOW": "text"}),
        ("", {}),
        ('""', {}),
    ],
)
def test_prompts_of_all_sorts(prompt: str, kinds: dict[str, str]) -> None:
    quoted = {item.text: item.kind for item in split(prompt) if item.kind != "picture"}

    assert quoted == kinds


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab ,.\"'«»“”ist its and\n", max_size=200))
def test_whatever_the_prompt_its_items_are_good_ones(prompt: str) -> None:
    items = split(prompt)

    assert not items or check_items(items) == items


def test_it_is_edited_once_and_kept_for_every_seed(ledger: Ledger) -> None:
    assert checklist_of(ledger.votes, "panda", PROMPT) == split(PROMPT)
    kept = keep_checklist(
        ledger.votes,
        "panda",
        PROMPT,
        ["a panda", {"text": "it is red", "needs": "a panda"}, Item("OPEN", "text")],
    )
    assert checklist_of(ledger.votes, "panda", PROMPT) == kept
    assert checklist_of(ledger.votes, "panda", "another prompt") == split("another prompt")
    newer = keep_checklist(ledger.votes, "panda", PROMPT, ["a panda"])
    assert checklist_of(ledger.votes, "panda", PROMPT) == newer
    assert len(ledger.votes.of("panda")) == 2


@pytest.mark.parametrize(
    ("items", "word"),
    [
        ([], "1 to 40"),
        (["x"] * 2, "two items"),
        ([f"item {n}" for n in range(41)], "1 to 40"),
        ([" "], "characters"),
        ([7], "an item is"),
        ([{"text": "x", "colour": 1}], "an item is"),
        ([{"text": 7}], "characters"),
        ([Item("x", "smell")], "picture, text or speech"),
        ([Item("x", needs="y"), Item("y")], "not before it"),
    ],
)
def test_a_bad_list_is_refused_in_words(ledger: Ledger, items: Any, word: str) -> None:
    with pytest.raises(InvalidRequest, match=word):
        keep_checklist(ledger.votes, "panda", PROMPT, items)
    assert ledger.votes.of("panda") == []


def test_what_needs_a_thing_that_is_not_there_is_not_asked() -> None:
    items = check_items(
        [
            "a motorcycle",
            Item("it is blue", needs="a motorcycle"),
            Item("its lamp is on", needs="it is blue"),
            "rain",
        ]
    )

    assert [i.text for i in asked(items, {})] == [i.text for i in items]
    assert [i.text for i in asked(items, {"a motorcycle": "no"})] == ["a motorcycle", "rain"]
    assert len(asked(items, {"it is blue": "no"})) == 3
    assert len(asked(items, {"a motorcycle": "cannot tell"})) == 4


def test_the_share_of_yes_is_over_clips_and_unsure_ones_are_apart(ledger: Ledger) -> None:
    items = check_items(["a fox", Item("it runs", needs="a fox")])
    answers = {
        A: {"a fox": "yes", "it runs": "no"},
        B: {"a fox": "no", "it runs": "yes"},
        C: {"a fox": "yes", "it runs": "cannot tell"},
    }
    for clip, told in answers.items():
        for text, answer in told.items():
            ledger.votes.cast(
                comparison="fox", kind="check", answer=answer, question=text, clips=(clip,)
            )
    rows = ledger.votes.of("fox")
    sums = checked(items, rows, [A, B, C])

    # Of B the second item is not asked: there is no fox.
    assert (sums.yes, sums.no, sums.unsure, sums.clips) == (2, 2, 1, 3)
    assert sums.share.value == pytest.approx((0.5 + 0 + 1) / 3)
    assert 0 < sums.share.low < sums.share.value < sums.share.high < 1
    assert checked(items, rows, []).clips == 0
    ledger.votes.cast(comparison="fox", kind="check", answer="yes", question="a fox", clips=(B,))
    assert checked(items, ledger.votes.of("fox"), [B]).share.value == 1.0
