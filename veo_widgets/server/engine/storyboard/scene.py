"""Read a prompt: place, time of day, weather, subjects, camera, spoken words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from veo_widgets.server.engine.storyboard import sprites
from veo_widgets.server.engine.storyboard.draw import stream
from veo_widgets.server.engine.storyboard.language import english
from veo_widgets.server.engine.storyboard.sprites.find import count_before, things

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.server.engine.spec import RenderSpec
    from veo_widgets.server.engine.storyboard.draw import Rng
    from veo_widgets.server.engine.storyboard.sprites.find import Thing


def _table(**words: str) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"\b(?:{text})", re.IGNORECASE)
        for name, text in words.items()
    }


PLACES: Final = _table(
    stage=r"keynote|stages?\b|conference|concert|theat|presentation|podium|spotlight|club\b|jazz",
    underwater=r"underwater|under the sea|deep sea|coral reef|seabed|aquarium|glass bowl|fish ?bowl",
    pitch=r"stadium|arena\b|football|soccer|basketball|tennis|court\b|goal\b|racetrack|rugby|baseball|pitch\b",
    cave=r"caves?\b|cavern|dungeon|mine\b|tunnel|tomb|crypt|lair",
    table=r"close.?up of (?:a |the )?(?:food|dish|plate)|on an? (?:\w+ )?table|plate of|bowl of|cup of|glass of|still life",
    room=r"workshop|classroom|offices?\b|rooms?\b|kitchen|studio|indoors?\b|library"
    r"|laptops?\b|caf[eé]|restaurant|bedroom|house\b|laborator|lab\b|fireplace|museum|shop\b|bar\b|hospital|ballroom|hall\b|gallery|palace interior|temple interior",
    savanna=r"savann?a|safari|serengeti|grasslands?\b|waterhole",
    sea=r"sea\b|oceans?\b|sailor|ships?\b|beach|coast(?!al road)|waves?\b|harbou?r|boats?\b|island|pirate|lighthouse|surf",
    road=r"roads?\b|highway|motorway|route\b|railway|bridge|train\b|racing",
    city=r"city|cities|streets?\b|urban|skyline|skateboard|tokyo|downtown|traffic|rooftops?\b|alley|neon\b"
    r"|bus\b|taxi|paris|london|new york|subway|skyscraper|market\b",
    space=r"space\b|galax|planets?\b|astronaut|nebula|cosmos|spaceship|mars\b|orbit|moon surface|saturn|above earth",
    desert=r"deserts?\b|dunes?\b|sahara|canyon|camel|pyramid|cactus",
    abstract=r"abstract|fractal|hypnotic|kaleidoscop|psychedelic|geometric shapes|mandala",
    snow=r"snow|winter|arctic|antarctic|glacier|ice\b|ski\b|skiing|blizzard|penguin|polar",
    lake=r"lakes?\b|rivers?\b|pond\b|fjord",
    meadow=r"meadow|fields?\b|farm|flowers?\b|garden|pasture|prairie|countryside|village|castle|medieval|picnic|park\b",
    forest=r"forest|woods?\b|trees?\b|jungle|deer|mountain|valley|nature|hills?\b",
)
STRONG: Final = (
    "abstract", "underwater", "space", "cave", "stage", "pitch", "table", "room", "road", "city",
    "savanna",
)  # fmt: skip
TIMES: Final = _table(
    dawn=r"dawn|sunrise|early light|morning|first light|\\bhope|gentle|tender",
    sunset=r"sunset|golden hour|dusk|evening|sundown|warm light|romantic|passion|nostalgi|autumn",
    night=r"night|midnight|moon|stars?\b|starry|dark|neon|mysterious|fear|dream|firefl|firework|lanterns?\b",
    day=r"day\b|daylight|noon|sunny|bright|blue sky|midday|joy|happy|cheerful|summer|spring\b",
    grey=r"gr[ea]y\b|overcast|gloomy|storm|cloudy|rain|melanchol|lonel|sad\b|grief|blizzard",
)
WEATHER: Final = _table(
    mist=r"mist|fog|haze|hazy|smoky|steam\b|melanchol|mysterious",
    rain=r"rain\b|rainy|raining|drizzl|storm|downpour|puddle",
    snow=r"snow|blizzard|winter",
    embers=r"embers?\b|fires?\b|sparks?\b|lava|campfire|bonfire",
    fireflies=r"firefl|pollen|dust motes|magic|fairy|fairies|sparkl|enchant|glowing|spell",
    rays=r"god ?rays?|light rays|sun ?rays|early light|sunbeam|volumetric",
)
SUBJECTS: Final = _table(
    panda=r"red pandas?\b",
    sailor=r"sailors?\b|captain|fisherman|pirates?\b(?! ship)",
    child=r"child(?:ren)?\b|kids?\b|toddler|babies|baby\b(?! (?:elephant|bird|fox|deer|duck))",
    woman=r"wom[ae]n\b|girls?\b|she\b|presenter|lady|dancer|actress|ballerina|princess|queen\b|witch|nurse|bride|mother|grandmother",
    man=r"m[ae]n\b|boys?\b|he\b|guy\b|wanderer|hiker|person|people|chef|runner|player|wizard|knight|king\b|astronaut|robots?\b"
    r"|samurai|monk\b|doctor|scientist|farmer|firefighter|police|ninja|musician|band\b|santa|cowboy|soldier|explorer|father|grandfather"
    r"|detective|painter|artist|dj\b|singer|warrior|magician|sorcerer|couple\b|crowd|family (?!of)|friends",
    deer=r"deers?\b|stags?\b|elks?\b|moose|reindeer",
    unicorn=r"unicorns?\b",
    horse=r"horses?\b|pon(?:y|ies)\b|zebras?\b|stallion",
    lion=r"lions?\b(?!fish)|lioness",
    bear=r"(?<!teddy )bears?\b|grizzl(?:y|ies)\b|giant pandas?\b|(?<!red )pandas?\b",
    wolf=r"wol(?:f|ves)\b|husk(?:y|ies)\b|coyotes?\b",
    dog=r"dogs?\b(?! hot)|pupp(?:y|ies)\b|corgis?\b|retrievers?\b",
    fox=r"fox(?:es)?\b",
    cat=r"cats?\b|kittens?\b|lynx|panthers?\b",
    birds=r"birds\b|seagulls?\b|gulls?\b|crows?\b|flock|ravens?\b|starlings?\b|(?<!\w )bird\b",
)
CAMERAS: Final = _table(
    dolly=r"dolly|push in|zoom in|close.?up|medium shot",
    pullout=r"pull(?:s|ing)? (?:out|back)|zoom out|reveal",
    panright=r"pan right|tracking|riding|driving|walk",
    panleft=r"pan left",
    crane=r"crane|aerial|drone|rise|tilt up",
    handheld=r"handheld|shaky|churn",
)
ANIMALS: Final = frozenset({
    "deer", "horse", "dog", "fox", "cat", "unicorn", "lion", "bear", "wolf",
})  # fmt: skip
PEOPLE: Final = frozenset({"sailor", "woman", "man", "child"})
MACRO: Final = re.compile(r"macro|close.?up|extreme close", re.IGNORECASE)
HOMES: Final = (
    ("table", ("food-", "drink", "dishware")),
    ("underwater", ("animal-marine",)),
    (
        "sea",
        ("transport-water", "person-surfing", "person-swimming", "person-rowing-boat"),
    ),
    (
        "savanna",
        (
            "elephant",
            "giraffe",
            "rhinoceros",
            "hippopotamus",
            "lion",
            "leopard",
            "gorilla",
            "bison",
        ),
    ),
    (
        "snow",
        (
            "penguin",
            "snowman-without-snow",
            "skier",
            "snowboarder",
            "sled",
            "christmas-tree",
        ),
    ),
    ("desert", ("camel", "two-hump-camel", "cactus", "scorpion")),
    ("pitch", ("sport", "person-bouncing-ball")),
    ("road", ("transport-ground",)),
    ("space", ("ringed-planet", "flying-saucer", "globe-showing-europe-africa")),
    ("stage", ("musical-instrument", "microphone")),
    (
        "room",
        (
            "science",
            "couch-and-lamp",
            "laptop",
            "desktop-computer",
            "books",
            "teddy-bear",
        ),
    ),
    (
        "meadow",
        (
            "plant-flower",
            "animal-bug",
            "place-",
            "cow",
            "pig",
            "ewe",
            "goat",
            "rooster",
            "chicken",
            "transport-air",
            "kite",
            "rabbit",
        ),
    ),
    ("forest", ("animal-", "deer", "bear", "wolf", "fox", "unicorn", "horse")),
)
QUOTE: Final = re.compile(r'["“]([^"”]{3,})["”]')
USUAL_TIME: Final = {
    "city": "sunset", "sea": "day", "stage": "night", "room": "day", "space": "night",
    "desert": "sunset", "snow": "day", "abstract": "day", "underwater": "day", "table": "day",
    "lake": "dawn", "pitch": "day", "cave": "night", "savanna": "sunset", "meadow": "day", "road": "day",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """What a prompt asks to see.

    Attributes:
        spec: The request.
        text: The prompt, in English, without what is spoken.
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

    spec: RenderSpec
    text: str
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
        return stream(self.spec.seed, *names)

    def says(self, pattern: str) -> bool:
        """Tell whether the prompt has a word, and the negative prompt has not."""
        hit = re.search(pattern, self.text, re.IGNORECASE)
        return hit is not None and not re.search(
            pattern, self.spec.negative, re.IGNORECASE
        )


def read_scene(spec: RenderSpec) -> Scene:
    """Turn a prompt into a scene; unknown prompts get a landscape of the seed."""
    body = english(QUOTE.sub(" ", spec.prompt))
    without = english(spec.negative)

    def found(table: Mapping[str, re.Pattern[str]]) -> dict[str, re.Match[str]]:
        hits = {
            name: match
            for name, pattern in table.items()
            if (match := pattern.search(body)) and not pattern.search(without)
        }
        return dict(sorted(hits.items(), key=lambda item: item[1].start()))

    rng = stream(spec.seed, "defaults")
    open_place = str(rng.choice(["forest", "lake", "meadow", "sea"]))
    camera = str(rng.choice(["dolly", "panright", "panleft"]))
    open_time = str(rng.choice(["dawn", "sunset", "day"]))
    shown = things(body, without)
    subjects = found(SUBJECTS)
    beasts = any(sprites.group(thing.name).startswith("animal") for thing in shown)
    if beasts and "man" in subjects and subjects["man"][0].startswith("family"):
        del subjects["man"]
    cast = _cast(list(subjects))
    place = _place(list(found(PLACES)), shown, cast) or open_place
    times = list(found(TIMES))
    return Scene(
        spec,
        body,
        place,
        times[0] if times else USUAL_TIME.get(place, open_time),
        frozenset(found(WEATHER)),
        tuple(cast),
        next(iter(found(CAMERAS)), camera),
        tuple(QUOTE.findall(spec.prompt)),
        _closeness(body),
        shown,
        {name: _how_many(body, subjects[name]) for name in cast},
        macro=MACRO.search(body) is not None,
    )


def _place(places: list[str], shown: tuple[Thing, ...], cast: list[str]) -> str | None:
    """Choose among the places named; else where the things named are at home."""
    strong = next((name for name in STRONG if name in places), None)
    if strong or places:
        return strong or places[0]
    for name, members in HOMES:
        for thing in shown:
            if thing.name in members or sprites.group(thing.name).startswith(
                tuple(m for m in members if m.endswith("-") or m in GROUPS)
            ):
                return name
        if any(one in members for one in cast):
            return name
    return None


GROUPS: Final = frozenset({
    "drink", "dishware", "animal-marine", "transport-water", "sport", "transport-ground",
    "musical-instrument", "science", "plant-flower", "animal-bug", "transport-air",
})  # fmt: skip


def _how_many(body: str, match: re.Match[str]) -> int:
    word = match[0].lower().strip()
    if word == "couple":
        return 2
    many = {"people", "crowd", "band", "friends", "family", "children", "kids"}
    plural = word in many or (word.endswith(("s", "men")) and not word.endswith("ss"))
    return count_before(body, match.start(), plural=plural)


def _cast(subjects: list[str]) -> list[str]:
    """Drop the words that only speak of a subject already there."""
    if "child" in subjects:
        subjects = [name for name in subjects if name != "man"]
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
