"""Write the storyboard's sprites and their names in many languages.

``python tools/gen_sprites.py FOLDER``, where FOLDER holds the unpacked npm packages
``@iconify-json/fluent-emoji-flat`` and ``emojibase-data`` (``make sprites`` fetches
them). Both are MIT; their notices go along.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "veo_widgets/storyboard/sprites"
LANGUAGES = (
    "en",
    "da",
    "de",
    "es",
    "fi",
    "fr",
    "hi",
    "hu",
    "it",
    "ja",
    "ko",
    "nb",
    "nl",
    "pl",
    "pt",
    "ru",
    "sv",
    "uk",
    "vi",
    "zh",
)
WHOLE = [
    "animal-mammal",
    "animal-bird",
    "animal-amphibian",
    "animal-reptile",
    "animal-marine",
    "animal-bug",
    "plant-flower",
    "plant-other",
    "food-fruit",
    "food-vegetable",
    "food-prepared",
    "food-asian",
    "food-sweet",
    "drink",
    "dishware",
    "place-building",
    "place-religious",
    "transport-ground",
    "transport-water",
    "transport-air",
    "musical-instrument",
    "science",
]
SOME = [
    "skier",
    "snowboarder",
    "person-golfing",
    "person-surfing",
    "person-rowing-boat",
    "person-swimming",
    "person-bouncing-ball",
    "person-lifting-weights",
    "person-biking",
    "person-cartwheeling",
    "person-juggling",
    "person-running",
    "person-climbing",
    "woman-dancing",
    "man-dancing",
    "person-in-lotus-position",
    "horse-racing",
    "person-fencing",
    "volcano",
    "mount-fuji",
    "desert-island",
    "fountain",
    "tent",
    "carousel-horse",
    "playground-slide",
    "ferris-wheel",
    "roller-coaster",
    "circus-tent",
    "ringed-planet",
    "rainbow",
    "snowman-without-snow",
    "fire",
    "comet",
    "tornado",
    "jack-o-lantern",
    "christmas-tree",
    "balloon",
    "wrapped-gift",
    "carp-streamer",
    "red-paper-lantern",
    "soccer-ball",
    "baseball",
    "basketball",
    "volleyball",
    "american-football",
    "rugby-football",
    "tennis",
    "bowling",
    "boxing-glove",
    "ice-skate",
    "kite",
    "yo-yo",
    "teddy-bear",
    "nesting-dolls",
    "mirror-ball",
    "crystal-ball",
    "puzzle-piece",
    "game-die",
    "chess-pawn",
    "video-game",
    "artist-palette",
    "framed-picture",
    "yarn",
    "umbrella",
    "sunglasses",
    "backpack",
    "top-hat",
    "crown",
    "gem-stone",
    "ring",
    "microphone",
    "headphone",
    "radio",
    "telephone",
    "mobile-phone",
    "laptop",
    "desktop-computer",
    "printer",
    "camera",
    "video-camera",
    "television",
    "candle",
    "light-bulb",
    "books",
    "open-book",
    "scroll",
    "newspaper",
    "money-bag",
    "package",
    "paintbrush",
    "pencil",
    "hammer",
    "crossed-swords",
    "shield",
    "dagger",
    "bow-and-arrow",
    "bomb",
    "anchor",
    "magnet",
    "door",
    "window",
    "mirror",
    "bed",
    "couch-and-lamp",
    "chair",
    "bathtub",
    "bucket",
    "soap",
    "broom",
    "shopping-cart",
    "alarm-clock",
    "hourglass-not-done",
    "mantelpiece-clock",
    "moai",
    "headstone",
    "coffin",
    "globe-showing-europe-africa",
    "compass",
    "world-map",
    "trophy",
    "sled",
    "globe-with-meridians",
]
NOT = re.compile(
    r"-face$|^(?:paw-prints|hatching-chick|front-facing.*|wing|feather|spider-web|microbe|seat|oncoming-.*"
    r"|bus-stop|motorway|railway-track|oil-drum|fuel-pump|wheel|police-car-light|.*traffic-light"
    r"|stop-sign|construction|ring-buoy|airplane-.*|pig-nose|station|brick|wood|building-construction"
    r"|ice|pouring-liquid|salt|canned-food|rosette|love-hotel|kaaba|wilted-flower|guide-dog|service-dog"
    r"|metro|bank|hotel|school|lion|wolf|bear|polar-bear|panda|fox|unicorn"
    r"|moose|spoon|fork-and-knife|leaf-fluttering-in-wind|suspension-railway|canoe)$"
)


def slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def main(folder: Path) -> None:
    icons = read(folder / "@iconify-json/fluent-emoji-flat/icons.json")["icons"]
    data = folder / "emojibase-data"
    groups = read(data / "meta/groups.json")["subgroups"]
    chosen: dict[str, str] = {}
    bodies: dict[str, tuple[str, str]] = {}
    for row in read(data / "en/data.json"):
        name, group = slug(row["label"]), groups.get(str(row.get("subgroup")), "")
        wanted = (group in WHOLE and not NOT.match(name)) or name in SOME
        if wanted and name in icons:
            chosen[row["hexcode"]] = name
            bodies[name] = (group, icons[name]["body"])
    names: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        rows = [row for row in read(data / language / "compact.json") if row["hexcode"] in chosen]
        found = {row["label"].lower(): chosen[row["hexcode"]] for row in rows}
        names[language] = found
    TARGET.mkdir(exist_ok=True)
    for name, value in (("bodies", bodies), ("names", names)):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
        (TARGET / f"{name}.json.xz").write_bytes(packed)
        print(f"{name}: {len(value)} entries, {len(packed) / 1000:.0f} kB")
    missing = sorted(set(SOME) - set(bodies))
    print("not there:", *missing)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
