"""The functions of the package about sweeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.client.functions import client as default_client
from veo_widgets.experiment.library import Sweeps, open_sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.client import Client
    from veo_widgets.experiment.sweep import Sweep


def sweep(
    prompt: str | Sequence[str],
    *,
    name: str | None = None,
    model: str | Sequence[str] | None = None,
    client: Client | None = None,
    **axes: Any,  # noqa: ANN401
) -> Sweep:
    """Set up a sweep; nothing is sent before ``run``.

    Args:
        prompt: One prompt or several. ``{words}`` in braces that are given as an
            axis or a value of that name are variables; other braces stay.
        name: What it is kept under; made from the prompt when not given, so that
            the same definition is the same sweep again.
        model: One slug or several; it must be given, but a misspelt name is told first.
        client: Who sends; the package's own when not given.
        **axes: Parameters and variables: a list is an axis, anything else is fixed.
            Whole numbers may be a series, ``seed="1,2,…,8"`` or ``"1-8"``; ``take=[1, 2]`` pays
            for the same request twice.

    Raises:
        InvalidRequest: A name that is no parameter, an axis without values.
        InvalidParameters: The models refuse every cell.
        UnknownModel: With the nearest slug.
    """
    definition = {"name": name, "prompt": prompt, "model": model, **axes}
    return open_sweep(client or default_client(), definition)


def sweeps(client: Client | None = None) -> Sweeps:
    """Return the sweeps of the home, by name.

    Args:
        client: Whose; the package's own when not given.
    """
    return Sweeps(client or default_client())
