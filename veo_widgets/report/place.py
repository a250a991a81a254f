"""Where a report goes: one file, or a folder with its media beside the page."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from veo_widgets._lib.files import write_whole
from veo_widgets._lib.values import file_path, short
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from veo_widgets.report.media import MediaFile

ONE_FILE: Final = 40_000_000
HEAVY: Final = 50_000_000
MOST: Final = 200_000_000
INDEX: Final = "index.html"
MEDIA: Final = "media"
GENERATOR: Final = '<meta name="generator" content="veo-widgets'
HEAD_BYTES: Final = 4000
Form = Literal["file", "folder"]


class Place(NamedTuple):
    """Where a report goes, and as what."""

    path: Path
    form: Form


def place_of(path: str | PathLike[str], size: int, *, force: bool = False) -> Place:
    """Choose between one file and a folder.

    Args:
        path: ``x.html`` is one file, ``x/`` or a folder that is there a folder; ``x`` is one
            file up to 40 MB, a folder above.
        size: Bytes of its media.
        force: Write one file of more than 200 MB, too.

    Raises:
        InvalidRequest: It is no path, what is there is no report, or one file would be too large.
    """
    target = file_path(path)
    if target is None:
        raise InvalidRequest(f"a report is written to a file or a folder, not {short(path)}")
    named = str(path)
    if target.suffix.lower() in {".html", ".htm"} and not target.is_dir():
        place = Place(target, "file")
    elif named.endswith(("/", "\\")) or target.is_dir() or size > ONE_FILE:
        place = Place(target, "folder")
    else:
        place = Place(target.with_name(f"{target.name}.html"), "file")
    if place.form == "file" and size > MOST and not force:
        folder = short(f"{target.stem}/")
        raise InvalidRequest(
            f"one file would hold {size / 1e6:.0f} MB of clips, more than {MOST // 1_000_000}: "
            f"write a folder with {folder}, or give force=True"
        )
    _check(place)
    return place


def _check(place: Place) -> None:
    """Replace nothing but reports."""
    path = place.path
    if not path.parent.is_dir():
        raise InvalidRequest(f"there is no folder {short(str(path.parent))}")
    if place.form == "folder" and path.is_dir():
        if any(path.iterdir()) and not is_report(path / INDEX):
            raise InvalidRequest(f"{short(str(path))} holds other files: give a folder of its own")
    elif path.exists() and (place.form == "folder" or not path.is_file()):
        raise InvalidRequest(f"{short(str(path))} is no {place.form}")


def is_report(page: Path) -> bool:
    """Tell whether a page is a report of this kit."""
    try:
        with page.open("rb") as file:
            return GENERATOR.encode() in file.read(HEAD_BYTES)
    except OSError:
        return False


def write_file(path: Path, parts: Sequence[bytes]) -> None:
    """Write one file, whole or not at all.

    Raises:
        InvalidRequest: It cannot be written.
    """
    try:
        write_whole(path, b"".join(parts))
    except OSError as error:
        raise InvalidRequest(f"{short(str(path))} cannot be written: {error.strerror}") from None


def write_folder(
    path: Path, page: bytes, media: Sequence[MediaFile], tables: Mapping[str, str]
) -> None:
    """Write a folder beside its place, then put it there: what was there goes whole.

    Args:
        path: Where to.
        page: Its ``index.html``.
        media: What lies in ``media/``.
        tables: What lies beside the page, by name.

    Raises:
        InvalidRequest: It cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        (fresh / MEDIA).mkdir(parents=True)
        for file in media:
            target = fresh / MEDIA / file.name
            if isinstance(file.source, Path):
                shutil.copyfile(file.source, target)
            else:
                target.write_bytes(file.source)
        for name, text in tables.items():
            (fresh / name).write_bytes(text.encode("utf-8", "replace"))
        (fresh / INDEX).write_bytes(page)
        if path.exists():
            old = path.with_name(f"{fresh.name}.old")
            path.rename(old)
            fresh.rename(path)
            shutil.rmtree(old, ignore_errors=True)
        else:
            fresh.rename(path)
    except OSError as error:
        raise InvalidRequest(f"{short(str(path))} cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
