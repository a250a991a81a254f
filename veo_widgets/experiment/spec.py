"""What a sweep is: fixed values, axes, and the text that both are kept as."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import count, is_text, listed, named_values, plain_value, short
from veo_widgets.catalogue.check import unknown_name
from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.axis import axis_values, is_kept, once
from veo_widgets.experiment.rungs import Rungs, checked, passed, taken
from veo_widgets.experiment.wording import is_variable, occurs, unfilled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from veo_widgets.catalogue import Catalogue, Model

OWN: Final = (PROMPT, "model", "take")
SEED: Final = "seed"
MOST_CELLS: Final = 5000
BREAKS: Final = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class SweepSpec:
    """Fixed values and axes.

    Attributes:
        name: What the sweep is kept under.
        base: One value each: ``prompt``, ``model``, ``take``, parameters, and the
            variables of the prompt.
        axes: Several values each, in the order they were given.
        drawn: The seed of cells that fix none; drawn once, kept with the sweep.
        only: Values of the combinations that are in it, by axis; all are where it is empty.
        final: Of a draft, the definition of what it is a draft of.
        drafted: Of the final form of what was kept, the name of its draft.
    """

    name: str
    base: Mapping[str, Any]
    axes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    drawn: int = 0
    only: tuple[Mapping[str, Any], ...] = ()
    final: Mapping[str, Any] | None = None
    drafted: str = ""

    def __len__(self) -> int:
        """Count the combinations."""
        if self.only:
            return sum(1 for _ in self.combinations())
        return prod(len(values) for values in self.axes.values())

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Yield each combination of the axes, the last axis turning fastest."""
        for values in product(*self.axes.values()):
            at = dict(zip(self.axes, values, strict=True))
            if not self.only or any(kept.items() <= at.items() for kept in self.only):
                yield at

    def values(self, name: str) -> tuple[Any, ...]:
        """Return all values of a name, fixed or of an axis; none where it is not told."""
        return self.axes.get(name, (self.base[name],) if name in self.base else ())

    def models(self, catalogue: Catalogue) -> list[Model]:
        """Return the models that are asked.

        Raises:
            UnknownModel: With the nearest slug.
        """
        return [catalogue[slug] for slug in self.values("model")]

    def variables(self, catalogue: Catalogue) -> frozenset[str]:
        """Return the names that only the prompt knows, whatever the models of others call so."""
        models, prompts = self.models(catalogue), self.values(PROMPT)
        names = (*self.base, *self.axes)
        return frozenset(name for name in names if is_variable(name, prompts, models))

    def extended(self, more: SweepSpec, roles: Mapping[str, str] | None = None) -> SweepSpec:
        """Return the sweep with the values of another one added to its axes.

        A value that was fixed becomes an axis that begins with it, and so does the drawn seed.

        Args:
            more: The other one.
            roles: The role of each name that a model knows; the names are roles when not given.

        Raises:
            InvalidRequest: It is one of chosen combinations, or a draft.
        """
        if self.only or self.final is not None:
            whole = f"{self.name} holds" if self.only else f"{self.name} is a draft and holds"
            raise InvalidRequest(f"{whole} what was chosen: extend the sweep that it was made of")
        base, axes = dict(self.base), dict(self.axes)
        told, known = {*base, *axes}, roles or {}

        def role(name: str) -> str:
            return known.get(name, name)

        for name, values in {
            **{name: (value,) for name, value in more.base.items()},
            **more.axes,
        }.items():
            if role(name) == SEED and SEED not in map(role, told):
                old: tuple[Any, ...] = (self.drawn,)
            else:
                old = axes.get(name) or ((base.pop(name),) if name in base else ())
            axes[name] = once((*old, *values))
        return replace(self, base=base, axes=axes)

    def covers(self, other: SweepSpec) -> bool:
        """Tell whether this holds every combination of another sweep."""
        if self.only and self.only != other.only:
            return False
        names = {*self.base, *self.axes, *other.base, *other.axes}
        return all(
            all(value in self.values(name) for value in other.values(name))
            and bool(self.values(name)) == bool(other.values(name))
            for name in names
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the sweep as JSON and YAML can hold it: what ``veo.sweep`` takes."""
        axes = {name: list(values) for name, values in self.axes.items()}
        ladder = Rungs(self.only, self.final, self.drafted).to_dict()
        return {"name": self.name, "drawn": self.drawn, **ladder, **self.base, **axes}

    def mapped(self, change: Callable[[str, Any], Any]) -> SweepSpec:
        """Return the sweep with each value passed on, by name and value."""
        base = {name: change(name, value) for name, value in self.base.items()}
        axes = {
            name: tuple(change(name, value) for value in values)
            for name, values in self.axes.items()
        }
        only = tuple(
            {name: change(name, value) for name, value in kept.items()} for kept in self.only
        )
        final = None if self.final is None else passed(self.final, change)
        return replace(self, base=base, axes=axes, only=only, final=final)

    def to_yaml(self) -> str:
        """Return the sweep as YAML, exactly as ``to_dict`` has it."""
        import yaml

        from veo_widgets.experiment.files import Dumper

        class Quoting(Dumper):
            """Quotes what YAML would read as the end of a line."""

        def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
            style = '"' if BREAKS.search(value) else None
            return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

        Quoting.add_representer(str, text)
        return yaml.dump(self.to_dict(), Dumper=Quoting, sort_keys=False, allow_unicode=True)


def read(definition: Mapping[str, Any], catalogue: Catalogue, drawn: int) -> SweepSpec:
    """Sort what was given into fixed values and axes.

    Args:
        definition: As ``SweepSpec.to_dict`` returns it; a list is an axis, and for a
            parameter that is a list itself, a list of lists is one. Whole numbers
            may be a series such as ``"1,2,…,8"`` or ``"1-8"``.
        catalogue: The models.
        drawn: The seed to keep when none was given before.

    Raises:
        InvalidRequest: A name that is neither a parameter nor a variable of a
            prompt, an axis without values, or too many cells.
        UnknownModel: With the nearest slug.
    """
    lines: Mapping[str, int] = getattr(definition, "lines", {})
    given = named_values(definition, "a sweep")
    kept = taken(given)
    definition = {name: _plain(name, value, lines) for name, value in given.items()}
    name = _name(definition.pop("name", None))
    told = definition.pop("drawn", None)
    fresh = told is None or (isinstance(told, int) and not told)
    drawn = count(drawn if fresh else told, f"drawn{_at('drawn', lines)}", 0)
    models = [catalogue[slug] for slug in _listed(definition.get("model"))]
    definition = _by_prompt(definition, models)
    prompts = _listed(definition.get(PROMPT))
    if not prompts and any(model.having(PROMPT) in model.required for model in models):
        raise InvalidRequest("a sweep needs a prompt, or a list of prompts")
    if not all(isinstance(prompt, str) for prompt in prompts):
        raise InvalidRequest(f"a prompt is text, not {short(prompts)}{_at(PROMPT, lines)}")
    base: dict[str, Any] = {}
    axes: dict[str, tuple[Any, ...]] = {}
    for key in sorted(definition, key=lambda name: name != PROMPT):
        value = definition[key]
        if value is None:
            continue
        variable = is_variable(key, prompts, models)
        schema = None if variable else _schema(key, (*models, *catalogue.values()))
        if schema is None and key not in OWN and not occurs(key, prompts):
            known = (n for m in catalogue.values() for n in m.properties)
            names = dict.fromkeys((*OWN, *known))
            words = "".join(f", and {{{word}}} is there" for word in unfilled(prompts, definition))
            raise InvalidRequest(
                f"{unknown_name(key, value, names)} It is no variable of the prompt "
                f"either: that would be written {{{key}}}{words}.{_at(key, lines)}"
            )
        whole = key == "take" or (schema or {}).get("type") == "integer"
        values = axis_values(value, is_array=(schema or {}).get("type") == "array", whole=whole)
        if values is None:
            base[key] = value
        elif not values and key != "model":
            raise InvalidRequest(f"the axis {key!r} has no values{_at(key, lines)}")
        else:
            axes[key] = values
    if not models:
        raise InvalidRequest("a sweep needs a model, or a list of models")
    spec = SweepSpec(name, base, axes, drawn, *checked(kept, axes, MOST_CELLS))
    writable(spec, lines, images=True)
    return bounded(spec)


def _by_prompt(definition: Mapping[str, Any], models: Iterable[Model]) -> dict[str, Any]:
    """Return a definition with the prompt under that name, whatever the models call it."""
    names = {name for model in models if (name := model.having(PROMPT))} - {PROMPT}
    given = next((name for name in definition if name in names), None)
    if given is None or definition.get(PROMPT) is not None:
        return dict(definition)
    return {PROMPT if name == given else name: value for name, value in definition.items()}


def bounded(spec: SweepSpec) -> SweepSpec:
    """Refuse a sweep of too many cells."""
    combinations = prod(len(values) for values in spec.axes.values())
    if combinations > MOST_CELLS:
        raise InvalidRequest(f"that is {combinations} cells; {MOST_CELLS} is the most")
    return spec


def _plain(name: str, value: object, lines: Mapping[str, int]) -> object:
    """Return one value, or the list of an axis; a generator is read once."""
    values = listed(value)
    if values is not None and len(values) > MOST_CELLS:
        raise InvalidRequest(f"{name} has {len(values)} values; {MOST_CELLS} is the most")
    plain = plain_value(value) if values is None else values
    if isinstance(plain, str) and not is_text(plain):
        raise InvalidRequest(f"{name} holds half a letter: {short(plain)}{_at(name, lines)}")
    return plain


def _name(given: object) -> str:
    if given is not None and not isinstance(given, str):
        raise InvalidRequest(f"a sweep's name is text, not {short(given)}")
    return given or ""


def _at(name: str, lines: Mapping[str, int]) -> str:
    return f" (line {lines[name]})" if name in lines else ""


def writable(spec: SweepSpec, lines: Mapping[str, int], *, images: bool) -> None:
    """Refuse what cannot be kept, and takes that are none."""
    for key in (*spec.base, *spec.axes):
        for value in spec.values(key):
            if key == "take" and not (type(value) is int and 1 <= value <= MOST_CELLS):
                raise InvalidRequest(f"take counts from 1; {short(value)} is none{_at(key, lines)}")
            if not is_kept(value, images):
                raise InvalidRequest(
                    f"{key} cannot be {short(value)}: write it as text or a number{_at(key, lines)}"
                )


def _schema(name: str, models: Iterable[Model]) -> Mapping[str, Any] | None:
    for model in models:
        if name in model.properties:
            schema: Mapping[str, Any] = model.properties[name]
            return schema
    roles = ((m, m.having(name)) for m in models)
    return next((m.properties[own] for m, own in roles if own is not None), None)


def _listed(value: object) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return [] if value is None or value == "" else [value]
