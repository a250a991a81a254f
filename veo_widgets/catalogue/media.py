"""Where a request holds pictures, videos and sounds, however deep."""

from __future__ import annotations

import re
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

from veo_widgets.catalogue.roles import medium_of
from veo_widgets.core.record import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from veo_widgets.catalogue.kinds import Medium


class MediaSlot(NamedTuple):
    """A place for a file.

    Attributes:
        path: Such as ``image`` or ``elements[].frontal_image_url``; with a number in the
            brackets where it is about one request.
        medium: What goes there.
        row: The description: ``x-max-bytes``, ``x-max-seconds`` and ``x-accept`` where told.
        value: What a request holds there, where it is about one.
    """

    path: str
    medium: Medium
    row: Mapping[str, Any]
    value: Any = None


def slots(properties: Mapping[str, Any], above: str = "") -> Iterator[MediaSlot]:
    """Yield every place of a model that takes a file.

    Args:
        properties: Descriptions in the normal form, by name.
        above: The path of what holds them.
    """
    for name, row in properties.items():
        yield from _of(f"{above}{name}", row)


def _of(path: str, row: Mapping[str, Any]) -> Iterator[MediaSlot]:
    if row.get("x-kind") == "media":
        yield MediaSlot(path, row["x-medium"], row)
    elif isinstance(row.get("items"), dict):
        yield from _of(f"{path}[]", row["items"])
    elif isinstance(row.get("properties"), dict):
        yield from slots(row["properties"], f"{path}.")


def slot_at(properties: Mapping[str, Any], path: str) -> MediaSlot | None:
    """Return the place of a model that a path names; ``None`` where no file goes.

    Args:
        properties: Descriptions in the normal form, by name.
        path: Such as ``elements[1].image``; a list of files is named without brackets too.
    """
    plain = re.sub(r"\[\d+\]", "[]", path)
    return next((slot for slot in slots(properties) if slot.path in {plain, f"{plain}[]"}), None)


def held(properties: Mapping[str, Any], parameters: Mapping[str, Any]) -> Iterator[MediaSlot]:
    """Yield every file that a request names, with its path and its value."""
    for name, value in parameters.items():
        if name in properties:
            yield from _in(name, properties[name], value)


def _in(path: str, row: Mapping[str, Any], value: Any) -> Iterator[MediaSlot]:  # noqa: ANN401
    if isinstance(value, (list, tuple)):
        inner = row.get("items") or row
        for index, item in enumerate(value):
            yield from _in(f"{path}[{index}]", inner, item)
    elif row.get("x-kind") == "media":
        yield MediaSlot(path, row["x-medium"], row, value)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _in(f"{path}.{name}", _inside(row, name), item)


def _inside(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the description of a value inside; by its name where none is told."""
    told: Mapping[str, Any] | None = (row.get("properties") or {}).get(name)
    if told is not None:
        return told
    medium, _ = medium_of(str(name), {"type": "string"})
    return {"x-kind": "media", "x-medium": medium} if medium else {}


def changed(
    row: Mapping[str, Any],
    value: Any,  # noqa: ANN401
    change: Callable[[Any, Mapping[str, Any]], Any],
) -> Any:  # noqa: ANN401
    """Return a parameter's value with each file in it passed through a function.

    Args:
        row: The parameter's description.
        value: What a request holds.
        change: Takes one file and the description of its place.
    """
    if isinstance(value, (list, tuple)):
        inner = row.get("items") or row
        return [changed(inner, item, change) for item in value]
    if row.get("x-kind") == "media":
        return change(value, row)
    if isinstance(value, dict):
        return {name: changed(_inside(row, name), item, change) for name, item in value.items()}
    single = isinstance(row.get("items"), dict) and isinstance(value, (str, bytes, PathLike))
    return changed(row["items"], value, change) if single else value


def unread(value: object, _: Mapping[str, Any]) -> object:
    """Let a local file pass for what it is once it is kept."""
    return f"{REFERENCE}file" if isinstance(value, (bytes, PathLike)) and value else value
