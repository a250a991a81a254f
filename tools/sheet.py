"""Write ``docs/pictures/storyboard.webp``: a frame of each of forty prompts, to judge the renderer by eye."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from tools.webp import small
from veo_widgets.storyboard import Shot, painter, read_scene

TARGET = Path(__file__).parents[1] / "docs/pictures/storyboard.webp"
TILE = (256, 144)
COLUMNS = 5
PROMPTS = (
    "A red panda riding a skateboard down a neon city street at night",
    "A fox trotting through a moonlit forest, fireflies",
    "A black cat on a rooftop under the full moon",
    "A woman walking along the beach at sunset, waves washing her feet",
    "Two children building a sandcastle on a sunny beach",
    "An astronaut floating above Earth, stars behind",
    "A chef tossing vegetables in a busy restaurant kitchen",
    "A steaming bowl of ramen on a wooden table, close up",
    "A birthday cake with candles, slow dolly in",
    "A football player scoring a goal in a packed stadium",
    "A basketball bouncing on a court at night",
    "A dragon flying over a medieval castle at dawn",
    "A wizard casting a glowing spell in a dark cave",
    "A unicorn in an enchanted forest with sparkles",
    "A robot dancing in a futuristic laboratory",
    "A vintage red car driving along a coastal road",
    "A steam train crossing a snowy mountain bridge",
    "A hot air balloon rising over a desert canyon",
    "A sailboat on a calm lake, aerial shot",
    "A rocket launching from a launch pad, smoke",
    "An elephant family walking across the savanna",
    "A whale breaching in the ocean at golden hour",
    "A butterfly landing on a flower, macro",
    "A penguin sliding on ice in a blizzard",
    "A goldfish swimming in a glass bowl",
    "A cozy living room with a fireplace, rain outside",
    "An empty library with dust motes in sun rays",
    "A jazz band playing in a smoky club",
    "A ballerina spinning on a stage in a spotlight",
    "Hypnotic fractal patterns",
    "A quiet feeling of melancholy and hope",
    "Un cerf dans la forêt brumeuse à l'aube",
    "Ein Fuchs läuft durch den verschneiten Wald",
    "Un barco en el mar durante una tormenta",
    "東京の夜景、ネオンの街を歩く女性",
    "一只熊猫在竹林里吃竹子",
    "Красная машина едет по ночному городу под дождём",
    "A knight in armor standing before a castle at sunset",
    "An old man reading in a library",
    "Fireworks over the city skyline",
)


def tile(number: int) -> np.ndarray:
    """Return a prompt's frame at 4.6 s, with the prompt under it."""
    cv2.setNumThreads(1)
    shot = Shot("veo-3.1", PROMPTS[number], 11 + number, 1280, 720, 8, 24)
    frame = painter(read_scene(shot))(110)[..., :3]
    small = cv2.resize(frame, TILE, interpolation=cv2.INTER_AREA)
    words = np.zeros((26, TILE[0], 3), np.uint8)
    text = PROMPTS[number]
    face = cv2.FontFace("uni" if any(ord(letter) > 0x24F for letter in text) else "sans")
    cv2.putText(words, text[:44], (6, 18), (225, 225, 225), face, 11, 400)
    return np.vstack([small, words])


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        tiles = list(pool.map(tile, range(len(PROMPTS))))
    rows = [np.hstack(tiles[at : at + COLUMNS]) for at in range(0, len(tiles), COLUMNS)]
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_bytes(small(np.vstack(rows)))
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")
