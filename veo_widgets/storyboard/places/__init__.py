"""Where a scene plays: each place builds its layers into a world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.storyboard.places import (
    abstract,
    cave,
    city,
    country,
    lake,
    land,
    pitch,
    road,
    room,
    sea,
    space,
    stage,
    table,
    underwater,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.storyboard.world import World

PLACES: Final[Mapping[str, Callable[[World], None]]] = {
    "cave": cave.cave,
    "table": table.table,
    "underwater": underwater.underwater,
    "pitch": pitch.pitch,
    "meadow": country.meadow,
    "savanna": country.savanna,
    "road": road.road,
    "lake": lake.lake,
    "forest": land.forest,
    "snow": land.forest,
    "desert": land.desert,
    "sea": sea.sea,
    "city": city.city,
    "stage": stage.stage,
    "room": room.room,
    "space": space.space,
    "abstract": abstract.abstract,
}
