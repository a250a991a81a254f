"""A lake before mountains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.storyboard.draw import mix
from veo_widgets.storyboard.places import sea
from veo_widgets.storyboard.places.ridge import Ridge, ridge
from veo_widgets.storyboard.places.sky import fog, sky

if TYPE_CHECKING:
    from veo_widgets.storyboard.world import World


def lake(world: World) -> None:
    """Mountains and woods over still water."""
    p, scene = world.palette, world.scene
    sky(world, horizon=0.56, clouds=0.9 if scene.time == "grey" else 0.45)
    far = mix(p.haze, p.zenith, 0.42)
    ridge(
        world,
        Ridge(
            "peaks", depth=0.05, base=0.43, rise=0.15, cells=1.6, tint=far, foot=p.haze, peaks=True
        ),
    )
    ridge(
        world,
        Ridge(
            "wood 1",
            depth=0.12,
            base=0.5,
            rise=0.04,
            cells=2.2,
            tint=mix(p.haze, p.near, 0.5),
            foot=p.haze,
            fade=0.9,
            trees=320,
            tallest=0.06,
        ),
    )
    fog(world, "lake", depth=0.13, y=0.545, reach=0.03, alpha=0.6)
    sea.water(world, 0.16)
