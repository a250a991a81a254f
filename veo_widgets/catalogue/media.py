"""Where a request holds pictures, videos and sounds, however deep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

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
            if name in (row.get("properties") or {}):
                yield from _in(f"{path}.{name}", row["properties"][name], item)
    elif isinstance(row.get("items"), dict):
        yield from _in(path, row["items"], value)


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
    if isinstance(value, dict) and isinstance(row.get("properties"), dict):
        inside = row["properties"]
        return {
            name: changed(inside[name], item, change) if name in inside else item
            for name, item in value.items()
        }
    if isinstance(row.get("items"), dict) and value is not None:
        return changed(row["items"], value, change)
    return value
