"""The sweeps of a home: opened by definition, named, kept, found again."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from veo_widgets import errors
from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import is_text, short
from veo_widgets.catalogue.check import unknown_name
from veo_widgets.experiment.growth import with_values
from veo_widgets.experiment.memo import sendable
from veo_widgets.experiment.spec import read
from veo_widgets.experiment.sweep import Sweep

if TYPE_CHECKING:
    from veo_widgets.client import Client

SEEDS: Final = 2**31
NO_SWEEPS: Final = "No sweeps here yet. veo.sweep(…, model=[…], seed=[1, 2]) plans one."


class Sweeps(Mapping[str, Sweep], Displayable):
    """The sweeps of a home, by name, newest first."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._kept = client.session.ledger.sweeps

    def __getitem__(self, name: str) -> Sweep:
        """Open a sweep.

        Raises:
            InvalidRequest: There is none of that name; with the nearest.
        """
        good = isinstance(name, str) and is_text(name)
        definition = self._kept.get(name) if good else None
        if definition is None:
            problem = str(unknown_name(name if good else short(name), None, list(self)))
            raise errors.InvalidRequest(problem.replace("parameter", "sweep", 1))
        return Sweep(self._client, read(definition, self._client.catalogue, 1))

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a sweep of that name."""
        return name in self._kept.names()

    def __iter__(self) -> Iterator[str]:
        """List the names, newest first."""
        return iter(self._kept.names())

    def __len__(self) -> int:
        """Count the sweeps."""
        return len(self._kept.names())

    def __repr__(self) -> str:
        """List the sweeps, one a line, with their axes and how far they are."""
        return "\n".join(map(repr, self.values())) or NO_SWEEPS


def open_sweep(client: Client, definition: Mapping[str, Any]) -> Sweep:
    """Make a sweep, or the one that is kept already for the same definition.

    Args:
        client: Who sends.
        definition: As ``veo.sweep`` takes it.

    Raises:
        InvalidRequest: A name that is no parameter, an axis without values.
        InvalidParameters: The models refuse every cell.
        MediaError: An image cannot be used.
    """
    session = client.session
    spec = with_values(read(definition, session.catalogue, 0), session.catalogue, session.inputs)
    name = spec.name or _named(spec.to_dict())
    kept = session.ledger.sweeps.get(name) or {}
    drawn = spec.drawn or kept.get("drawn") or 1 + secrets.randbelow(SEEDS)
    full = replace(spec, name=name, drawn=int(drawn))
    return Sweep(client, sendable(session, full))


def _named(definition: Mapping[str, Any]) -> str:
    """Name a sweep by its first words and what it is, so that equal ones meet."""
    prompt = definition.get("prompt", "sweep")
    words = str(prompt if isinstance(prompt, str) else prompt[0]).split()[:4]
    text = json.dumps(definition, sort_keys=True, default=str)
    return f"{' '.join(words)[:32]} {hashlib.sha256(text.encode()).hexdigest()[:6]}"
