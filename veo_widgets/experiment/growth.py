"""A sweep with other values than it had."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.experiment.axis import once
from veo_widgets.experiment.cells import roles_of
from veo_widgets.experiment.spec import SweepSpec, bounded, read, writable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.client.inputs import Inputs


def with_values(spec: SweepSpec, catalogue: Catalogue, inputs: Inputs) -> SweepSpec:
    """Return a sweep with each file in its values kept in the home.

    Raises:
        InvalidRequest: A value cannot be kept.
        MediaError: A file cannot be used.
    """
    sent, variables = inputs.among(spec.models(catalogue)), spec.variables(catalogue)

    def change(name: str, value: Any) -> Any:  # noqa: ANN401
        return value if name in variables else sent(name, value)

    changed = spec.mapped(change)
    changed = replace(changed, axes={name: once(v) for name, v in changed.axes.items()})
    writable(changed, {}, images=False)
    return changed


def grown(
    spec: SweepSpec,
    axes: Mapping[str, Any],
    catalogue: Catalogue,
    inputs: Inputs,
) -> SweepSpec:
    """Return a sweep with values added to its axes, or axes.

    Args:
        spec: The sweep.
        axes: As for ``read``.
        catalogue: The models.
        inputs: Takes the files of the new values.

    Raises:
        InvalidRequest: A name that is no parameter, or too many cells.
    """
    there = {**spec.axes, **{name: (value,) for name, value in spec.base.items()}}
    known: dict[str, Any] = {n: list(there[n]) for n in (PROMPT, "model") if n in there}
    added = with_values(read({**known, **axes}, catalogue, spec.drawn), catalogue, inputs)
    more = SweepSpec(
        "",
        {name: value for name, value in added.base.items() if name in axes},
        {name: values for name, values in added.axes.items() if name in axes},
    )
    return bounded(spec.extended(more, roles_of(spec, catalogue)))
