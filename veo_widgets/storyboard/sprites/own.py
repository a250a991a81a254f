"""Shapes that the sprite set lacks, drawn for this project."""

from __future__ import annotations

from typing import Final

OWN: Final = {
    "hot-air-balloon": (
        "transport-air",
        (
            '<path fill="#e5533d" d="M16 1C8.800 1 4 6 4 12c0 5 4.500 8.500 8 11h8c3.500-2.500 8-6 8-11 0-6-4.800-11-12-11z"/>'
            '<path fill="#f4c542" d="M10.500 3C8 8 8.500 17 12.500 23h2C11 16 11 7 13.500 1.300zM21.500 3c2.500 5 2 14-2 20h-2c3.500-7 3.500-16 1-21.700z"/>'
            '<path stroke="#5b4033" stroke-width=".5" d="m12.300 23 1 4.500m6.400-4.500-1 4.500"/>'
            '<path fill="#8a5a36" d="M12.800 27h6.400l-.6 4h-5.200z"/>'
        ),
    ),
    "sandcastle": (
        "place-building",
        (
            '<path fill="#e3b873" d="M2 30h28l-2-6H4zM5 12h4v2h2v-2h2v4h6v-4h2v2h2v-2h4v12H5z"/>'
            '<path fill="#c4924f" d="M14 24v-4a2 2 0 0 1 4 0v4zM7 16h2v3H7zm16 0h2v3h-2z"/>'
            '<path stroke="#7a5330" stroke-width=".6" d="M16 16V6"/><path fill="#e5533d" d="m16 6 5 1.800-5 1.800z"/>'
        ),
    ),
    "campfire": (
        "sky-weather",
        (
            '<path fill="#ff8a2b" d="M16 3c1 5 7 8 7 15a7 7 0 0 1-14 0c0-4 3-6 4-9 1 2 2 3 2.500 3C16.500 9 16.500 6 16 3z"/>'
            '<path fill="#ffd24a" d="M16 13c.5 3 4 4 4 8a4 4 0 0 1-8 0c0-3 2.500-4 4-8z"/>'
            '<path stroke="#6a4630" stroke-width="2.600" stroke-linecap="round" d="m5 29 22-4M5 25l22 4"/>'
        ),
    ),
}
