"""Read a prompt: place, time of day, weather, subjects, camera, spoken words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from veo_widgets.storyboard import sprites
from veo_widgets.storyboard.language import english, language_of
from veo_widgets.storyboard.noise import stream
from veo_widgets.storyboard.sprites.find import count_before, things
from veo_widgets.storyboard.vocabulary import (
    ALL_OF,
    CAMERA_TALK,
    CAMERAS,
    GROUPS,
    HINTS,
    HOMES,
    MACRO,
    NEGATION,
    NO_ANIMALS,
    OPEN,
    PLACES,
    QUOTE,
    STRONG,
    SUBJECTS,
    TIMES,
    USUAL_TIME,
    VAGUE,
    WEATHER,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.storyboard.draw import Rng
    from veo_widgets.storyboard.shot import Shot
    from veo_widgets.storyboard.sprites.find import Thing
    from veo_widgets.storyboard.vocabulary import Table


@dataclass(frozen=True)
class Scene:
    """What a prompt asks to see.

    Attributes:
        shot: What the clip is to be.
        text: The prompt, in English, without what is spoken or not wanted.
        without: What is not wanted, in English.
        place: One of ``PLACES``.
        time: One of ``TIMES``.
        weather: Any of ``WEATHER``.
        subjects: Any of ``SUBJECTS``, in the order of the prompt.
        camera: One of ``CAMERAS``.
        quotes: Lines to be spoken.
        closeness: 1 for a usual shot, more for a close one.
        things: What sprites show.
        counts: How many of each subject.
        macro: Whether small things fill the picture.
    """

    shot: Shot
    text: str
    without: str
    place: str
    time: str
    weather: frozenset[str]
    subjects: tuple[str, ...]
    camera: str
    quotes: tuple[str, ...] = field(default=())
    closeness: float = 1.0
    things: tuple[Thing, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    macro: bool = False

    def rng(self, *names: object) -> Rng:
        """Return the stream of one thing, so that other words leave it alone."""
        return stream(self.shot.seed, *names)

    def says(self, pattern: str) -> bool:
        """Tell whether the prompt has a word, and the negative prompt has it not.

        Args:
            pattern: Alternatives, each from the start of a word.
        """
        whole = re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
        return _first(whole, self.text, self.without) is not None


def read_scene(shot: Shot) -> Scene:
    """Turn a prompt into a scene; unknown prompts get a landscape of the seed."""
    said = _readable(shot.prompt)
    language = language_of(said)
    told = english(QUOTE.sub(" ", said), language)
    unwanted = " ".join(NEGATION.findall(told))
    without = f"{english(_readable(shot.negative), language)} {unwanted}"
    text = NEGATION.sub(" ", told)
    body = CAMERA_TALK.sub(" ", text)
    rng = stream(shot.seed, "defaults")
    camera = str(rng.choice(["dolly", "panright", "panleft"]))
    open_time = str(rng.choice(["dawn", "sunset", "day"]))
    shown = _things(body, without)
    found = _cast(_found(SUBJECTS, body, without), shown, without)
    place = _place(body, without, shown, list(found))
    if place is None:
        fit = [one for one in OPEN if not PLACES[one].search(without)] or ["meadow"]
        place = str(rng.choice(fit))
    times = list(_found(TIMES, body, without))
    usual = USUAL_TIME.get(place, open_time)
    if TIMES[usual].search(without):
        usual = next((one for one in TIMES if not TIMES[one].search(without)), usual)
    return Scene(
        shot,
        body,
        without,
        place,
        times[0] if times else usual,
        frozenset(_found(WEATHER, body, without)),
        tuple(found),
        next(iter(_found(CAMERAS, text, without)), camera),
        tuple("".join(parts) for parts in QUOTE.findall(said)),
        _closeness(text),
        shown,
        {name: _how_many(body, match) for name, match in found.items()},
        macro=MACRO.search(text) is not None,
    )


def _readable(text: str) -> str:
    """Replace halves of characters, which no font can measure."""
    return text.encode("utf-8", "replace").decode()


def _first(pattern: re.Pattern[str], body: str, without: str) -> re.Match[str] | None:
    """Return the first hit whose own words are not unwanted."""
    unwanted = {_bare(match[0]) for match in pattern.finditer(without)}
    hits = (match for match in pattern.finditer(body) if _bare(match[0]) not in unwanted)
    return next(hits, None)


def _bare(word: str) -> str:
    return word.lower().rstrip("s")


def _found(table: Table, body: str, without: str) -> dict[str, re.Match[str]]:
    hits = {
        name: match
        for name, pattern in table.items()
        if (match := _first(pattern, body, without)) is not None
    }
    return dict(sorted(hits.items(), key=lambda item: item[1].start()))


def _things(body: str, without: str) -> tuple[Thing, ...]:
    found = things(body, without)
    if NO_ANIMALS.search(without):
        found = tuple(one for one in found if not sprites.group(one.name).startswith("animal"))
    return found


def _place(body: str, without: str, shown: tuple[Thing, ...], cast: list[str]) -> str | None:
    """Choose a place that is named; else a hint; else where the things are at home."""
    for table in (PLACES, HINTS):
        named = list(_found(table, body, without))
        if named:
            return next((name for name in STRONG if name in named), named[0])
    for name, members in HOMES:
        groups = tuple(m for m in members if m.endswith("-") or m in GROUPS)
        for thing in shown:
            if thing.name in members or sprites.group(thing.name).startswith(groups):
                return name
        if any(one in members for one in cast):
            return name
    return None


def _how_many(body: str, match: re.Match[str]) -> int:
    word = match[0].lower().strip()
    if word == "couple":
        return 2
    many = {"people", "crowd", "band", "friends", "family", "children", "kids"}
    plural = word in many or (word.endswith(("s", "men")) and not word.endswith("ss"))
    return count_before(body, match.start(), plural=plural)


def _cast(
    found: dict[str, re.Match[str]], shown: tuple[Thing, ...], without: str
) -> dict[str, re.Match[str]]:
    """Drop who is not wanted, and words that only speak of somebody already there."""
    for pattern, names in ALL_OF:
        if pattern.search(without):
            found = {name: hit for name, hit in found.items() if name not in names}
    man = found.get("man")
    vague = man is not None and VAGUE.match(man[0])
    beasts = any(sprites.group(thing.name).startswith("animal") for thing in shown)
    others = bool(set(found) & {"child", "woman", "sailor", "panda"})
    if vague and (others or (beasts and man is not None and man[0] == "family")):
        found = {name: hit for name, hit in found.items() if name != "man"}
    woman = found.get("woman")
    if woman is not None and woman[0].lower() == "she" and len(found) > 1:
        found = {name: hit for name, hit in found.items() if name != "woman"}
    if "sailor" in found and man is not None and man[0].lower() in {"he", "man"}:
        found = {name: hit for name, hit in found.items() if name != "man"}
    return found


def _closeness(body: str) -> float:
    shots = ((r"close.?up", 2.0), (r"medium shot|portrait", 1.5), (r"wide shot|aerial", 0.7))
    return next((size for word, size in shots if re.search(word, body, re.IGNORECASE)), 1.0)
