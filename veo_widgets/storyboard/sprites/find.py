"""Find in a prompt the things that sprites can show: which, how many, what colour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from veo_widgets.storyboard import sprites

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 4
MORE: Final = {
    "automobile": "cars? sedan coupe convertible",
    "sport-utility-vehicle": "suvs? jeeps?",
    "motorcycle": "motorbikes? motorcyclist biker",
    "person-biking": "cyclists? cycling",
    "bicycle": "bikes?",
    "locomotive": "steam.trains? steam.engine trains?",
    "taxi": "cabs?",
    "sailboat": "sailing.boats? yachts? sailing pirate.ship galleon",
    "motor-boat": "boats? fishing.boat",
    "ship": "cruise",
    "passenger-ship": "ocean.liner",
    "airplane": "planes? aeroplanes? aircraft jets?",
    "small-airplane": "biplane propeller.plane",
    "flying-saucer": "ufos? alien.ship spaceships? spacecraft",
    "hot-air-balloon": "hot.air.balloons?",
    "balloon": "balloons?",
    "rocket": "spacecraft.launch",
    "steaming-bowl": "ramen noodles? noodle.soup pho soup",
    "hot-beverage": "coffee tea latte espresso cappuccino",
    "hamburger": "burgers? cheeseburger",
    "shortcake": "cake slice.of.cake",
    "birthday-cake": "birthday.cakes? cake.with.candles",
    "green-salad": "salads? vegetables?",
    "cooking": "frying.pan wok fried.egg",
    "pot-of-food": "stew casserole",
    "wine-glass": "wine",
    "beer-mug": "beers? pint",
    "cheese-wedge": "cheese",
    "red-apple": "apples?",
    "tangerine": "oranges mandarin",
    "cut-of-meat": "steaks?",
    "spaghetti": "pasta",
    "soft-ice-cream": "ice.cream gelato",
    "cocktail-glass": "cocktails? martini",
    "bread": "loaf",
    "sushi": "sashimi",
    "dumpling": "dumplings gyoza",
    "soccer-ball": "football soccer",
    "tennis": "tennis.ball racket",
    "person-surfing": "surfers? surfing",
    "person-swimming": "swimmers?",
    "skier": "skiing",
    "snowboarder": "snowboarding",
    "horse-racing": "jockey horse.race",
    "person-lifting-weights": "weightlifter",
    "woman-dancing": "flamenco salsa tango",
    "man-dancing": "disco",
    "person-in-lotus-position": "yoga meditat(?:ing|ion|es)",
    "person-golfing": "golfers? golf",
    "person-climbing": "climbers? rock.climbing",
    "person-running": "marathon sprinter jogger",
    "butterfly": "butterflies",
    "honeybee": "bees?",
    "lady-beetle": "ladybugs? ladybirds?",
    "spouting-whale": "whales? orca",
    "dolphin": "dolphins?",
    "tropical-fish": "goldfish clownfish koi",
    "fish": "salmon shoal",
    "eagle": "hawks? falcons?",
    "parrot": "macaw",
    "t-rex": "dinosaurs? tyrannosaurus",
    "sauropod": "brontosaurus",
    "monkey": "chimpanzee apes?",
    "cow": "cattle",
    "ox": "bulls?",
    "ewe": "sheep lambs?",
    "rabbit": "bunn(?:y|ies) hares?",
    "elephant": "mammoths?",
    "crocodile": "alligators?",
    "baby-chick": "ducklings?",
    "castle": "fortress palace",
    "japanese-castle": "pagoda",
    "shinto-shrine": "torii shrines?",
    "hut": "huts? cabin",
    "house": "houses? cottages? barn",
    "church": "cathedral chapel",
    "tokyo-tower": "eiffel.tower",
    "deciduous-tree": "oak.tree",
    "cherry-blossom": "sakura",
    "palm-tree": "palms?",
    "evergreen-tree": "pine.tree fir.tree",
    "bouquet": "flowers?",
    "potted-plant": "houseplant",
    "guitar": "guitarist",
    "saxophone": "jazz",
    "musical-keyboard": "piano pianist",
    "violin": "violinist cello orchestra",
    "drum": "drums drummer",
    "microphone": "karaoke",
    "couch-and-lamp": "sofa couch living.room",
    "campfire": "campfires? bonfire",
    "sandcastle": "sandcastles? sand.castle",
    "christmas-tree": "christmas",
    "jack-o-lantern": "pumpkins? halloween",
    "red-paper-lantern": "paper.lanterns? lanterns?",
    "crystal-ball": "orb",
    "ringed-planet": "saturn",
    "globe-showing-europe-africa": "earth",
    "gem-stone": "diamonds? crystals? jewel",
    "teddy-bear": "teddy",
    "crossed-swords": "swords? duel",
    "books": "bookshel(?:f|ves) library",
    "desktop-computer": "computers?",
    "snowman-without-snow": "snowm[ae]n",
    "artist-palette": "easel",
    "candle": "candles?",
    "microscope": "laboratory lab",
    "carousel-horse": "carousel merry.go.round",
    "telescope": "observatory",
    "mobile-phone": "smartphones?",
    "ant": "ants",
    "rose": "roses",
    "tulip": "tulips",
    "sunflower": "sunflowers",
}
NEVER: Final = frozenset(
    {
        "ring",
        "fly",
        "seal",
        "ram",
        "watch",
        "rock",
        "wood",
        "ship it",
        "key",
        "desert island",
        "desert",
        "orange",
        "light",
        "bat",
        "duck under",
        "turkey",
        "china",
        "ice",
        "fish eye",
        "mirror",
        "door",
        "window",
        "tumbler glass",
        "bed",
        "chair",
        "dart",
        "mouse",
        "compass",
        "package",
        "anchor",
        "magnet",
        "crown prince",
        "puzzle piece",
        "camera",
        "video camera",
        "zebra crossing",
        "printer",
        "tornado warning",
        "fire",
        "fireworks",
        "mirror ball",
        "mate",
        "worm",
        "train",
        "tram",
        "scroll",
        "leg",
        "kick",
        "bug",
        "pear shaped",
        "hedgehog cut",
        "spider man",
        "fountain pen",
        "fox",
        "dog",
        "cat",
        "horse",
        "deer",
        "poodle",
        "bird",
        "woman dancing",
        "man dancing",
        "crown",
        "globe with meridians",
        "basket",
        "bathtub",
        "shield",
        "jar",
        "comet",
        "bear",
        "black cat",
        "stadium",
        "lion",
        "fire engine red",
        "cow boy",
        "pig headed",
        "snail mail",
    }
)
COUNTS: Final = {
    "two": 2,
    "pair": 2,
    "couple": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 6,
    "eight": 6,
    "nine": 6,
    "ten": 6,
    "several": 4,
    "many": 5,
    "dozens": 6,
    "hundreds": 6,
    "herd": 5,
    "flock": 5,
    "school": 6,
    "family": 4,
    "pack": 4,
    "group": 4,
    "swarm": 6,
    "fleet": 4,
    "bunch": 4,
    "crowd": 5,
    "team": 4,
    "some": 3,
}
BREAKS: Final = frozenset(
    {
        "and",
        "with",
        "in",
        "on",
        "of",
        "at",
        "by",
        "near",
        "beside",
        "over",
        "under",
        "men",
        "women",
        "children",
        "people",
    }
)
COLOURS: Final = {
    "red": 0,
    "orange": 11,
    "golden": 20,
    "yellow": 26,
    "green": 58,
    "turquoise": 88,
    "teal": 88,
    "blue": 108,
    "purple": 138,
    "violet": 138,
    "pink": 162,
    "white": -1,
    "black": -2,
    "silver": -3,
    "grey": -3,
    "gray": -3,
    "brown": -4,
}


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
