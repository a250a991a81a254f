"""What of a form carries over to another model; the browser has the first part too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.catalogue.size import SHAPING
from veo_widgets.view.fields import setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.view.wire.controls import FieldView

MISSING: Final = object()
GROUPS: Final = (frozenset({"duration", "frames"}), frozenset(SHAPING))
"""Roles that say one thing in several ways."""


class Amended(NamedTuple):
    """What the next model says in another way than the last one did.

    Attributes:
        values: By the next model's names.
        kept: By role, what it still lacks.
        said: For people.
    """

    values: dict[str, Any]
    kept: dict[str, Any]
    said: tuple[str, ...]


def carry(
    old: Iterable[FieldView],
    new: Iterable[FieldView],
    values: Mapping[str, Any],
    kept: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Translate a form for another model; the browser has the same rule.

    Args:
        old: The fields of the model that is left.
        new: The fields of the next one.
        values: What the form holds, by name.
        kept: What earlier models had and the last one lacked, by role.

    Returns:
        The values of the next form by name, and what is kept by role: all that a
        person set and the next model does not take. What is kept goes before a default
        that nobody touched.
    """
    given, chosen = dict(kept), set(kept)
    for field in old:
        name, role = field["name"], field["role"]
        untouched = values.get(name) == field["default"]
        if name not in values or (untouched and role in kept):
            continue
        given[role] = values[name]
        if not untouched:
            chosen.add(role)
    fields = {field["role"]: field for field in reversed(list(new))}
    carried = {f["name"]: f["default"] for f in fields.values() if f["default"] is not None}
    rest: dict[str, Any] = {}
    for role, value in given.items():
        target = fields.get(role)
        fitted = MISSING if target is None else fit(target, value)
        if target is not None and fitted is not MISSING:
            carried[target["name"]] = fitted
        elif role in chosen:
            rest[role] = value
    return carried, rest


def fit(field: FieldView, value: Any) -> Any:  # noqa: ANN401
    """Return a value as a field takes it; ``MISSING`` when it does not."""
    kind = field["kind"]
    if kind == "choice":
        same = (o["value"] for o in field["options"] if _plain(o["value"]) == _plain(value))
        return next(same, MISSING)
    if kind == "switch":
        return value if isinstance(value, bool) else MISSING
    if kind in {"number", "seed"}:
        return _number(field, value)
    if kind == "files":
        return [value] if isinstance(value, str) else value if _is_texts(value) else MISSING
    if kind == "file":
        first = value[0] if _is_texts(value) and value else value
        return first if isinstance(first, str) else MISSING
    if kind == "choices":
        known = [option["value"] for option in field["options"]]
        several = isinstance(value, list) and all(each in known for each in value)
        return value if several else MISSING
    if kind in {"list", "object", "json"}:
        wanted = {"list": list, "object": dict}.get(kind, (list, dict))
        return value if isinstance(value, wanted) else MISSING
    return value if isinstance(value, str) else MISSING


def _plain(value: Any) -> str:  # noqa: ANN401
    return str(value).lower().removesuffix("s")


def _is_texts(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _number(field: FieldView, value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return MISSING
    try:
        number = float(value)
    except ValueError:
        return MISSING
    low, high = field["least"], field["most"]
    outside = (low is not None and number < low) or (high is not None and number > high)
    if outside or not math.isfinite(number) or (field["whole"] and not number.is_integer()):
        return MISSING
    return int(number) if number.is_integer() else number


def amended(old: Model, new: Model, values: Mapping[str, Any], kept: Mapping[str, Any]) -> Amended:
    """Say a length and a picture's shape as the next model does, where it says them otherwise.

    Args:
        old: The model that is left.
        new: The next one.
        values: What the form held for the one that is left.
        kept: By role, what ``carry`` found no place for.
    """
    asked = {old.roles[name].name: value for name, value in values.items() if name in old.roles}
    asked |= kept
    there = new.mapped(asked, {role: role for role in asked}, nearest=True).parameters
    out = Amended({}, dict(kept), ())
    said: list[str] = []
    for group in GROUPS:
        ours = {role for role in group & asked.keys() if old.having(role) or role in kept}
        names = [name for role in group - ours if (name := new.having(role)) in there]
        found = {str(name): there[str(name)] for name in names}
        refused = {problem.field for problem in new.check(found).problems}
        if not ours or not found or refused & found.keys():
            continue
        out.values.update(found)
        for role in ours - new.names.keys():
            out.kept.pop(role, None)
        was, now = _worded(old, {str(old.having(r)): asked[r] for r in ours}), _worded(new, found)
        said.append(f"{was} → {now}")
    return out._replace(said=tuple(said))


def _worded(model: Model, values: Mapping[str, Any]) -> str:
    rows = model.properties
    known = {name: value for name, value in values.items() if name in rows}
    return ", ".join(setting(name, rows[name], value) for name, value in known.items())
