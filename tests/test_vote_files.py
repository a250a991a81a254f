"""A file of votes is taken in whole and once, or refused with the place."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_votes import A, B, C, pair
from veo_widgets.core.voting import ANSWERS, KINDS, Vote, fault
from veo_widgets.errors import InvalidRequest
from veo_widgets.home import Ledger
from veo_widgets.home.vote_files import read_votes, write_votes
from veo_widgets.home.votes import vote_of

if TYPE_CHECKING:
    from pathlib import Path


def test_votes_go_from_one_home_to_another_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    cast = [ledger.votes.cast(**pair(rater="ana", blind=True, watched=(1.0, None)))]
    cast.append(ledger.votes.cast(**pair(kind="comment", answer="é", clips=(C,), moment=0.5)))
    file = read_votes(write_votes(tmp_path / "ana.json", "panda", [A, B, C], cast))
    (tmp_path / "other").mkdir()
    other = Ledger(tmp_path / "other" / "ledger.sqlite")

    assert file.clips == {A, B, C}
    assert other.votes.merge(file.votes) == 2
    assert other.votes.merge(file.votes) == 0
    assert other.votes.of("panda") == cast
    assert {vote.rater for vote in other.votes.of("panda")} == {"ana", ""}
    with pytest.raises(InvalidRequest, match="changed by hand"):
        other.votes.merge([replace(cast[0], answer="right"), replace(cast[1], id="9" * 32)])
    assert other.votes.of("panda") == cast
    other.close()
    ledger.close()


def body(**changes: Any) -> dict[str, Any]:
    vote = Vote(id="1" * 32, comparison="panda", kind="pair", answer="left", clips=(A, B), at=1.0)
    given = {"format": "veo-widgets votes", "version": 1, "comparison": "panda"}
    return {**given, "clips": [A, B], "votes": [asdict(vote)], **changes}


def bad_vote(**changes: Any) -> dict[str, Any]:
    good: list[dict[str, Any]] = body()["votes"]
    return body(votes=[good[0], {**good[0], "id": "2" * 32, **changes}])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "format"),
        (body(format="other"), "format"),
        (body(version=2), "version 2"),
        (body(votes=None), "list of votes"),
        (body(comparison=7), "names no comparison"),
        (body(clips=["a"]), "sha256"),
        (bad_vote(answer="lft"), "vote 2 of 2 is none: the answer to pair is"),
        (bad_vote(comparison="otter"), "vote 2 is about 'otter'"),
        (bad_vote(clips=[A, C]), "a clip that the file has not"),
        (bad_vote(clips=A), "lists"),
        (bad_vote(points=1), "points is not known"),
        (body(votes=[{"id": "1" * 32}]), "answer is missing"),
        (body(votes=[7]), "an object"),
    ],
)
def test_a_bad_file_is_refused_whole_with_the_place(
    tmp_path: Path, content: Any, word: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(InvalidRequest, match=word):
        read_votes(path)


def test_a_file_that_is_not_there_or_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="no file"):
        read_votes(tmp_path / "none.json")
    with pytest.raises(InvalidRequest, match="cannot be written"):
        write_votes(tmp_path / "none" / "x.json", "panda", [], [])


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {},
    optional={
        name: json_values | st.sampled_from([*KINDS, *ANSWERS["pair"], A, [A, B], "1" * 32])
        for name in Vote.__slots__
    },
)


@settings(max_examples=300, deadline=None)
@given(fields | json_values)
def test_whatever_a_file_holds_it_is_a_vote_or_none(values: Any) -> None:
    vote = vote_of(values)

    assert vote is None or fault(vote) is None
