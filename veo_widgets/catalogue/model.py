"""One model: what it takes, what it costs, how long it usually runs."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.displayable import Displayable
from veo_widgets.catalogue import check, tariff
from veo_widgets.catalogue.advice import RULES, Rule
from veo_widgets.catalogue.price import Price, estimate
from veo_widgets.errors import InvalidParameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from veo_widgets.catalogue.price import Charged
    from veo_widgets.errors import Problem

USUAL_S: Final = 60.0
SEEDS: Final = 2**31
_log = logging.getLogger(__name__)
SLUG: Final = re.compile(r"[a-z0-9._-]{1,100}")


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that may not work as hoped.

    Attributes:
        field: The parameter.
        message: One plain sentence.
        source: Who says so.
        cure: The values that would take it away; empty where only a person knows.
    """

    field: str
    message: str
    source: str
    cure: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check of parameters found.

    Attributes:
        parameters: The request in the types the model wants.
        problems: What must be changed before it can be sent.
        warnings: What Google says that the model's page does not.
    """

    parameters: dict[str, Any]
    problems: tuple[Problem, ...]
    warnings: tuple[Warned, ...]


@dataclass(frozen=True)
class Model(Displayable):
    """An entry of the catalogue.

    Attributes:
        slug: The name in URLs, such as ``veo-3.1-fast``.
        title: The name for people.
        summary: One line.
        parameters: JSON Schema (2020-12) of what one request sends.
        examples: Sample requests of the model's page; never sent unasked.
        usual_s: Usual seconds from submit to clip, as the vendor says.
        source: The page all this comes from.
        prices: The price table, as ``catalogue.tariff`` has it; ``None`` without a right one.
        unpriced: Why there is no price table; empty where nothing was told.
        charged: Returns what its home learnt of its prices.
    """

    slug: str
    title: str
    parameters: Mapping[str, Any]
    summary: str = ""
    examples: tuple[Mapping[str, Any], ...] = ()
    usual_s: float = USUAL_S
    source: str = ""
    prices: Mapping[str, Any] | None = field(default=None, repr=False)
    advice: tuple[str, ...] = field(default=(), repr=False)
    unpriced: str = field(default="", repr=False)
    charged: Callable[[Model], Charged] | None = field(default=None, repr=False, compare=False)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Model:
        """Build a model from a catalogue file.

        Args:
            document: ``slug``, ``title`` and ``parameters`` at least.

        Raises:
            ValueError: Something needed is missing or not of its type.
        """
        from jsonschema_rs import ValidationError, meta

        for name, kind in (("slug", str), ("title", str), ("parameters", dict)):
            if not isinstance(document.get(name), kind):
                raise ValueError(f"a model file needs {name!r} as a {kind.__name__}")
        if not SLUG.fullmatch(document["slug"]):
            raise ValueError(
                f"{document['slug']!r} is no slug: a-z, 0-9, dots, dashes, underscores"
            )
        odd = [name for name in document["parameters"].get("properties", {}) if not _is_name(name)]
        if odd:
            raise ValueError(f"{odd[0]!r} is no name of a parameter: letters, digits, underscores")
        try:
            meta.validate(document["parameters"])
        except ValidationError as error:
            raise ValueError(f"'parameters' is no JSON Schema: {error.message}") from None
        prices = document.get("price")
        unpriced = "" if prices is None else tariff.wrong(prices)
        if unpriced:
            unpriced = f"the price table of {document['slug']} cannot be used: {unpriced}"
            _log.warning("%s; its price is not known", unpriced)
        return cls(
            document["slug"],
            document["title"],
            {"properties": {}, **document["parameters"]},
            document.get("summary", ""),
            tuple(document.get("examples", ())),
            float(document.get("usual_s", USUAL_S)),
            document.get("source", ""),
            None if unpriced else prices,
            tuple(document.get("advice", ())),
            unpriced,
        )

    @property
    def properties(self) -> Mapping[str, Any]:
        """The schema of each parameter, by name, in the page's order."""
        properties: Mapping[str, Any] = self.parameters["properties"]
        return properties

    @cached_property
    def _by_role(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for name, schema in self.properties.items():
            names.setdefault(_role(name, schema), name)
        return names

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {
            name: schema["default"]
            for name, schema in self.properties.items()
            if schema.get("default") is not None
        }

    @cached_property
    def _schema(self) -> check.Schema:
        return check.Schema(self.parameters)

    def having(self, role: str) -> str | None:
        """Return the parameter that plays a role, such as ``start_image``."""
        return self._by_role.get(role) if isinstance(role, str) else None

    def images(self) -> Iterator[str]:
        """Yield the parameters that hold URLs of images."""
        for name, schema in self.properties.items():
            inner = schema.get("items", schema)
            if inner.get("format") == "uri":
                yield name

    def defaults(self) -> dict[str, Any]:
        """Return the values a control starts with; "auto" ones are left out."""
        return dict(self._defaults)

    def __repr__(self) -> str:
        """Say the slug and what it takes; a star marks what it must have."""
        required = self.parameters.get("required", ())
        names = (f"{name}*" if name in required else name for name in self.properties)
        return f"Model({self.slug}: {', '.join(names)})"

    def check(self, parameters: Mapping[str, Any]) -> CheckResult:
        """Report problems and warnings without raising.

        Args:
            parameters: A request; ``None`` values mean "not given".
        """
        clean = check.normalise(self.properties, parameters)
        problems = self._schema.problems(clean)
        wrong = {problem.field for problem in problems}
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

    def price(self, parameters: Mapping[str, Any] | None = None) -> Price:
        """Estimate a request.

        Args:
            parameters: The request; defaults are filled in.

        Returns:
            Low and high in US dollars, the rate's date and whether it is certain.
        """
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
        return {**parameters, name: 1 + draw(SEEDS)}, False


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name.isidentifier() and name.isascii()


def _role(name: str, schema: Mapping[str, Any]) -> str:
    """Name a parameter's role; files that do not say it follow the usual names."""
    return str(schema.get("x-role", name))
