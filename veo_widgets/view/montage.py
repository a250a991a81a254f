"""What a grid shows, as one labelled video."""

from __future__ import annotations

from contextlib import nullcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from veo_widgets._lib.values import file_path, short, switches
from veo_widgets.catalogue import prompt_of, said
from veo_widgets.client.progress import making
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.judging.sources import clips_of, sweep_of
from veo_widgets.media.blind import is_preview
from veo_widgets.media.export import mark_composite
from veo_widgets.media.montage import Montage, Pane, write_montage
from veo_widgets.view.arrange import arranged
from veo_widgets.view.labels import shortened, text
from veo_widgets.view.sheet import axis_of, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike
    from pathlib import Path

    from veo_widgets.experiment import Sweep
    from veo_widgets.media import Clip

WIDEST: int = 1920
WIPED: int = 1280
MOST_COLUMNS: int = 4
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
    sweep = sweep_of(thing)
    placed = _of_clips([*clips_of(thing).values()]) if sweep is None or wipe else _of_sweep(sweep)
    placed = [each for each in placed if each[0].facts.decoded]
    if not placed:
        raise MediaError("there is no clip yet for a video")
    if wipe and len(placed) != 2:
        raise InvalidRequest(f"a wipe is between two clips; there are {len(placed)}")
    if isinstance(sound, int) and not 0 <= sound < len(placed):
        raise InvalidRequest(f"sound is 'switch', None or a clip from 0 to {len(placed) - 1}")
    clips, panes = [clip for clip, _ in placed], [pane for _, pane in placed]
    head = ("Comparison" if sweep is None else sweep.name) if title is None else title
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


def _of_sweep(sweep: Sweep) -> list[tuple[Clip, Pane]]:
    """Return clips where the grid has them: its columns across, its rows down."""
    axes = [axis_of(name, values) for name, values in sweep.spec.axes.items()]
    across, down = arranged(axes, None, None)
    numbers = {axis["name"]: number for number, axis in enumerate(axes)}
    clips = {job.id: job.clip for job in sweep.jobs()}
    placed = []
    for cell, record in sweep.cells():
        clip = None if record is None else clips.get(record.id)
        if clip is None:
            continue
        at = [
            [repr(each) for each in values].index(repr(cell.at[name]))
            for name, values in sweep.spec.axes.items()
        ]
        label = title_of(axes, at) or cell.model

        def number(names: list[str], at: list[int] = at) -> int:
            total = 0
            for name in names:
                total = total * len(axes[numbers[name]]["values"]) + at[numbers[name]]
            return total

        placed.append((clip, Pane(clip.path, label, number(down), number(across))))
    rows = {row: n for n, row in enumerate(sorted({pane.row for _, pane in placed}))}
    return [(clip, pane._replace(row=rows[pane.row])) for clip, pane in placed]


def _of_clips(clips: Sequence[Clip]) -> list[tuple[Clip, Pane]]:
    labels = shortened([_called(clip) for clip in clips])
    columns = min(MOST_COLUMNS, max(1, len(clips)))
    return [
        (clip, Pane(clip.path, label, *divmod(number, columns)))
        for number, (clip, label) in enumerate(zip(clips, labels, strict=True))
    ]


def _called(clip: Clip) -> str:
    seed = said(clip.parameters, "seed")
    words = (clip.model, "" if seed is None else f"seed {seed}")
    return " · ".join(filter(None, words)) if clip.model else clip.path.name
