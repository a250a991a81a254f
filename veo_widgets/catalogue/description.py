"""A model's parameters as the kit uses them: normal form, roles, kinds, honest defaults."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.catalogue.kinds import marked
from veo_widgets.catalogue.roles import assigned
from veo_widgets.catalogue.samples import settled
from veo_widgets.catalogue.schema import normal
from veo_widgets.catalogue.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
MOST: Final = 500


class Description(NamedTuple):
    """What a model takes.

    Attributes:
        parameters: JSON Schema (2020-12) in the normal form. Each parameter says
            ``x-role`` and ``x-role-why``, ``x-kind`` and ``x-kind-why``.
        odd: What was not understood, a sentence each.
    """

    parameters: dict[str, Any]
    odd: tuple[str, ...]


def describe(schema: object, roles: Mapping[str, str] | None = None) -> Description:
    """Work out what a model takes.

    Args:
        schema: Any encoding that ``encodings.opened`` takes.
        roles: What a person says that parameters are for, by name.

    Raises:
        ValueError: It tells no parameters, or one has a name that no code can write.
    """
    from jsonschema_rs import ValidationError, meta

    told = normal(schema)
    if told is None:
        raise ValueError("it tells no parameters")
    properties, odd = told.parameters["properties"], [*told.odd]
    if len(properties) > MOST:
        raise ValueError(f"it tells {len(properties)} parameters; {MOST} is the most")
    for name in properties:
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a parameter: letters, digits, underscores")
        try:
            meta.validate(properties[name])
        except ValidationError as error:
            odd.append(f"{name} is no JSON Schema: {error.message}")
            properties[name] = {}
    for name, told_role in (roles or {}).items():
        if name not in properties:
            odd.append(f"there is no parameter {name} to be the {told_role}")
        else:
            properties[name] = {**properties[name], "x-role": told_role}
    found = assigned(properties, tuple(told.parameters["required"]))
    for name, row in properties.items():
        role = found[name]
        if role.name == "duration" and (unit := unit_of(name)):
            row = {"x-unit": unit, **row}  # noqa: PLW2901
        full = settled(marked(name, row, role.name), role.name)
        properties[name] = {**full, "x-role": role.name, "x-role-why": role.reason}
    return Description(told.parameters, tuple(odd))
