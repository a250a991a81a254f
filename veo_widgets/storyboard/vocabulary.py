"""The words that a scene is read from. Each pattern begins at a word's start."""

from __future__ import annotations

import re
from typing import Final

Table = dict[str, re.Pattern[str]]


def _table(**words: str) -> Table:
    return {name: re.compile(rf"\b(?:{text})", re.IGNORECASE) for name, text in words.items()}


PLACES: Final = _table(
    abstract=r"abstract|fractal|hypnotic|kaleidoscop|psychedelic|geometric shapes|mandala",
    underwater=r"underwater|under the sea|deep sea|coral reef|seabed|aquarium|glass bowl|fish ?bowl",
    space=r"outer space|in space\b|deep space|space station|galax|planets?\b|nebula|cosmos|spaceship|mars\b|on the moon"
    r"|moon surface|saturn|above (?:the )?earth|orbiting|in orbit",
    cave=r"caves?\b|cavern|dungeon|tombs?\b|crypt|lair\b|catacomb",
    stage=r"keynote|stages?\b|conference|concert|theat(?:er|re)|presentation|podium|spotlight|night ?club|jazz club|smoky club|orchestra",
    pitch=r"stadium|arena\b|(?:football|soccer|basketball|tennis|rugby|baseball|volleyball)|race ?track|a goal\b|on (?:a|the) court",
    table=r"close.?up of (?:a |the )?(?:food|dish|plate)|on an? (?:\w+ )?table\b|still life",
    room=r"workshop|classroom|offices?\b|rooms?\b|kitchen|indoors?\b|library|laptops?\b|caf[eé]\b|restaurant|bedroom|laborator"
    r"|lab\b|fireplace|museum|hospital|ballroom|gallery|(?:palace|temple|house|church) interior|corridor|hallway",
    road=r"roads?\b|steam train|trains? (?:crossing|passing|travel|running|winding|moving|speeding|on)|highway|motorway|route \d|railway|railroad",
    city=r"city\b|cities|streets?\b|urban|skyline|skateboard|tokyo|downtown|traffic|rooftops?\b|alley|neon\b|metropolis"
    r"|paris\b|london|new york|subway|skyscraper|market\b|balcony|avenue",
    savanna=r"savann?a|safari|serengeti|grasslands?\b|waterhole",
    sea=r"seas?\b|oceans?\b|sailors?\b|beach|coast(?:al|line)?\b(?! road)|waves\b(?! (?:at|to|her|his|goodbye))|harbou?r|island"
    r"|pirate|lighthouse|surf(?:er|ers|ing|board)?\b|seaside|shore",
    lake=r"lakes?\b|rivers?\b|pond\b|fjord",
    desert=r"deserts?\b|dunes?\b|sahara|canyon|pyramid",
    snow=r"snow|winter|arctic|antarctic|glacier|iceberg|frozen|on (?:the )?ice\b|ski\b|skiing|blizzard",
    meadow=r"meadow|(?:flower |wheat |corn |rice |open |in a |of a |green )fields?\b|farm|garden|pasture|prairie|countryside"
    r"|village|medieval|picnic|park\b|field of",
    forest=r"forest|rainforest|woods\b|trees?\b|jungle|mountain|valley|nature|hills?\b|trail\b",
)
STRONG: Final = (
    "abstract",
    "underwater",
    "space",
    "cave",
    "stage",
    "pitch",
    "table",
    "room",
    "road",
    "city",
    "savanna",
)
HINTS: Final = _table(
    space=r"space\b|astronaut|stars?\b",
    stage=r"club\b(?! sandwich)|singer|band\b",
    table=r"(?:plate|bowl|cup|glass|mug|slice|bottle) of|dish\b",
    room=r"house\b|studio\b|shop\b|bar\b|hall\b|home\b|chef\b|desk\b",
    road=r"train\b(?! a| your| the| his| her)|trains\b|bridge\b|racing|driving",
    city=r"bus\b|taxi\b",
    cave=r"mines?\b|tunnel",
    pitch=r"goal\b|court\b|pitch\b(?! black)",
    sea=r"ships?\b|boats?\b",
    meadow=r"flowers?\b|castle",
    forest=r"deer\b|leaves\b",
)
TIMES: Final = _table(
    dawn=r"dawn|sunrise|early light|morning|first light|hope|gentle\b|tender\b",
    sunset=r"sunset|golden hour|dusk|evening|sundown|warm light|romantic|passion|nostalgi|autumn",
    night=r"night(?!gown|mare)|midnight|moon(?:lit|light)?\b|starry|stars\b(?! in)|dark(?:ness)?\b(?! hair| eyes| skin| suit| coat)"
    r"|neon\b|mysterious|fear\b|firefl|firework|lanterns?\b",
    day=r"day(?:time)?\b|daylight|noon|sunny|bright|blue sky|midday|joy|happy|cheerful|summer|spring\b",
    grey=r"gr[ea]y\b(?! hair| beard| suit| coat| cat| wolf| horse)|overcast|gloomy|storm|cloudy|rain(?:y|ing|fall)?\b|melanchol"
    r"|lonel|sad\b|grief|blizzard",
)
WEATHER: Final = _table(
    mist=r"mist|fog|haze|hazy|smoky|steam\b(?! train)|melanchol|mysterious",
    rain=r"rain(?:y|ing|fall|storm|drops?)?\b|drizzl|storm|downpour|puddle",
    snow=r"snow|blizzard|winter",
    embers=r"embers?\b|fires?\b(?! truck| engine| station)|sparks?\b|lava|campfire|bonfire",
    fireflies=r"firefl|pollen|dust motes|magic|fairy|fairies|sparkles|enchant|glowing|spell\b",
    rays=r"god ?rays?|light rays|sun ?rays|early light|sunbeam|volumetric",
)
SUBJECTS: Final = _table(
    panda=r"red pandas?\b",
    sailor=r"sailors?\b|lighthouse[- ]keepers?\b|captain|fisherman|pirates?\b(?! ship)",
    child=r"child(?:ren)?\b|kids?\b|toddler|babies|baby\b(?! (?:elephant|bird|fox|deer|duck|goat|seal|bear))|daughter|son\b",
    woman=r"wom[ae]n\b|girls?\b|she\b|presenter|lady\b|ladies|dancers?\b|actress|ballerina|princess|queen\b|witch|nurse|bride"
    r"|mother|grandmother",
    man=r"m[ae]n\b|boys?\b|he\b|guys?\b|wanderer|hiker|persons?\b|people|chefs?\b|runner|(?<!record )players?\b|wizard|knights?\b"
    r"|king\b|astronauts?\b|robots?\b|samurai|monks?\b|doctors?\b|scientists?\b|farmers?\b|firefighter|police(?!\s?car)|ninja"
    r"|musicians?\b|(?<!rubber )band\b|santa\b|cowboy|soldiers?\b|explorer|father|grandfather|detective|painter\b|artists?\b"
    r"|dj\b|singers?\b|warriors?\b|magician|sorcerer|couples?\b(?! of)|crowd\b|family\b(?! of)|friends\b",
    deer=r"deers?\b|stags?\b|elks?\b|moose|reindeer",
    unicorn=r"unicorns?\b",
    horse=r"horses?\b|pon(?:y|ies)\b|stallion",
    lion=r"lions?\b|lioness",
    bear=r"(?<!teddy )bears?\b|grizzl(?:y|ies)\b|giant pandas?\b|(?<!red )pandas?\b",
    wolf=r"wol(?:f|ves)\b|husk(?:y|ies)\b|coyotes?\b",
    dog=r"(?<!hot )dogs?\b|pupp(?:y|ies)\b|corgis?\b|retrievers?\b",
    fox=r"fox(?:es)?\b",
    cat=r"cats?\b|kittens?\b|lynx|panthers?\b",
    birds=r"birds\b|seagulls?\b|gulls?\b|crows?\b|flock|ravens?\b|starlings?\b|bird\b",
)
CAMERAS: Final = _table(
    dolly=r"dolly|push(?:es)? in|zoom(?:s|ing)? in|close.?up|medium shot",
    pullout=r"pull(?:s|ing)? (?:out|back)|zoom(?:s|ing)? out|reveal",
    panright=r"pan(?:s|ning)? right|tracking|riding|driving|walk",
    panleft=r"pan(?:s|ning)? left",
    crane=r"crane (?:shot|up)|aerial|drone|rise|tilt(?:s|ing)? up",
    handheld=r"handheld|shaky|churn",
)
ANIMALS: Final = frozenset(
    {"deer", "horse", "dog", "fox", "cat", "unicorn", "lion", "bear", "wolf"}
)
PEOPLE: Final = frozenset({"sailor", "woman", "man", "child"})
ALL_OF: Final = (
    (re.compile(r"\b(?:people|persons?|humans?|crowds?)\b", re.IGNORECASE), PEOPLE),
    (re.compile(r"\b(?:animals?|pets?|creatures?)\b", re.IGNORECASE), ANIMALS | {"birds", "panda"}),
)
NO_ANIMALS: Final = ALL_OF[1][0]
VAGUE: Final = re.compile(
    r"^(?:he|persons?|people|players?|runner|wanderer|hiker|friends|crowd|family|couples?|guys?|band)$",
    re.IGNORECASE,
)
MACRO: Final = re.compile(r"\b(?:macro|close.?up|extreme close)", re.IGNORECASE)
CAMERA_TALK: Final = re.compile(
    r"\b(?:the )?camera\b(?! on| shop| in (?:his|her|hand))|\b(?:shallow )?depth of field|\borbit(?:s|ing)? around"
    r"|\bstudio (?:light|ghibli|quality)\w*|\b(?:wide|medium|long|tracking|dolly|crane|aerial|close|over.the.shoulder)[- ]shots?\b"
    r"|\bfield of view|\bgolden ratio|\brule of thirds|\bpolaroid|\bmovie stars?\b",
    re.IGNORECASE,
)
NEGATION: Final = re.compile(
    r"\b(?:no|without(?: any)?)\s+\w+(?:\s*(?:,|\bor\b|\band\b)\s*no\s+\w+|\s+or\s+\w+)*",
    re.IGNORECASE,
)
QUOTE: Final = re.compile(
    r'["“„]([^"“”„]{3,})["”“]|«\s*([^»]{3,}?)\s*»|「([^」]{2,})」|『([^』]{2,})』'
)
HOMES: Final = (
    ("table", ("food-", "drink", "dishware")),
    ("underwater", ("animal-marine",)),
    ("sea", ("transport-water", "person-surfing", "person-swimming", "person-rowing-boat")),
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
            "zebra",
        ),
    ),
    ("snow", ("penguin", "snowman-without-snow", "skier", "snowboarder", "sled", "christmas-tree")),
    ("desert", ("camel", "two-hump-camel", "cactus", "scorpion")),
    ("pitch", ("sport", "person-bouncing-ball")),
    ("road", ("transport-ground",)),
    ("space", ("ringed-planet", "flying-saucer", "globe-showing-europe-africa")),
    ("stage", ("musical-instrument", "microphone")),
    ("room", ("science", "couch-and-lamp", "laptop", "desktop-computer", "books", "teddy-bear")),
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
GROUPS: Final = frozenset(
    {
        "drink",
        "dishware",
        "animal-marine",
        "transport-water",
        "sport",
        "transport-ground",
        "musical-instrument",
        "science",
        "plant-flower",
        "animal-bug",
        "transport-air",
    }
)
OPEN: Final = ("forest", "lake", "meadow", "sea")
USUAL_TIME: Final = {
    "city": "sunset",
    "sea": "day",
    "stage": "night",
    "room": "day",
    "space": "night",
    "desert": "sunset",
    "snow": "day",
    "abstract": "day",
    "underwater": "day",
    "table": "day",
    "lake": "dawn",
    "pitch": "day",
    "cave": "night",
    "savanna": "sunset",
    "meadow": "day",
    "road": "day",
}
