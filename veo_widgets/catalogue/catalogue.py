"""The models one home knows: those shipped, those dropped in, those fetched."""

from __future__ import annotations

import difflib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.terminal import plain
from veo_widgets._lib.values import short
from veo_widgets.catalogue.foreign import from_row
from veo_widgets.catalogue.model import Model
from veo_widgets.errors import HomeError, UnknownModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from veo_widgets.catalogue.price import Charged

_log = logging.getLogger(__name__)
LONGEST = 100
ORDER = ("veo-3.1-fast", "veo-3.1", "veo-3-fast", "veo-3", "veo-2")


class Catalogue(Mapping[str, Model], Displayable):
    """A mapping of slug to model.

    Args:
        folder: A folder of JSON files, one model each, that adds to the shipped
            ones or replaces them by slug.
        fetch: Returns the rows of the endpoint's public model list.
        charged: Returns what the home learnt of a model's prices.

    Attributes:
        set_aside: Why published models were not taken, by their slug.
    """

    def __init__(
        self,
        folder: Path | None = None,
        fetch: Callable[[], Iterable[Mapping[str, Any]]] | None = None,
        charged: Callable[[Model], Charged] | None = None,
    ) -> None:
        self._fetch, self._charged = fetch, charged
        self.set_aside: dict[str, str] = {}
        self._models = {model.slug: model for model in _shipped()}
        if folder is not None:
            self._models |= {model.slug: model for model in _dropped(folder)}
        self._models = {slug: self._priced(model) for slug, model in self._models.items()}

    def _priced(self, model: Model) -> Model:
        """Return a model that knows what this home learnt of its prices."""
        return model if self._charged is None else replace(model, charged=self._charged)

    def __getitem__(self, slug: str) -> Model:
        """Return a model.

        Raises:
            UnknownModel: With the nearest slug.
        """
        if slug in self:
            return self._models[slug]
        name = slug if isinstance(slug, str) else short(slug)
        close = difflib.get_close_matches(name[:LONGEST], self._models, 1, 0.4)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise UnknownModel(
            f"there is no model {name[:LONGEST]!r}; there are {', '.join(self._models)}.{hint}"
        )

    def get(self, slug: str, /, default: Any = None) -> Any:  # noqa: ANN401
        """Return a model, or the default where there is none of that slug."""
        return self._models.get(slug, default)

    def __contains__(self, slug: object) -> bool:
        """Tell whether a slug is known."""
        return isinstance(slug, str) and slug in self._models

    def __iter__(self) -> Iterator[str]:
        """Yield the slugs."""
        return iter(self._models)

    def __len__(self) -> int:
        """Count the models."""
        return len(self._models)

    def __repr__(self) -> str:
        """List the models, one a line, with the price of their defaults."""
        return "\n".join(
            f"{slug:<14}  {model.price()!s:<14}  {model.title}" for slug, model in self.items()
        )

    def refresh(self) -> Catalogue:
        """Add the models that the endpoint publishes and that no file describes.

        Returns:
            This catalogue.
        """
        for row in self._fetch() if self._fetch else ():
            try:
                model = from_row(row)
            except ValueError as error:
                name = plain(row.get("slug"))
                self.set_aside[name] = plain(error)
                _log.warning("the published model %r is set aside: %s", name, plain(error))
                continue
            if model is not None:
                self._models.setdefault(model.slug, self._priced(model))
        return self


def _shipped() -> list[Model]:
    folder = resources.files("veo_widgets.catalogue") / "models"
    return [
        Model.from_json(json.loads((folder / f"{slug}.json").read_text("utf-8"))) for slug in ORDER
    ]


def _dropped(folder: Path) -> Iterator[Model]:
    for path in sorted(folder.glob("*.json")):
        try:
            yield Model.from_json(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise HomeError(f"the model file {path} cannot be used: {error}") from error
