"""What a sweep keeps of its way from draft to final, in the text that it is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.axis import is_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Container

LADDER: Final = "ladder"
NAMES: Final = ("only", "final", "drafted")


class Rungs(NamedTuple):
    """What is kept.

    Attributes:
        only: Values of the combinations that are in the sweep, by axis; all where it is empty.
        final: Of a draft, the definition of what it is a draft of.
        drafted: Of the final form of what was kept, the name of its draft.
    """

    only: tuple[Mapping[str, Any], ...] = ()
    final: Mapping[str, Any] | None = None
    drafted: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it under one name; empty where nothing is kept."""
        kept = zip(NAMES, (list(self.only), self.final, self.drafted), strict=True)
        told = {name: value for name, value in kept if value}
        return {LADDER: told} if told else {}


def taken(definition: dict[str, Any]) -> Mapping[str, Any]:
    """Take what is kept out of a definition; any other value of these names is a variable's.

    Sweeps that were kept by earlier versions have it beside everything else.
    """
    if isinstance(definition.get(LADDER), Mapping):
        told: Mapping[str, Any] = definition.pop(LADDER)
        return told
    only, final, drafted = (definition.get(name) for name in NAMES)
    rows = isinstance(only, list) and only and all(isinstance(at, Mapping) for at in only)
    if isinstance(final, Mapping) or (rows and isinstance(drafted, str)):
        return {name: definition.pop(name) for name in NAMES if name in definition}
    return {}


def passed(definition: Mapping[str, Any], change: Callable[[str, Any], Any]) -> dict[str, Any]:
    """Return a definition with each value passed on, by name and value, and what is kept too.

    Args:
        definition: Of any kind: what is not as it should be stays as it is.
        change: Takes a name and its value, or the values of its axis.
    """
    values = dict(definition)
    told = dict(taken(values))
    out = {name: change(name, value) for name, value in values.items()}
    if isinstance(told.get("final"), Mapping):
        told["final"] = passed(told["final"], change)
    if isinstance(told.get("only"), (list, tuple)):
        told["only"] = [_row(at, change) for at in told["only"]]
    return {**out, LADDER: told} if told else out


def _row(at: object, change: Callable[[str, Any], Any]) -> object:
    if not isinstance(at, Mapping):
        return at
    return {name: change(name, value) for name, value in at.items()}


def checked(told: Mapping[str, Any], axes: Container[str], most: int) -> Rungs:
    """Return what is kept, each of its kind.

    Args:
        told: As ``taken`` returns it.
        axes: The sweep's own.
        most: So many combinations may be chosen.

    Raises:
        InvalidRequest: It is nothing that draft or promote wrote.
    """
    only, final, drafted = (told.get(name) for name in NAMES)
    only, final, drafted = only or (), final or {}, drafted or ""
    good = (
        set(told) <= set(NAMES)
        and isinstance(only, (list, tuple))
        and len(only) <= most
        and all(isinstance(at, Mapping) and all(name in axes for name in at) for at in only)
        and isinstance(final, Mapping)
        and isinstance(drafted, str)
        and is_kept([*map(dict, only), dict(final), drafted])
    )
    if not good:
        raise InvalidRequest(
            f"{LADDER} holds {', '.join(NAMES)} in a sweep that draft or promote made, "
            "and nothing else"
        )
    return Rungs(tuple(dict(at) for at in only), final or None, drafted)
