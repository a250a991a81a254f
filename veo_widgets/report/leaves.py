"""What leaves the house with a report, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.catalogue import is_prompt
from veo_widgets.catalogue.media import held
from veo_widgets.view.sources import ClipsSource

if TYPE_CHECKING:
    from veo_widgets.report.content import Content
    from veo_widgets.report.telling import Telling


def leaving(content: Content, tell: Telling) -> tuple[str, ...]:
    """List what a report tells whoever gets it.

    Args:
        content: What it tells.
        tell: What it may tell.
    """
    table, clips = content.table, content.clips.values()
    raters = sorted({str(row["rater"]) for row in content.votes if row["rater"]})
    named = {name for row in table for name, value in row.items() if value is not None}
    images = _images(content)
    shown = {image.file.name for image in content.images}
    told = [
        counted(len({clip.sha256 for clip in clips}), "clip"),
        "their settings and seeds",
        "prompts" if tell.prompts and any(is_prompt(name) for name in named) else "",
        counted(len(shown), "input image") if shown else "",
        f"the names of {counted(images, 'input image')}" if images else "",
        "costs" if content.cost.count else "",
        counted(len(content.comments), "comment") if content.comments else "",
        counted(len(content.votes), "vote") if content.votes else "",
        f"the raters {', '.join(raters)}" if raters else "",
        "file names" if isinstance(content.source, ClipsSource) else "",
        "ids of jobs and requests" if tell.evidence and "job" in named else "",
    ]
    return tuple(filter(None, told))


def counted(count: int, word: str) -> str:
    """Say how many there are of something."""
    return f"{count} {word}{'s' * (count != 1)}"


def _images(content: Content) -> int:
    """Count the input images that a name is told of."""
    catalogue = content.source.catalogue
    names: set[str] = set()
    for row in content.table:
        model = catalogue.get(row["model"]) if row["model"] else None
        slots = () if model is None else held(model.properties, row)
        names |= {str(slot.value) for slot in slots if slot.value}
    return len(names)
