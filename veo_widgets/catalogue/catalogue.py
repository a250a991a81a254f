"""The models one home knows: those shipped, those dropped in, those published."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import short
from veo_widgets.catalogue import shelf
from veo_widgets.catalogue.foreign import Drift, from_row
from veo_widgets.catalogue.model import Model
from veo_widgets.catalogue.published import Published, keep, kept, sorted_out, stamp
from veo_widgets.errors import UnknownModel, VeoError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from veo_widgets.catalogue.price import Charged

_log = logging.getLogger(__name__)
LONGEST = 100


class Catalogue(Mapping[str, Model], Displayable):
    """A mapping of slug to model.

    Listed are the models that are on: the Veo models, those of the home, and what the
    endpoint's list holds. The others that are shipped, from pages that nobody confirmed,
    are off until that list names them; their slugs are understood all the same, and
    ``all()`` lists them too.

    Args:
        folder: A folder of JSON files, one model each, that adds to the shipped
            ones or replaces them by slug. A file with ``slug`` and ``roles`` alone tells
            what the parameters of a model are for.
        fetch: Returns the rows of the endpoint's public model list.
        cache: Where the list is kept between sessions.
        today: Returns the day, as YYYY-MM-DD.
        charged: Returns what the home learnt of a model's prices.
        endpoint: Whose list it is, by name.

    Attributes:
        set_aside: Why files and published models were not taken, by their name.
        published: What the endpoint's list came to, with its date.
        generation: Grows whenever any of the models may have become another.
    """

    def __init__(
        self,
        folder: Path | None = None,
        fetch: Callable[[], Iterable[Mapping[str, Any]]] | None = None,
        cache: Path | None = None,
        today: Callable[[], str] = lambda: "",
        charged: Callable[[Model], Charged] | None = None,
        endpoint: str = "",
    ) -> None:
        self._charged, self._endpoint = charged, endpoint
        self._fetch, self._cache, self._today, self._folder = fetch, cache, today, folder
        self._built: dict[str, Model] = {}
        self._roles: dict[str, Mapping[str, str]] = {}
        self.set_aside: dict[str, str] = {}
        self.generation = 0
        self._listed = stamp(cache)
        self.published = Published() if cache is None else kept(cache)
        self._read(shelf.stamp(folder))

    def _read(self, files: shelf.Stamp) -> None:
        """Read the model files."""
        folder = self._folder
        self._stamp = files
        self._dropped = shelf.dropped(folder) if folder is not None else shelf.Dropped({}, {}, {})
        self._files = {**shelf.shipped(), **self._dropped.models}
        self._others = shelf.others_but(self._files)
        self._mark()

    def _mark(self) -> None:
        """Let nothing stand that was built before, and set aside what cannot be used now."""
        self.generation += 1
        self._roles = {}
        self._built.clear()
        wrong = dict(self._dropped.bad)
        for slug, told in self._dropped.roles.items():
            if slug in self:
                try:
                    self._model(slug).with_roles(told.roles)
                    self._roles[slug] = told.roles
                except (ValueError, OSError, VeoError) as error:
                    wrong[told.file] = str(error)
        self._built.clear()
        for name, why in wrong.items():
            if self.set_aside.get(name) != why:
                _log.warning("the model file %s is set aside: %s", name, why)
        self.set_aside = {**wrong, **self.published.set_aside}

    def _model(self, slug: str) -> Model:
        """Build a model when it is first asked for."""
        if slug in self._built:
            return self._built[slug]
        if slug in self._files:
            model = self._files[slug]
        elif slug in self._others:
            model = shelf.read(self._others[slug])
        else:
            status = f"as the endpoint's list says, {self.published.date}"
            row = from_row(self.published.rows[slug], status)
            if row is None:
                raise ValueError("it tells no parameters")
            model = row
        if slug in self.published.confirmed and not model.verified:
            status = f"in the endpoint's list, {self.published.date}"
            model = replace(model, verified=True, status=status)
        if slug in self.published.retired:
            model = replace(model, retired=True)
        if slug in self._roles:
            model = model.with_roles(self._roles[slug])
        if self._charged is not None:
            model = replace(model, charged=self._charged)
        return self._built.setdefault(slug, model)

    def __getitem__(self, slug: str) -> Model:
        """Return a model.

        Raises:
            UnknownModel: With the nearest slug.
        """
        if slug in self:
            try:
                return self._model(slug)
            except (ValueError, OSError, VeoError) as error:
                raise UnknownModel(f"the model {slug} cannot be read: {error}") from None
        name = slug if isinstance(slug, str) else short(slug)
        close = difflib.get_close_matches(name[:LONGEST], [*self, *self._others], 1, 0.4)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise UnknownModel(
            f"there is no model {name[:LONGEST]!r}; there are {', '.join(self)}.{hint}"
        )

    def get(self, slug: str, /, default: Any = None) -> Any:  # noqa: ANN401
        """Return a model, or the default where none of that slug can be read."""
        return next(self._readable([slug] if slug in self else []), default)

    def __contains__(self, slug: object) -> bool:
        """Tell whether a slug is known."""
        return isinstance(slug, str) and (
            slug in self._files or slug in self._others or slug in self.published.rows
        )

    def __iter__(self) -> Iterator[str]:
        """Yield the slugs of the models that are on."""
        yield from self._files
        yield from (slug for slug in self._others if self._is_on(slug))
        rows = (s for s in self.published.rows if s not in self._files and s not in self._others)
        yield from (model.slug for model in self._readable(rows))

    def _is_on(self, slug: str) -> bool:
        return slug in self.published.confirmed

    def __len__(self) -> int:
        """Count the models that are on."""
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        """List the models, one a line, with the price of their defaults."""
        return "\n".join(
            f"{slug:<14}  {model.price()!s:<14}  {model.title}{_mark_of(model)}"
            for slug, model in self.items()
        )

    def all(self) -> Catalogue:
        """Return this catalogue, those listed too that are off: from pages nobody confirmed."""
        return _Whole(self)

    def refresh(self) -> Catalogue:
        """Read the endpoint's list: take its video models, mark what is retired.

        The list is kept in the home with its date. Where it cannot be read, or names no
        model that makes video, the last one stays in force.

        Returns:
            This catalogue.

        Raises:
            VeoError: The list cannot be read, and none was read before.
        """
        if self._fetch is None:
            return self
        last = self.published
        try:
            rows = list(self._fetch())
        except VeoError as error:
            if not last.date:
                raise
            _log.warning("the list of %s stays in force: %s", last.date, error)
            return self
        ours = {slug: self._model(slug) for slug in (*self._files, *self._others)}
        fresh = sorted_out(rows, ours, self._today())
        if last.date and not fresh.models:
            _log.warning("the list of %s stays in force: the one read now is empty", last.date)
            return self
        self._take(fresh)
        self._keep()
        return self

    def _take(self, fresh: Published) -> None:
        """Let another list stand; what was told to be retired is so until a list names it."""
        last = self.published.retired
        fresh.retired += [slug for slug in last if slug not in fresh.models]
        self.published = fresh
        self._mark()

    def _take_kept(self) -> None:
        """Take in the list that another session kept since."""
        listed = stamp(self._cache)
        if self._cache is None or listed in {None, self._listed}:
            return
        self._listed, fresh = listed, kept(self._cache)
        if fresh.date or fresh.retired:
            self._take(fresh)

    def _keep(self) -> None:
        if self._cache is not None:
            try:
                keep(self._cache, self.published)
            except OSError as error:
                _log.warning("the endpoint's list cannot be kept: %s", error)
            else:
                self._listed = stamp(self._cache)

    def reread(self) -> None:
        """Take in model files, and a list, that came or changed since."""
        self._take_kept()
        files = shelf.stamp(self._folder)
        if files != self._stamp:
            self._read(files)

    def reason(self, slug: str) -> str:
        """Return why a published model is taken for one of video, or was set aside."""
        return self.published.reasons.get(slug) or self.set_aside.get(slug, "")

    def drift(self, slug: str | None = None) -> tuple[Drift, ...]:
        """Return how our files differ from the endpoint's list, parameter by parameter."""
        return tuple(row for row in self.published.drift if slug in {None, row.slug})

    def retire(self, slug: str, endpoint: str = "") -> None:
        """Mark a model that an endpoint answered 410 for, if it is the one whose list this is.

        The mark is kept with the list, until a list names the model again.
        """
        if endpoint != self._endpoint or slug not in self:
            return
        self._take_kept()
        if slug not in self.published.retired:
            self.published.retired.append(slug)
            self._built.pop(slug, None)
            self.generation += 1
            self._keep()

    def living_like(self, slug: str) -> str | None:
        """Return the model most like another that is not retired; ``None`` where none is."""
        models = {model.slug: model for model in self._readable([*self, slug])}
        own = models.pop(slug, None)
        roles = set(own.names) if own is not None else set()

        def alike(other: str) -> tuple[float, float]:
            shared = len(roles & set(models[other].names)) / (len(roles) or 1)
            return difflib.SequenceMatcher(None, slug, other).ratio() + shared, shared

        living = (other for other, model in models.items() if not model.retired)
        return max(living, key=alike, default=None)

    def _readable(self, slugs: Iterable[str]) -> Iterator[Model]:
        """Yield models; a row that another version kept and this one cannot read is set aside."""
        for slug in slugs:
            try:
                model = self[slug]
            except UnknownModel as error:
                if slug in self.published.rows:
                    self.set_aside.setdefault(slug, str(error))
            else:
                yield model


class _Whole(Catalogue):
    """A catalogue seen with the models that are off: one state, another list."""

    def __init__(self, of: Catalogue) -> None:
        self.__dict__ = vars(of)

    def _is_on(self, slug: str) -> bool:  # noqa: ARG002
        return True


def _mark_of(model: Model) -> str:
    told = "retired" if model.retired else "" if model.verified else model.status
    return f"  ({told})" if told else ""
