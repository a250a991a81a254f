"""What the rules about roles, lengths and shapes need to know of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.catalogue.roles import Role
    from veo_widgets.catalogue.units import Length
    from veo_widgets.errors import Problem


class Checked(Protocol):
    """What a check found."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What the model refuses."""


class Described(Protocol):
    """A model, as far as its description goes."""

    @property
    def properties(self) -> Mapping[str, Any]:
        """The description of each parameter in the normal form, by name."""

    @property
    def roles(self) -> Mapping[str, Role]:
        """The role of each parameter."""

    @property
    def names(self) -> Mapping[str, str]:
        """The parameter of each role."""

    @property
    def length(self) -> Length | None:
        """The parameter that says how long a clip is."""

    def having(self, role: str) -> str | None:
        """Return the parameter that plays a role."""

    def defaults(self) -> dict[str, Any]:
        """Return the values a control starts with."""

    def fps(self, parameters: Mapping[str, Any]) -> float:
        """Return the frames a second of a request."""

    def seconds(self, parameters: Mapping[str, Any], *, filled: bool = True) -> float | None:
        """Return how long a clip a request asks for."""

    def check(self, parameters: Mapping[str, Any]) -> Checked:
        """Report problems without raising."""
