"""The images that clips were made from: small, and without what their files say besides."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from veo_widgets.core.record import references
from veo_widgets.media.still import bare
from veo_widgets.report.media import MediaFile
from veo_widgets.report.page import shown_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from veo_widgets.report.place import Form
    from veo_widgets.view.sheet import Sheet

WIDTH: Final = 336
NAMED: Final = 3
"""How many clips are named below an image."""


class Given(NamedTuple):
    """An image that clips were made from.

    Attributes:
        parameter: Which parameter it was.
        file: Its small copy.
        clips: What the clips are called; empty where it is all of them.
    """

    parameter: str
    file: MediaFile
    clips: tuple[str, ...]


def given_images(sheet: Sheet, titles: Mapping[int, str], folder: Path) -> list[Given]:
    """Return the images of a sheet's clips, each once for each parameter.

    Args:
        sheet: The cells.
        titles: What the cells that have a clip are called.
        folder: Where the home keeps images.
    """
    users: dict[tuple[str, str], dict[str, None]] = {}
    for cell, (_, parameters, _) in zip(sheet.cells, sheet.requests, strict=True):
        if cell["index"] not in titles:
            continue
        named = ((name, file) for name, value in parameters.items() for file in references(value))
        for parameter, name in named:
            users.setdefault((parameter, name), {})[titles[cell["index"]]] = None
    every = len({*titles.values()})
    files: dict[str, MediaFile | None] = {}
    given = []
    for (parameter, name), clips in users.items():
        if name not in files:
            files[name] = _small(folder / name, f"image-{len(files)}.jpg")
        file = files[name]
        if file is not None:
            given.append(Given(parameter, file, () if len(clips) == every else tuple(clips)))
    return list(given)


def _small(path: Path, name: str) -> MediaFile | None:
    with suppress(OSError):
        data = bare(path.read_bytes(), WIDTH)
        return None if data is None else MediaFile(name, data)
    return None


def images_html(images: Sequence[Given], form: Form) -> str:
    """Return the images with their parameters and their clips; nothing where there is none."""
    figures = "".join(
        f'<figure><img src="{shown_at(form, image.file)}" alt="">'
        f"<figcaption>{escape(image.parameter.replace('_', ' ').capitalize())}"
        f"<small>{escape(_whose(image.clips))}</small></figcaption></figure>"
        for image in images
    )
    return f'<div class="given">{figures}</div>' if figures else ""


def _whose(clips: Sequence[str]) -> str:
    if not clips:
        return "all clips"
    more = len(clips) - NAMED
    return ", ".join(clips[:NAMED]) + (f" and {more} more" if more > 0 else "")
