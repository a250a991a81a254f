"""A prompt as a list of things that a clip shows or does not."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from veo_widgets._lib.values import short
from veo_widgets.core.intervals import Interval, wilson
from veo_widgets.core.voting import standing
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from veo_widgets.core.voting import Vote
    from veo_widgets.home.votes import VoteShelf
    from veo_widgets.judging.comparison import Comparison

Kind = Literal["picture", "text", "speech"]
MOST_ITEMS: Final = 40
LONGEST_ITEM: Final = 300
QUOTED: Final = re.compile(r"""["“„«]([^"“”„«»]+)["”“»]|(?<![\w])['‘]([^'‘’]+)['’](?!\w)""")
SPOKEN: Final = re.compile(
    r"\b(say|says|said|saying|ask|asks|asking|shout|shouts|shouting|whisper|whispers|whispering|"
    r"voice|narrat\w*|sing|sings|singing|speak|speaks|speaking|reply|replies|announc\w*|"
    r"yell|yells|yelling|dialogue|utters?|exclaim\w*|murmur\w*|calls? out)\b[^.;!?]*$",
    re.IGNORECASE,
)
PARTS: Final = re.compile(r"\s*(?:[,;.!?\n]+|\band\b|\bwhile\b)\s*", re.IGNORECASE)
OF_ANOTHER: Final = re.compile(
    r"^(its|his|her|hers|their|it|he|she|they|which|who|whose|both|each)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a clip shows or does not.

    Attributes:
        text: What is asked, as a person reads it; no two of a list are the same.
        kind: ``text`` to be read in the picture, ``speech`` to be heard, or ``picture``.
        needs: The text of the item without which this one is not asked.
    """

    text: str
    kind: Kind = "picture"
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was answered for a group of clips.

    Attributes:
        yes: How many items were there.
        no: How many were not.
        unsure: How many could not be told.
        clips: Of how many clips.
        share: The clips' mean share of yes, by Wilson's interval over clips.
    """

    yes: int
    no: int
    unsure: int
    clips: int
    share: Interval


def split(prompt: str) -> tuple[Item, ...]:
    """Split a prompt into items: quoted text and quoted speech apart, then its parts.

    A part that speaks of another one (``its``, ``who``, …) needs the one before.

    Args:
        prompt: The whole prompt.
    """
    items: dict[str, Item] = {}
    rest, end = "", 0
    for quoted in QUOTED.finditer(prompt):
        before = prompt[end : quoted.start()]
        words = _cut((quoted[1] or quoted[2]).rstrip(" .,"))
        spoken = SPOKEN.search(prompt[: quoted.start()])
        kind: Kind = "speech" if spoken else "text"
        if words:
            items.setdefault(words, Item(words, kind))
        rest, end = f"{rest}{before} ", quoted.end()
    parts: list[Item] = []
    for part in PARTS.split(rest + prompt[end:]):
        words = _cut(part.strip(" -–—:()"))
        if len(words) < 2 or words in items or any(item.text == words for item in parts):
            continue
        needs = parts[-1].text if parts and OF_ANOTHER.match(words) else ""
        parts.append(Item(words, needs=needs))
    return tuple([*parts, *items.values()][:MOST_ITEMS])


def _cut(part: str) -> str:
    words = " ".join(part.split())
    return words if len(words) <= LONGEST_ITEM else f"{words[: LONGEST_ITEM - 1]}…"


def check_items(items: Iterable[Item | str | Mapping[str, Any]]) -> tuple[Item, ...]:
    """Return items that a person wrote.

    Raises:
        InvalidRequest: None, too many, two alike, or one that needs what is not before it.
    """
    made: list[Item] = []
    for item in items:
        try:
            each = _item(item)
        except TypeError:
            raise InvalidRequest(
                f"an item is a text, or text, kind and needs; not {short(item)}"
            ) from None
        known = {other.text for other in made}
        if not isinstance(each.text, str) or not 0 < len(each.text.strip()) <= LONGEST_ITEM:
            raise InvalidRequest(
                f"an item has 1 to {LONGEST_ITEM} characters; not {short(each.text)}"
            )
        if each.kind not in {"picture", "text", "speech"}:
            raise InvalidRequest(
                f"an item is about picture, text or speech, not {short(each.kind)}"
            )
        if each.text in known:
            raise InvalidRequest(f"two items are {short(each.text)}")
        if each.needs and each.needs not in known:
            raise InvalidRequest(
                f"the item {short(each.text)} needs {short(each.needs)}, which is not before it"
            )
        made.append(each)
    if not 0 < len(made) <= MOST_ITEMS:
        raise InvalidRequest(f"a checklist has 1 to {MOST_ITEMS} items, not {len(made)}")
    return tuple(made)


def _item(item: Item | str | Mapping[str, Any]) -> Item:
    if isinstance(item, Item):
        return item
    return Item(item) if isinstance(item, str) else Item(**item)


def checklist_of(shelf: VoteShelf, comparison: str, prompt: str) -> tuple[Item, ...]:
    """Return a prompt's items as they were edited last; as ``split`` makes them until then."""
    return items_of(shelf.of(comparison), prompt)


def items_of(votes: Iterable[Vote], prompt: str) -> tuple[Item, ...]:
    """Return a prompt's items as the rows of a comparison have them."""
    key = prompt_key(prompt)
    for vote in reversed(standing(votes)):
        if vote.kind == "checklist" and vote.question == key:
            return check_items(json.loads(vote.answer))
    return split(prompt)


def keep_checklist(
    shelf: VoteShelf,
    comparison: str,
    prompt: str,
    items: Iterable[Item | str | Mapping[str, Any]],
    rater: str = "",
) -> tuple[Item, ...]:
    """Keep a prompt's items for all its seeds.

    Raises:
        InvalidRequest: As ``check_items`` does.
    """
    good = check_items(items)
    text = json.dumps([asdict(item) for item in good], ensure_ascii=False)
    shelf.cast(
        comparison=comparison,
        kind="checklist",
        answer=text,
        question=prompt_key(prompt),
        rater=rater,
    )
    return good


def prompt_key(prompt: str) -> str:
    """Return what a prompt's checklist is kept under, whatever the prompt's length."""
    return hashlib.sha256(prompt.encode()).hexdigest()


def asked(items: Sequence[Item], answers: Mapping[str, str]) -> list[Item]:
    """Return the items that are to be asked: all but those that need what is not there.

    Args:
        items: A checklist.
        answers: What was answered so far, by the item's text.
    """
    open_: list[Item] = []
    for item in items:
        there = {other.text for other in open_}
        if not item.needs or (item.needs in there and answers.get(item.needs) != "no"):
            open_.append(item)
    return open_


def checked(items: Sequence[Item], votes: Iterable[Vote], clips: Iterable[str]) -> Checked:
    """Sum up a checklist over clips of one prompt.

    An answer to an item that is not asked counts as none; raters' answers are taken together.

    Args:
        items: The prompt's checklist.
        votes: Every row of the comparison.
        clips: Which clips.
    """
    given: dict[tuple[str, str], dict[str, str]] = {}
    wanted = set(clips)
    for vote in standing(votes):
        if vote.kind == "check" and vote.clips[0] in wanted:
            given.setdefault((vote.clips[0], vote.rater), {})[vote.question] = vote.answer
    sums = {"yes": 0, "no": 0, "cannot tell": 0}
    shares: dict[str, list[float]] = {}
    for (clip, _), answers in given.items():
        told = [answers[item.text] for item in asked(items, answers) if item.text in answers]
        for answer in told:
            sums[answer] += 1
        sure = [answer == "yes" for answer in told if answer != "cannot tell"]
        if sure:
            shares.setdefault(clip, []).append(sum(sure) / len(sure))
    hits = sum(sum(of_clip) / len(of_clip) for of_clip in shares.values())
    share = wilson(hits, len(shares))
    return Checked(sums["yes"], sums["no"], sums["cannot tell"], len(shares), share)


def following(
    comparison: Comparison, votes: Sequence[Vote], by: Sequence[str]
) -> dict[str, Checked]:
    """Return how far each configuration follows its prompts, where checklists were answered.

    Args:
        comparison: What was judged.
        votes: Every row of it.
        by: The axes that are compared.
    """
    votes = [vote for vote in standing(votes) if vote.kind in {"check", "checklist"}]
    if not votes:
        return {}
    prompts: dict[str, dict[str, set[str]]] = {}
    for clip, name in comparison.configurations(by).items():
        prompt = comparison.places[clip][0].prompt
        prompts.setdefault(name, {}).setdefault(prompt, set()).add(clip)
    out = {}
    for name, clips in prompts.items():
        sums = [checked(items_of(votes, prompt), votes, group) for prompt, group in clips.items()]
        judged = sum(each.clips for each in sums)
        if judged:
            hits = sum(each.share.value * each.clips for each in sums if each.clips)
            yes, no, unsure = (
                sum(getattr(each, kind) for each in sums) for kind in ("yes", "no", "unsure")
            )
            out[name] = Checked(yes, no, unsure, judged, wilson(hits, judged))
    return out
