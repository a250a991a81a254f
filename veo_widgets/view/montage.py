"""What a grid shows, as one labelled video."""

from __future__ import annotations

from contextlib import nullcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from veo_widgets._lib.values import file_path, short, switches
from veo_widgets.catalogue import prompt_of
from veo_widgets.client.progress import making
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.media.blind import is_preview
from veo_widgets.media.export import mark_composite
from veo_widgets.media.montage import Montage, Pane, write_montage
from veo_widgets.view.arrange import Arranged, placed
from veo_widgets.view.labels import text
from veo_widgets.view.sources import source_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike
    from pathlib import Path

    from veo_widgets.media import Clip
    from veo_widgets.view.sheet import Sheet

WIDEST: int = 1920
WIPED: int = 1280
Sound = Literal["switch"] | int | None


def export_video(
    thing: object,
    path: str | PathLike[str],
    *,
    sound: Sound = "switch",
    wipe: bool = False,
    title: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> Path:
    """Write a set of clips as one video; see ``Sweep.export_video``."""
    switches(wipe=wipe)
    target = file_path(path)
    if target is None or target.is_dir():
        raise InvalidRequest(f"a video is written to a file, not {short(path)}")
    sheet = source_for(thing).sheet()
    shown = _shown(sheet, Arranged.of(thing, sheet.axes))
    if not shown:
        raise MediaError("there is no clip yet for a video")
    if wipe:
        shown = _each_once(shown)
    if wipe and len(shown) != 2:
        raise InvalidRequest(f"a wipe is between two clips; there are {len(shown)}")
    if isinstance(sound, int) and not 0 <= sound < len(shown):
        raise InvalidRequest(f"sound is 'switch', None or a clip from 0 to {len(shown) - 1}")
    clips, panes = [clip for clip, _ in shown], [pane for _, pane in shown]
    head = sheet.title if title is None else title
    first = clips[0]
    columns = 1 if wipe else 1 + max(pane.column for pane in panes)
    width = WIPED if wipe else min(first.width, (WIDEST - 8) // columns - 8)
    montage = Montage(
        panes,
        head,
        _lines(clips),
        Fraction(max(clip.fps for clip in clips)).limit_denominator(1001),
        max(clip.duration for clip in clips),
        _even(width, first),
        -1 if sound is None else None if sound == "switch" else sound,
        wipe,
        {number: clip.has_audio for number, clip in enumerate(clips)},
    )
    with making(target.name) if progress is None else nullcontext(progress) as told:
        write_montage(montage, target, told)
    trained = any(clip.endpoint != "local" and not is_preview(clip.path) for clip in clips)
    mark_composite(target, trained=trained)
    return target


def _even(width: int, clip: Clip) -> tuple[int, int]:
    return width // 2 * 2, max(2, round(width * clip.height / clip.width / 2) * 2)


def _lines(clips: Sequence[Clip]) -> list[str]:
    prompts = list(dict.fromkeys(prompt_of(clip.parameters) for clip in clips))
    return [text(prompt, 90) for prompt in prompts[:3] if prompt]


def _each_once(shown: Sequence[tuple[Clip, Pane]]) -> list[tuple[Clip, Pane]]:
    """Return clips once, where they come first: merged cells have the same."""
    first: dict[str, tuple[Clip, Pane]] = {}
    for clip, pane in shown:
        first.setdefault(clip.sha256, (clip, pane))
    return [*first.values()]


def _shown(sheet: Sheet, view: Arranged) -> list[tuple[Clip, Pane]]:
    """Return the clips where the grid has them, called as they are there."""
    clips = {index: clip for index, clip in sorted(sheet.clips.items()) if clip.facts.decoded}
    cells = {cell["index"]: cell for cell in sheet.cells}
    places = placed(sheet.axes, {index: cells[index]["at"] for index in clips}, view)
    return [
        (clip, Pane(clip.path, cells[index]["title"], *places[index]))
        for index, clip in clips.items()
        if index in places
    ]
