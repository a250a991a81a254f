"""One model: what it takes, what it costs, how long it usually runs."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import named_values, plain_value
from veo_widgets.catalogue import check, length, media, tariff
from veo_widgets.catalogue.advice import RULES, Rule
from veo_widgets.catalogue.choices import number, some_seconds
from veo_widgets.catalogue.description import describe
from veo_widgets.catalogue.mapping import Mapped, known_roles, mapped
from veo_widgets.catalogue.parameters import Parameters
from veo_widgets.catalogue.price import Price, choosing, estimate
from veo_widgets.catalogue.reading import guessed
from veo_widgets.catalogue.result import CheckResult, Warned
from veo_widgets.catalogue.roles import TOLD
from veo_widgets.catalogue.units import seed_range
from veo_widgets.errors import InvalidParameters, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.catalogue.price import Charged

SEEDS: Final = 2**31
_log = logging.getLogger(__name__)
SLUG: Final = re.compile(r"[a-z0-9._-]{1,100}")


@dataclass(frozen=True)
class Model(Parameters, Displayable):
    """An entry of the catalogue.

    Attributes:
        slug: The name in URLs, such as ``veo-3.1-fast``.
        title: The name for people.
        summary: One line.
        parameters: JSON Schema (2020-12) of what one request sends.
        examples: Sample requests of the model's page; never sent unasked.
        usual_s: Usual seconds from submit to clip, as the vendor says; ``None`` where nobody does.
        source: The page all this comes from.
        prices: The price table, as ``catalogue.tariff`` has it; ``None`` without a right one.
        unpriced: Why there is no price table; empty where nothing was told.
        charged: Returns what its home learnt of its prices.
        retired: Whether the service says that it no longer serves the model.
        verified: Whether the parameters were confirmed: shipped with the kit, by the
            endpoint's list, or written by the person who dropped the file.
        status: How the parameters are known, for people.
        rank: Where it stands in the list; the first is the one to begin with.
        odd: What of the schema was not understood, a sentence each.
    """

    slug: str
    title: str
    parameters: Mapping[str, Any]
    summary: str = ""
    examples: tuple[Mapping[str, Any], ...] = ()
    usual_s: float | None = None
    source: str = ""
    prices: Mapping[str, Any] | None = field(default=None, repr=False)
    advice: tuple[str, ...] = field(default=(), repr=False)
    unpriced: str = field(default="", repr=False)
    charged: Callable[[Model], Charged] | None = field(default=None, repr=False, compare=False)
    retired: bool = False
    verified: bool = True
    status: str = ""
    rank: int = 100
    odd: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Model:
        """Build a model from a catalogue file.

        Args:
            document: ``slug``, ``title`` and ``parameters`` at least.

        Raises:
            ValueError: Something needed is missing or not of its type.
        """
        for name, kind in (("slug", str), ("title", str)):
            if not isinstance(document.get(name), kind):
                raise ValueError(f"a model file needs {name!r} as a {kind.__name__}")
        if "parameters" not in document:
            raise ValueError("a model file needs 'parameters'")
        if not SLUG.fullmatch(document["slug"]):
            raise ValueError(
                f"{document['slug']!r} is no slug: a-z, 0-9, dots, dashes, underscores"
            )
        prices = document.get("price")
        unpriced = "" if prices is None else tariff.wrong(prices)
        if unpriced:
            unpriced = f"the price table of {document['slug']} cannot be used: {unpriced}"
            _log.warning("%s; its price is not known", unpriced)
        told = describe(document["parameters"], document.get("roles"))
        return cls(
            document["slug"],
            document["title"],
            told.parameters,
            str(document.get("summary", "")),
            tuple(row for row in document.get("examples", ()) if _is_example(row)),
            some_seconds(document.get("usual_s")),
            str(document.get("source", "")),
            None if unpriced else prices,
            tuple(name for name in document.get("advice", ()) if name in RULES),
            unpriced,
            retired=document.get("retired") is True,
            verified=document.get("verified", True) is not False,
            status=str(document.get("status", "")),
            rank=int(number(document.get("rank", 100)) or 0),
            odd=told.odd,
        )

    def with_roles(self, roles: Mapping[str, str]) -> Model:
        """Return the model with roles that a person tells, by parameter.

        In a file of the home, ``roles`` does the same, for a model that is there too.

        Raises:
            InvalidRequest: It has no such parameter.
        """
        for name in roles:
            if name not in self.properties:
                problem = check.unknown_name(name, None, self.properties)
                raise InvalidRequest(f"{self.slug}: {problem}")
        bare = {name: _without_role(row, roles) for name, row in self.properties.items()}
        return replace(
            self, parameters=describe({**self.parameters, "properties": bare}, roles).parameters
        )

    @cached_property
    def costly(self) -> tuple[str, ...]:
        """The parameters by which its clips cost more or take longer, but their length."""
        return choosing(self)

    @cached_property
    def _schema(self) -> check.Schema:
        return check.Schema(self.parameters)

    def mapped(
        self,
        shot: Mapping[str, Any],
        roles: Mapping[str, str] | None = None,
        *,
        nearest: bool = False,
    ) -> Mapped:
        """Map an intent onto this model, and say what was renamed, dropped and changed.

        Args:
            shot: Values by role, or by any model's usual name for them.
            roles: The roles of names that are not usual.
            nearest: Whether what this model refuses becomes the nearest legal value.
        """
        known = {**known_roles([self]), **{n: guessed(n, v) for n, v in shot.items()}}
        known |= {name: self.roles[name].name for name in shot if self._takes(name, shot[name])}
        return mapped(shot, self, {**known, **(roles or {})}, nearest=nearest)

    def _takes(self, name: str, value: object) -> bool:
        """Tell whether a name is one of this model's own, for a value of that kind."""
        row = self.properties.get(name)
        return row is not None and not (row.get("x-kind") == "media" and isinstance(value, bool))

    def payload(self, shot: Mapping[str, Any], *, nearest: bool = True) -> dict[str, Any]:
        """Return an intent as a request of this model.

        Args:
            shot: Values by role, or by any model's usual name for them.
            nearest: Whether what this model refuses becomes the nearest legal value.
        """
        return self.mapped(shot, nearest=nearest).parameters

    def __repr__(self) -> str:
        """Say the slug and what it takes; a star marks what it must have."""
        names = (f"{name}*" if name in self.required else name for name in self.properties)
        return f"Model({self.slug}: {', '.join(names)})"

    def check(self, parameters: Mapping[str, Any]) -> CheckResult:
        """Report problems and warnings without raising.

        Args:
            parameters: A request; ``None`` values mean "not given".
        """
        clean = check.normalise(self.properties, parameters)
        clean = check.completed(self.properties, self.required, clean)
        problems = self._schema.problems(clean)
        wrong = {check.top(problem.field) for problem in problems}
        asked = {
            name: value for name, value in {**self._defaults, **clean}.items() if name not in wrong
        }
        rules = (RULES[name] for name in self.advice)
        warned = tuple(self._warned(rule, asked) for rule in rules if rule.applies(asked))
        return CheckResult(clean, tuple(problems), warned)

    def _warned(self, rule: Rule, asked: Mapping[str, Any]) -> Warned:
        """Return what a rule says, with its cure where this model takes that."""
        cure = rule.cure(asked)
        refused = {problem.field for problem in self._schema.problems({**asked, **cure})}
        return Warned(rule.field, rule.message, rule.source, {} if refused & set(cure) else cure)

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request in the types the model wants.

        Args:
            parameters: A request; ``None`` values mean "not given".

        Raises:
            InvalidParameters: With every problem, each with field, value, what is
                allowed and the nearest legal value or name.
        """
        report = self.check(parameters)
        if report.problems:
            raise InvalidParameters(self.slug, report.problems)
        return report.parameters

    def seconds(
        self, parameters: Mapping[str, Any] | None = None, *, filled: bool = True
    ) -> float | None:
        """Return how long a clip a request asks for; ``None`` where open.

        A clip of several shots is as long as they are together.

        Args:
            parameters: The request.
            filled: Whether the default length counts.
        """
        asked = {**(self._defaults if filled else {}), **named_values(parameters)}
        span = length.seconds(self, asked)
        return span[0] if span and span[0] == span[1] else None

    def price(self, parameters: Mapping[str, Any] | None = None, /, **named: object) -> Price:
        """Estimate a request, as far as it is given.

        Args:
            parameters: The request; defaults are filled in. It may hold what ``submit`` takes;
                a local file is not looked at.
            named: The same by name, as in ``price(duration=8)``.

        Returns:
            Low and high in US dollars, the rate's date and whether it is certain.

        Raises:
            InvalidParameters: A name or a value is not one of this model's.
        """
        told = {**named_values(parameters), **named}
        asked = self.with_media({n: plain_value(v) for n, v in told.items()}, media.unread)
        given = {name for name, value in asked.items() if value is not None and value != ""}
        wrong = [each for each in self.check(asked).problems if check.top(each.field) in given]
        if wrong:
            raise InvalidParameters(self.slug, wrong)
        return self.price_so_far(asked)

    def price_so_far(self, parameters: Mapping[str, Any]) -> Price:
        """Estimate a request that is still being written, whatever is wrong with it."""
        return self.price_of({**self._defaults, **check.normalise(self.properties, parameters)})

    def price_of(self, full: Mapping[str, Any]) -> Price:
        """Estimate a request that was checked already and holds its defaults."""
        return estimate(self, full, self.charged(self) if self.charged else None)

    def with_seed(
        self, parameters: Mapping[str, Any], draw: Callable[[int], int]
    ) -> tuple[dict[str, Any], bool]:
        """Fix the seed, so that the clip can be named and repeated.

        Args:
            parameters: The request.
            draw: Returns a random number below its argument.

        Returns:
            The request with a seed, where the model has one, and whether the
            person had fixed it. A seed that means "random" on the model's page
            (0 on veo-3 and veo-3-fast) counts as not fixed.
        """
        name = self.having("seed")
        if name is None:
            return dict(parameters), False
        given = parameters.get(name)
        if given is not None and given != self.properties[name].get("x-random"):
            return dict(parameters), True
        least, several = seed_range(self.properties[name], SEEDS)
        drawn = least + draw(several)
        text = self.properties[name].get("type") == "string"
        return {**parameters, name: str(drawn) if text else drawn}, False


def _is_example(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("parameters"), dict)


def _without_role(row: Mapping[str, Any], roles: Mapping[str, str]) -> dict[str, Any]:
    """Return a description without a role that a rule found, or that is given away."""
    found = row.get("x-role-why") != TOLD or row.get("x-role") in roles.values()
    return {key: value for key, value in row.items() if not (found and key == "x-role")}
