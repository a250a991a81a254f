"""Find in a prompt the things that sprites can show: which, how many, what colour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from veo_widgets.storyboard import sprites
from veo_widgets.storyboard.sprites.words import BREAKS, COLOURS, COUNTS, MORE, NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to show.

    Attributes:
        name: A sprite.
        count: How many, 1 to 6.
        tint: A hue (0 to 179), -1 white, -2 black, -3 grey, -4 brown, or ``None``.
    """

    name: str
    count: int = 1
    tint: int | None = None


@cache
def _pattern() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return one pattern for all words, with the sprite that each group names."""
    words: dict[str, str] = {}
    for label, name in sprites.names("en").items():
        if label not in NEVER and name not in {"shallow-pan-of-food", "pot-of-food"}:
            words[re.escape(label).replace(r"\-", "-") + "(?:e?s)?"] = name
    for name, more in MORE.items():
        words |= dict.fromkeys((one.replace(".", "[ -]") for one in more.split()), name)
    longest = sorted(words, key=lambda text: (-len(text), text))
    groups = {f"g{number}": words[text] for number, text in enumerate(longest)}
    text = "|".join(f"(?P<g{number}>{one})" for number, one in enumerate(longest))
    return re.compile(rf"\b(?:{text})\b", re.IGNORECASE), groups


def things(text: str, without: str = "") -> tuple[Thing, ...]:
    """Return what a prompt names, in its order, at most four kinds.

    Args:
        text: The prompt, in English.
        without: The negative prompt.
    """
    pattern, groups = _pattern()
    one = sprites.names("en")
    unwanted = {
        (groups[match.lastgroup or ""], _tint(_words(without[: match.start()])))
        for match in pattern.finditer(without)
    }
    found: dict[str, Thing] = {}
    for match in pattern.finditer(text):
        name = groups[match.lastgroup or ""]
        before = _words(text[: match.start()])
        tint = _tint(before)
        if name not in found and not {(name, None), (name, tint)} & unwanted:
            word = match[0].lower()
            plural = word.endswith("s") and not word.endswith("ss") and word not in one
            after = re.match(r"\W+(family|herd|pack|flock|group|school)\b", text[match.end() :])
            count = COUNTS[after[1]] if after else _count(before, plural=plural)
            found[name] = Thing(name, count, tint)
    return tuple(found.values())[:MOST]


def _count(before: list[str], *, plural: bool) -> int:
    """Return how many: a number word close before, else three of a plural."""
    for word in reversed(before[-3:]):
        if word in COUNTS:
            return COUNTS[word]
        if word.isdecimal() and len(word) < 4:
            return min(6, max(1, int(word)))
        if word in BREAKS:
            break
        if word in {"a", "an", "the", "one"} and not plural:
            return 1
    return 3 if plural else 1


def count_before(text: str, start: int, *, plural: bool) -> int:
    """Return how many a word at a place of a text stands for."""
    return _count(_words(text[:start]), plural=plural)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+|\d+", text.lower())[-4:]


def _tint(before: list[str]) -> int | None:
    for word in reversed(before[-2:]):
        if word in COLOURS:
            return COLOURS[word]
    return None
