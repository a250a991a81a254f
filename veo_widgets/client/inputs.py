"""Files that a request holds: local ones are stored in the home and stand as references."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue import media
from veo_widgets.core.record import is_reference
from veo_widgets.media import read_input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from veo_widgets.catalogue import Catalogue, Model
    from veo_widgets.media import Store


class Inputs:
    """Takes the files of requests into a home.

    Args:
        catalogue: Whose models say where files go.
        store: Where they are kept.
    """

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self._catalogue, self._store = catalogue, store
        self._known: dict[str, Mapping[str, Any] | None] = {}
        self._generation = -1

    def described(self, name: str, models: Iterable[Model] = ()) -> Mapping[str, Any] | None:
        """Return the description of a parameter that holds files; ``None`` for any other.

        Args:
            name: A parameter that some model has, or a role.
            models: Who is asked: what others call so counts only where none of these has it.
        """
        own = list(_rows(name, models))
        if own:
            return _with_files(name, own)
        if self._generation != self._catalogue.generation:
            self._known, self._generation = {}, self._catalogue.generation
        if name not in self._known:
            self._known[name] = _with_files(name, _rows(name, self._catalogue.values()))
        return self._known[name]

    def among(self, models: Iterable[Model]) -> Callable[[str, Any], Any]:
        """Return what ``as_sent`` is for the models that are asked; it looks a name up once."""
        asked, known = tuple(models), dict[str, "Mapping[str, Any] | None"]()

        def sent(name: str, value: Any) -> Any:  # noqa: ANN401
            if name not in known:
                known[name] = self.described(name, asked)
            row = known[name]
            return value if row is None else media.changed(row, value, self._stored)

        return sent

    def with_files(self, name: str, value: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401
        """Return a value with each file in it, however deep, passed through a function."""
        row = self.described(name)
        return value if row is None else media.changed(row, value, lambda file, _: change(file))

    def as_sent(self, name: str, value: Any, model: Model | None = None) -> Any:  # noqa: ANN401
        """Return a value as a request holds it: files become references.

        Args:
            name: A parameter that some model has, or anything else.
            value: Files may be paths, bytes, URLs, lists of them, or lie inside objects.
            model: Whose parameter it is; any model's that has it where that is not said.

        Raises:
            MediaError: A file cannot be used.
        """
        row = self.described(name) if model is None else model.properties.get(name)
        return value if row is None else media.changed(row, value, self._stored)

    def _stored(self, value: object, row: Mapping[str, Any]) -> object:
        """Store a local file in the home and return its reference; keep URLs."""
        if is_reference(value):
            return value
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
        if not isinstance(value, (str, bytes, Path, os.PathLike)) or not value:
            return value
        file = read_input(value, row["x-medium"], row.get("x-max-bytes"), row.get("x-accept") or ())
        self._store.keep_image(file.name, file.data)
        return file.reference


def _with_files(name: str, rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return next((row for row in rows if any(media.slots({name: row}))), None)


def _rows(name: str, models: Iterable[Model]) -> Iterator[Mapping[str, Any]]:
    for model in models:
        own = name if name in model.properties else model.having(name)
        if own is not None:
            yield model.properties[own]
