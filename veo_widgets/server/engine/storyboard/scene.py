"""Read a prompt: place, time of day, weather, subjects, camera, spoken words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from veo_widgets.server.engine.storyboard.draw import stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.server.engine.spec import RenderSpec
    from veo_widgets.server.engine.storyboard.draw import Rng


def _table(**words: str) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"\b(?:{text})", re.IGNORECASE)
        for name, text in words.items()
    }


PLACES: Final = _table(
    stage=r"keynote|stages?\b|conference|concert|theat|presentation|podium",
    room=r"workshop|classroom|offices?\b|rooms?\b|kitchen|studio|indoors?\b|library"
    r"|laptops?\b|caf[eé]|restaurant|bedroom|house\b",
    sea=r"sea\b|oceans?\b|sailor|ships?\b|beach|coast|waves?\b|harbou?r|boats?\b|island",
    city=r"city|cities|streets?\b|urban|skyline|skateboard|tokyo|downtown|traffic"
    r"|cars?\b|roads?\b|neon|train\b|bus\b",
    space=r"space\b|galax|planets?\b|astronaut|nebula|cosmos|rocket|spaceship|mars\b",
    desert=r"deserts?\b|dunes?\b|sahara|canyon|camel",
    abstract=r"abstract|fractal|hypnotic|kaleidoscop|psychedelic|geometric shapes",
    snow=r"snow|winter|arctic|glacier|ice\b|ski\b|skiing",
    forest=r"forest|woods?\b|trees?\b|jungle|deer|mountain|valley|lake|meadow|river"
    r"|nature|hills?\b|garden|field|farm",
)
STRONG: Final = ("abstract", "space", "stage", "room")
TIMES: Final = _table(
    dawn=r"dawn|sunrise|early light|morning|first light",
    sunset=r"sunset|golden hour|dusk|evening|sundown|warm light",
    night=r"night|midnight|moon|stars?\b|starry|dark sky|neon",
    day=r"day\b|daylight|noon|sunny|bright|blue sky|midday",
    grey=r"gr[ea]y\b|overcast|gloomy|storm|cloudy|rain",
)
WEATHER: Final = _table(
    mist=r"mist|fog|haze|hazy",
    rain=r"rain|drizzl|storm|downpour",
    snow=r"snow|blizzard|winter",
    embers=r"embers?\b|fires?\b|sparks?\b|lava|campfire",
    fireflies=r"firefl|pollen|dust motes|magical|fairy|fairies",
    rays=r"god ?rays?|light rays|sun ?rays|early light|sunbeam|volumetric",
)
SUBJECTS: Final = _table(
    panda=r"red pandas?\b",
    sailor=r"sailors?\b|captain|fisherman",
    woman=r"wom[ae]n\b|girls?\b|she\b|presenter|lady|dancer|actress",
    man=r"m[ae]n\b|boys?\b|he\b|guy\b|wanderer|hiker|person|people|chef|runner|player",
    deer=r"deers?\b|stags?\b|elks?\b|moose|reindeer",
    horse=r"horses?\b|pon(?:y|ies)\b|zebras?\b",
    dog=r"dogs?\b|wol(?:f|ves)\b|pupp(?:y|ies)\b",
    fox=r"fox(?:es)?\b",
    cat=r"cats?\b|kittens?\b|tigers?\b|lions?\b",
    birds=r"birds?\b|seagulls?\b|gulls?\b|eagles?\b|crows?\b|flock",
)
CAMERAS: Final = _table(
    dolly=r"dolly|push in|zoom in|close.?up|medium shot",
    pullout=r"pull(?:s|ing)? (?:out|back)|zoom out|reveal",
    panright=r"pan right|tracking|riding|driving|walk",
    panleft=r"pan left",
    crane=r"crane|aerial|drone|rise|tilt up",
    handheld=r"handheld|shaky|churn",
)
ANIMALS: Final = frozenset({"deer", "horse", "dog", "fox", "cat"})
PEOPLE: Final = frozenset({"sailor", "woman", "man"})
QUOTE: Final = re.compile(r'["“]([^"”]{3,})["”]')
USUAL_TIME: Final = {
    "city": "sunset", "sea": "day", "stage": "night", "room": "day", "space": "night",
    "desert": "sunset", "snow": "day", "abstract": "day",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """What a prompt asks to see.

    Attributes:
        spec: The request.
        place: One of ``PLACES``.
        time: One of ``TIMES``.
        weather: Any of ``WEATHER``.
        subjects: Any of ``SUBJECTS``, in the order of the prompt.
        camera: One of ``CAMERAS``.
        quotes: Lines to be spoken.
        closeness: 1 for a usual shot, more for a close one.
    """

    spec: RenderSpec
    place: str
    time: str
    weather: frozenset[str]
    subjects: tuple[str, ...]
    camera: str
    quotes: tuple[str, ...] = field(default=())
    closeness: float = 1.0

    def rng(self, *names: object) -> Rng:
        """Return the stream of one thing, so that other words leave it alone."""
        return stream(self.spec.seed, *names)

    def says(self, pattern: str) -> bool:
        """Tell whether the prompt has a word."""
        return re.search(pattern, self.spec.prompt, re.IGNORECASE) is not None


def read_scene(spec: RenderSpec) -> Scene:
    """Turn a prompt into a scene; unknown prompts get a landscape of the seed."""
    body = QUOTE.sub(" ", spec.prompt)

    def found(table: Mapping[str, re.Pattern[str]]) -> list[str]:
        hits = [
            (match.start(), name)
            for name, pattern in table.items()
            if (match := pattern.search(body)) and not pattern.search(spec.negative)
        ]
        return [name for _, name in sorted(hits)]

    rng = stream(spec.seed, "defaults")
    open_place = str(rng.choice(["forest", "sea", "desert", "forest"]))
    camera = str(rng.choice(["dolly", "panright", "panleft"]))
    open_time = str(rng.choice(["dawn", "sunset", "day"]))
    places = found(PLACES)
    place = next(
        (name for name in STRONG if name in places), (places or [open_place])[0]
    )
    times = found(TIMES)
    return Scene(
        spec,
        place,
        times[0] if times else USUAL_TIME.get(place, open_time),
        frozenset(found(WEATHER)),
        tuple(_cast(found(SUBJECTS))),
        (found(CAMERAS) or [camera])[0],
        tuple(QUOTE.findall(spec.prompt)),
        _closeness(body),
    )


def _cast(subjects: list[str]) -> list[str]:
    """Drop the words that only speak of a subject already there."""
    if "sailor" in subjects or "panda" in subjects:
        subjects = [name for name in subjects if name not in {"man", "woman"}]
    if "woman" in subjects:
        subjects = [name for name in subjects if name != "man"]
    return subjects


def _closeness(body: str) -> float:
    shots = (
        (r"close.?up", 2.0),
        (r"medium shot|portrait", 1.5),
        (r"wide shot|aerial", 0.7),
    )
    return next(
        (size for word, size in shots if re.search(word, body, re.IGNORECASE)), 1.0
    )
