"""What a prompt puts in quotes: words to be read in the picture, and words to be heard."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

Kind = Literal["text", "speech"]
QUOTES: Final = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»|„([^“”]+)[“”]|「([^」]+)」')
SPEAKING: Final = re.compile(
    r"\b(say|says|said|saying|speak|speaks|speaking|shout|shouts|shouting|whisper|whispers|"
    r"whispering|ask|asks|asking|answer|answers|reply|replies|tell|tells|sing|sings|singing|"
    r"yell|yells|announce|announces|narrator|narrates|voice|voiceover|dialogue|exclaims)\b",
    re.IGNORECASE,
)
NEAR: Final = 40
WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
LONG: Final = 4
ALIKE: Final = 0.8


class Quote(NamedTuple):
    """A quoted part of a prompt.

    Attributes:
        text: The words between the quotes.
        kind: ``speech`` where somebody says it, else ``text``.
    """

    text: str
    kind: Kind


def quotes(prompt: str) -> list[Quote]:
    """Return the quoted parts of a prompt, in order.

    Speech is what a word of speaking stands before, or just behind, in the same sentence.
    """
    told: list[Quote] = []
    end = 0
    for match in QUOTES.finditer(prompt):
        text = next(group for group in match.groups() if group is not None).strip()
        before = re.split(r"[.!?;\n]", prompt[max(end, match.start() - NEAR) : match.start()])[-1]
        after = re.split(r'[.!?;\n"“«„]', prompt[match.end() : match.end() + NEAR])[0]
        spoken = SPEAKING.search(before) or SPEAKING.match(after.lstrip(" ,"))
        if text:
            told.append(Quote(text, "speech" if spoken else "text"))
        end = match.end()
    return told


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: no case, no signs."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def recall(wanted: str, heard: str) -> float | None:
    """Return the share of the wanted words that are there, each counted once.

    Longer words may differ by a letter or two, as readers and listeners err.

    Returns:
        From 0 to 1; ``None`` when no word is wanted.
    """
    left, asked = words(heard), words(wanted)
    hits = 0
    for word in asked:
        near = next((other for other in left if _same(word, other)), None)
        if near is not None:
            left.remove(near)
            hits += 1
    return hits / len(asked) if asked else None


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < LONG:
        return False
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
