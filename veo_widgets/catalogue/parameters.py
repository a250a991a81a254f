"""What a model takes: its parameters by name, by role, by what goes into them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue import media
from veo_widgets.catalogue.choices import number
from veo_widgets.catalogue.roles import Role, role_of
from veo_widgets.catalogue.units import USUAL_FPS, Length, length_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Parameters:
    """The described parameters of a model.

    Attributes:
        parameters: As ``description.describe`` returns them.
    """

    parameters: Mapping[str, Any]

    @property
    def properties(self) -> Mapping[str, Any]:
        """The schema of each parameter, by name, in the page's order."""
        properties: Mapping[str, Any] = self.parameters["properties"]
        return properties

    @property
    def required(self) -> tuple[str, ...]:
        """The names that a request must have."""
        return tuple(self.parameters.get("required", ()))

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """What each parameter is for, with the reason, by name."""
        return {
            name: Role(row["x-role"], row["x-role-why"])
            if "x-role-why" in row
            else role_of(name, row)
            for name, row in self.properties.items()
        }

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The parameter of each role."""
        names: dict[str, str] = {}
        for name, role in self.roles.items():
            names.setdefault(role.name, name)
        return names

    @cached_property
    def length(self) -> Length | None:
        """The parameter that says how long a clip is; ``None`` where there is none."""
        return length_of(self.properties, self.names)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {
            name: schema["default"]
            for name, schema in self.properties.items()
            if schema.get("default") is not None
        }

    def having(self, role: str) -> str | None:
        """Return the parameter that plays a role, such as ``start_image``."""
        return self.names.get(role) if isinstance(role, str) else None

    def media(self) -> Iterator[media.MediaSlot]:
        """Yield every place that takes a picture, a video or a sound, with its path."""
        yield from media.slots(self.properties)

    def images(self) -> Iterator[str]:
        """Yield the parameters that hold pictures, or lists of them."""
        for slot in self.media():
            name = slot.path.removesuffix("[]")
            if slot.medium == "image" and name in self.properties:
                yield name

    def with_media(
        self, parameters: Mapping[str, Any], change: Callable[[Any, Mapping[str, Any]], Any]
    ) -> dict[str, Any]:
        """Return a request with each file in it, however deep, passed through a function.

        Args:
            parameters: The request.
            change: Takes what stands for one file, and the description of its place.
        """
        return {
            name: media.changed(self.properties.get(name, {}), value, change)
            for name, value in parameters.items()
        }

    def fps(self, parameters: Mapping[str, Any] | None = None) -> float:
        """Return the frames a second of a request; 24 where nothing tells."""
        name = self.having("fps")
        told = (parameters or {}).get(name or "") or self._defaults.get(name or "")
        rate = number(told) or number(self.parameters.get("x-fps"))
        return float(rate) if rate else USUAL_FPS

    def defaults(self) -> dict[str, Any]:
        """Return the values a control starts with; "auto" ones are left out."""
        return dict(self._defaults)
