"""What people wear who are something: hats, helmets, robes and beards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from veo_widgets.storyboard.figures.figure import Brush


@dataclass(frozen=True, slots=True)
class Costume:
    """A role's clothes.

    Attributes:
        top: Colour of the upper clothes.
        legs: Colour of the lower clothes.
        hat: One of ``HATS``, or an empty string.
        hat_tint: The hat's colour.
        robe: Whether the clothes reach the ground.
        beard: Colour of a beard, or an empty string.
        skin: Colour of the skin, or an empty string.
    """

    top: str
    legs: str = "#2f3640"
    hat: str = ""
    hat_tint: str = "#2f3640"
    robe: bool = False
    beard: str = ""
    skin: str = ""


@dataclass(frozen=True)
class Dress:
    """How one kind of person is cut and coloured; lengths in body heights."""

    skin: str
    top: str
    legs: str
    hair: str
    shoulder: float
    waist: float
    hem: float
    hem_width: float


DRESSES: Final = {
    "man": Dress(
        skin="#c98f6a",
        top="#3f6f8f",
        legs="#2f3640",
        hair="#3a2a20",
        shoulder=0.098,
        waist=0.08,
        hem=0.54,
        hem_width=0.085,
    ),
    "woman": Dress(
        skin="#d8a07c",
        top="#f3f1ec",
        legs="#2a2d38",
        hair="#4a2c1e",
        shoulder=0.075,
        waist=0.056,
        hem=0.575,
        hem_width=0.085,
    ),
    "child": Dress(
        skin="#d8a07c",
        top="#e0783a",
        legs="#38507a",
        hair="#5a3a24",
        shoulder=0.088,
        waist=0.08,
        hem=0.52,
        hem_width=0.1,
    ),
    "sailor": Dress(
        skin="#b98263",
        top="#3b4650",
        legs="#262b31",
        hair="#b9b7b0",
        shoulder=0.112,
        waist=0.105,
        hem=0.7,
        hem_width=0.128,
    ),
}
COSTUMES: Final = {
    r"chef|cook\b|baker": Costume("#f4f1ea", "#3a3f48", hat="toque", hat_tint="#fbf9f4"),
    r"wizard|sorcerer|mage\b|magician": Costume(
        "#4b3a8c", "#3a2d6e", hat="cone", hat_tint="#4b3a8c", robe=True, beard="#e8e4da"
    ),
    r"witch": Costume("#3a2d4e", "#2a2138", hat="cone", hat_tint="#241c30", robe=True),
    r"knight|warrior|crusader|gladiator": Costume(
        "#9aa3ad", "#7b848f", hat="helm", hat_tint="#b3bcc6"
    ),
    r"samurai": Costume("#8c2f2f", "#2f2a33", hat="helm", hat_tint="#3a2f33"),
    r"king\b|emperor": Costume(
        "#8c2338", "#5a1a2c", hat="crown", hat_tint="#f0c040", robe=True, beard="#6a4a30"
    ),
    r"queen\b|princess": Costume("#c46a9a", "#a8527f", hat="crown", hat_tint="#f0c040", robe=True),
    r"astronaut|cosmonaut|spaceman": Costume(
        "#eef0f2", "#e2e5e9", hat="bubble", hat_tint="#9fc4e8"
    ),
    r"robots?\b|android|cyborg": Costume(
        "#9fb0bf", "#7d8d9c", hat="box", hat_tint="#b6c6d4", skin="#c3d0db"
    ),
    r"pirate": Costume("#7a2f2f", "#2f2a26", hat="brim", hat_tint="#24211f", beard="#3a2a20"),
    r"cowboy|cowgirl": Costume("#8a5a36", "#38507a", hat="brim", hat_tint="#7a5330"),
    r"farmer": Costume("#b8433a", "#38507a", hat="brim", hat_tint="#d9b768"),
    r"firefighter|fireman": Costume("#c9a227", "#3a3f48", hat="helm", hat_tint="#c4312b"),
    r"police|officer": Costume("#27406e", "#1e2c4a", hat="cap", hat_tint="#1e2c4a"),
    r"doctor|nurse|scientist|surgeon": Costume("#f1f4f6", "#5f7f96"),
    r"ninja": Costume("#22242a", "#22242a", hat="hood", hat_tint="#1a1b20"),
    r"monk\b": Costume("#d9822b", "#b8651f", robe=True),
    r"santa": Costume("#c42f2f", "#a82626", hat="cone", hat_tint="#c42f2f", beard="#f6f3ec"),
    r"ballerina|ballet": Costume("#f2b6c8", "#f4d9dc"),
    r"bride\b": Costume("#fbf7f0", "#f4efe6", robe=True),
    r"explorer|hiker|adventurer": Costume("#8a7a4a", "#5a4a36", hat="brim", hat_tint="#9a8456"),
    r"(?:foot|basket|base)ball player|soccer player|athlete|runner|jogger": Costume(
        "#d0382f", "#f1f1f1"
    ),
    r"detective": Costume("#7a6a4e", "#3a3630", hat="brim", hat_tint="#5f5340"),
    r"soldier": Costume("#5d6b43", "#4c5838", hat="helm", hat_tint="#56643d"),
    r"painter|artist": Costume("#4f6f8f", "#3a3f48", hat="beret", hat_tint="#a8322f"),
}


def wear(brush: Brush, costume: Costume, x: float, y: float) -> None:
    """Draw a costume's beard and hat on a head.

    Args:
        brush: Draws, on a canvas measured in body heights.
        costume: Which.
        x: Middle of the head.
        y: Middle of the head.
    """
    if costume.beard:
        brush.shape(
            [
                (x - 0.05, y + 0.01),
                (x, y + 0.024),
                (x + 0.054, y + 0.01),
                (x + 0.05, y + 0.08),
                (x + 0.005, y + 0.17),
                (x - 0.04, y + 0.08),
            ],
            brush.ink(costume.beard),
        )
    if costume.hat:
        HATS[costume.hat](brush, x, y, costume.hat_tint)


def _toque(brush: Brush, x: float, y: float, tint: str) -> None:
    ink = brush.ink(tint)
    brush.corners(
        [(x - 0.05, y - 0.03), (x + 0.05, y - 0.03), (x + 0.05, y - 0.1), (x - 0.05, y - 0.1)], ink
    )
    for dx, dy in ((-0.045, -0.13), (0.0, -0.15), (0.045, -0.13)):
        brush.ellipse((x + dx, y + dy), (0.042, 0.04), ink)
    brush.stroke((x - 0.05, y - 0.036), (x + 0.05, y - 0.036), 0.008, brush.ink(tint, 0.82))


def _cone(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.corners(
        [(x - 0.066, y - 0.03), (x + 0.066, y - 0.03), (x + 0.03, y - 0.24)], brush.ink(tint)
    )
    brush.stroke((x - 0.09, y - 0.034), (x + 0.09, y - 0.034), 0.016, brush.ink(tint, 0.8))
    brush.stroke((x - 0.052, y - 0.068), (x + 0.06, y - 0.068), 0.008, brush.ink("#e0b84a"))


def _helm(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.ellipse((x, y - 0.02), (0.066, 0.072), brush.ink(tint))
    brush.corners(
        [
            (x - 0.02, y - 0.014),
            (x + 0.056, y - 0.014),
            (x + 0.056, y + 0.012),
            (x - 0.02, y + 0.012),
        ],
        brush.ink("#15161a"),
    )
    brush.stroke((x, y - 0.09), (x - 0.05, y - 0.115), 0.012, brush.ink("#a8322f"))


def _crown(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.corners(
        [
            (x - 0.055, y - 0.045),
            (x - 0.06, y - 0.115),
            (x - 0.03, y - 0.08),
            (x, y - 0.125),
            (x + 0.03, y - 0.08),
            (x + 0.06, y - 0.115),
            (x + 0.055, y - 0.045),
        ],
        brush.ink(tint),
    )


def _bubble(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.ellipse((x, y), (0.098, 0.1), brush.ink("#eef0f2"))
    brush.ellipse((x + 0.014, y), (0.076, 0.074), brush.ink("#2a3d5c"))
    brush.ellipse((x + 0.036, y - 0.028), (0.022, 0.014), brush.ink(tint))


def _box(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.corners(
        [
            (x - 0.072, y - 0.078),
            (x + 0.072, y - 0.078),
            (x + 0.072, y + 0.058),
            (x - 0.072, y + 0.058),
        ],
        brush.ink(tint),
    )
    for eye in (-0.018, 0.036):
        brush.ellipse((x + eye, y - 0.018), (0.015, 0.015), brush.ink("#37d0ff", glow=True))
    brush.stroke((x - 0.02, y + 0.03), (x + 0.04, y + 0.03), 0.006, brush.ink("#3a4652"))
    brush.stroke((x, y - 0.08), (x, y - 0.12), 0.005, brush.ink(tint, 0.8))
    brush.ellipse((x, y - 0.125), (0.013, 0.013), brush.ink("#ff5a4a", glow=True))


def _brim(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.ellipse((x, y - 0.04), (0.115, 0.018), brush.ink(tint, 0.85))
    brush.shape(
        [
            (x - 0.055, y - 0.04),
            (x - 0.045, y - 0.11),
            (x, y - 0.1),
            (x + 0.045, y - 0.11),
            (x + 0.055, y - 0.04),
        ],
        brush.ink(tint),
    )


def _cap(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.shape(
        [
            (x - 0.06, y - 0.035),
            (x - 0.055, y - 0.09),
            (x, y - 0.105),
            (x + 0.055, y - 0.09),
            (x + 0.06, y - 0.035),
        ],
        brush.ink(tint),
    )
    brush.stroke((x + 0.01, y - 0.036), (x + 0.1, y - 0.03), 0.009, brush.ink(tint, 0.7))


def _hood(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.ellipse((x, y), (0.066, 0.078), brush.ink(tint))
    brush.corners(
        [
            (x - 0.03, y - 0.02),
            (x + 0.052, y - 0.02),
            (x + 0.052, y + 0.008),
            (x - 0.03, y + 0.008),
        ],
        brush.ink("#d8a07c"),
    )
    for eye in (-0.004, 0.03):
        brush.ellipse((x + eye, y - 0.006), (0.006, 0.007), brush.ink("#15161a"))


def _beret(brush: Brush, x: float, y: float, tint: str) -> None:
    brush.ellipse((x - 0.01, y - 0.062), (0.082, 0.034), brush.ink(tint))


HATS: Final = {
    "toque": _toque,
    "cone": _cone,
    "helm": _helm,
    "crown": _crown,
    "bubble": _bubble,
    "box": _box,
    "brim": _brim,
    "cap": _cap,
    "hood": _hood,
    "beret": _beret,
}
