"""One intent as the request of any model: by role, in its own names, units and lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.catalogue.choices import number
from veo_widgets.catalogue.fitting import fitted, is_amount, truth
from veo_widgets.catalogue.size import SHAPING, fitting, lowest, pixels_of, ratio_of
from veo_widgets.catalogue.units import USUAL_FPS, amount_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.catalogue.described import Described

NEAREST: Final = re.compile(r"^\s*nearest(?:\s+(\d+(?:\.\d+)?)\s*s?)?\s*$", re.IGNORECASE)
LENGTHS: Final = ("duration", "frames")
SHORTEST: Final = "shortest"
LEAST_S: Final = 1.0
"""A clip shorter than this shows no movement to judge by."""
LOWEST: Final = "lowest"
SAME_SHAPE: Final = 0.001
COSTLY: Final = frozenset({"duration", "frames", "resolution", "audio", "size", "width", "height"})
"""Roles by which a clip costs more."""
LEAST: Final[Mapping[str, Any]] = {
    "duration": SHORTEST,
    "resolution": LOWEST,
    "generate_audio": False,
}
"""The cheapest form of a clip: the shortest, of the lowest resolution, without sound."""


class Mapped(NamedTuple):
    """What came of an intent for one model.

    Attributes:
        parameters: The request, in the model's own names.
        renamed: The model's name for each one that it calls otherwise.
        dropped: What it has no parameter for.
        changed: A sentence for each value that is said otherwise, or was moved to what is legal.
    """

    parameters: dict[str, Any]
    renamed: dict[str, str]
    dropped: tuple[str, ...]
    changed: tuple[str, ...]


def mapped(
    values: Mapping[str, Any],
    model: Described,
    roles: Mapping[str, str],
    *,
    nearest: bool = False,
    usual_s: float | None = None,
) -> Mapped:
    """Map values onto a model.

    Args:
        values: By any model's names for them, or by role.
        model: Who is to be asked.
        roles: The role of each of the names.
        nearest: Whether lengths and other values that the model refuses become the
            nearest legal ones; a length ``"nearest"`` or ``"nearest 6"`` always does, and
            ``"shortest"`` and a resolution ``"lowest"`` are the least that the model has.
        usual_s: What ``"nearest"`` alone is near to, in seconds; the model's own usual
            length where it is not given.
    """
    out = Mapped({}, {}, (), ())
    dropped: list[str] = []
    changed: list[str] = []
    shapes: dict[str, str] = {}
    asked = {roles.get(name, name): value for name, value in values.items() if value is not None}
    for name, value in values.items():
        if value is None:
            continue
        role = roles.get(name, name)
        own = name if name in model.properties and _is(model, name, role) else model.having(role)
        if role in LENGTHS and model.length is not None:
            _lengthen(out, changed, model, name, role, value, asked, nearest, usual_s)
        elif role == "resolution" and value == LOWEST:
            least = lowest(asked, model.properties, model.names)
            out.parameters.update(least)
            said = ", ".join(f"{own} {told}" for own, told in least.items())
            changed += [f"the lowest is {said}"] if least else []
            dropped += [] if least else [name]
        elif own is not None and _holds(model.properties[own], value):
            _put(out, model, name, own, value, changed)
        elif role in SHAPING:
            shapes[role] = name
        else:
            dropped.append(name)
    if shapes:
        wanted = {role: value for role, value in asked.items() if role in SHAPING}
        shaped = fitting(wanted, model.properties, model.names)
        fresh = {own: value for own, value in shaped.items() if own not in out.parameters}
        out.parameters.update(fresh)
        if fresh:
            was = ", ".join(f"{name} {values[name]}" for name in shapes.values())
            now = ", ".join(f"{own} {value}" for own, value in fresh.items())
            changed.append(f"{was} is {now} there")
        else:
            dropped += shapes.values()
    if nearest:
        changed += _moved(out.parameters, model)
    return Mapped(out.parameters, out.renamed, tuple(dropped), tuple(changed))


def _holds(row: Mapping[str, Any], value: object) -> bool:
    """Tell a switch from a file: both are called ``audio``."""
    return not (row.get("x-kind") == "media" and isinstance(value, (bool, int, float)))


def _is(model: Described, name: str, role: str) -> bool:
    return model.roles[name].name == role or role == name


def _put(
    out: Mapped, model: Described, name: str, own: str, value: object, changed: list[str]
) -> None:
    told = spelled(model.properties[own], value)
    out.parameters[own] = told
    if own != name:
        out.renamed[name] = own
    if isinstance(value, (list, tuple)) and not isinstance(told, list) and len(value) > 1:
        changed.append(f"{own} takes one: the first of {len(value)} is sent")


def _lengthen(
    out: Mapped,
    changed: list[str],
    model: Described,
    name: str,
    role: str,
    value: object,
    asked: Mapping[str, Any],
    nearest: bool,  # noqa: FBT001
    usual_s: float | None,
) -> None:
    length = model.length
    assert length is not None  # noqa: S101
    fps = model.fps(by_name(asked, model))
    if value == SHORTEST:
        least, _ = length.bounds(fps)
        value = "nearest" if least is None else f"nearest {max(least, LEAST_S):g}"
    near = NEAREST.match(value) if isinstance(value, str) else None
    if near:
        seconds = float(near[1]) if near[1] else usual_s or model.seconds({})
    else:
        seconds = amount_of(value)
    if seconds is None:
        if near is None:
            _put(out, model, name, length.name, value, changed)
        return
    if role == "frames" and near is None:
        if length.unit == "frames":
            _put(out, model, name, length.name, value, changed)
            return
        seconds /= amount_of(asked.get("fps")) or USUAL_FPS
    told = length.nearest(seconds, fps) if near or nearest else length.spelled(seconds, fps)
    out.parameters[length.name] = told
    if length.name != name:
        out.renamed[name] = length.name
    got = length.seconds(told, fps)
    if got is not None and abs(got - seconds) > 0.05:
        changed.append(f"{seconds:g} s is {got:.3g} s there, the nearest legal length")
    elif length.unit == "frames" and role == "duration":
        changed.append(f"{seconds:g} s is {told} frames there")


def by_name(asked: Mapping[str, Any], model: Described) -> dict[str, Any]:
    """Return values by role under a model's own names, where it has them."""
    return {name: asked[role] for role, name in model.names.items() if role in asked}


def _moved(parameters: dict[str, Any], model: Described) -> list[str]:
    """Move what a model refuses to the nearest legal value, where there is one."""
    told = []
    for problem in model.check(parameters).problems:
        name, right = problem.field, problem.nearest
        if right is None or name not in parameters:
            continue
        refused = {other.field for other in model.check({**parameters, name: right}).problems}
        if name not in refused:
            told.append(f"{name} {parameters[name]} is {right} there, the nearest legal value")
            parameters[name] = right
    return told


def spelled(row: Mapping[str, Any], value: Any) -> Any:  # noqa: ANN401
    """Return a value as a parameter spells the same thing: list or one, case, text or number."""
    kind = row.get("type")
    if kind == "array" and not isinstance(value, (list, tuple)):
        return [spelled(row.get("items") or {}, value)]
    if kind not in {"array", None} and isinstance(value, (list, tuple)) and value:
        return spelled(row, value[0])
    for option in row.get("enum", ()):
        if option == value and type(option) is type(value):
            return value
    for option in row.get("enum", ()):
        if _same(option, value):
            return option
    if kind == "string" and type(value) in {int, float}:
        plain = number(value)
        return str(value if plain is None else plain)
    return fitted(row, value)


def _same(option: object, value: object) -> bool:
    if isinstance(option, bool) or isinstance(value, bool):
        return truth(option) is not None and truth(option) is truth(value)
    if None not in (amount_of(option), amount_of(value)):
        return is_amount(option, value)
    shapes = [ratio_of(each) for each in (option, value) if not pixels_of(each)]
    sides = [shape[0] / shape[1] for shape in shapes if shape]
    if len(sides) == 2:
        return abs(sides[0] / sides[1] - 1) < SAME_SHAPE
    return str(option).strip().lower() == str(value).strip().lower()


def known_roles(models: Iterable[Described]) -> dict[str, str]:
    """Return the role of each parameter name that any of the models knows, and of each role.

    Args:
        models: Those that come first tell where a name means two things.
    """
    roles: dict[str, str] = {}
    for model in models:
        for name, role in model.roles.items():
            roles.setdefault(name, role.name)
    for own in [*roles.values()]:
        roles.setdefault(own, own)
    return roles
