"""Controls, live jobs, players and comparison grids for Veo video models."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from veo_widgets import _rich

__version__ = "0.1.0"

_WHERE = {
    "veo_widgets.client": (
        "Client",
        "Job",
        "adopt",
        "job",
        "jobs",
        "login",
        "models",
        "resume",
        "run",
        "spend",
        "submit",
    ),
    "veo_widgets.catalogue": ("Catalogue", "Model"),
    "veo_widgets.conductor": ("Limits",),
    "veo_widgets.media": ("Clip",),
    "veo_widgets._studio": ("Studio", "studio"),
    "veo_widgets._sweep": ("Plan", "Sweep", "sweep", "sweeps"),
    "veo_widgets.widgets": (
        "ComparisonGrid",
        "Controls",
        "ImageInput",
        "StatusBadge",
        "VideoPlayer",
        "compare",
    ),
    "veo_widgets.errors": (
        "AuthenticationError",
        "BudgetExceeded",
        "ContentBlocked",
        "EndpointUnreachable",
        "HomeError",
        "InferenceFailed",
        "InferenceTimeout",
        "InsufficientCredits",
        "InvalidParameters",
        "InvalidRequest",
        "MediaError",
        "ModelRetired",
        "RateLimited",
        "RequestExpired",
        "ServerError",
        "SubmissionUnknown",
        "UnknownModel",
        "VeoError",
    ),
}
_MODULES = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "AuthenticationError",
    "BudgetExceeded",
    "Catalogue",
    "Client",
    "Clip",
    "ComparisonGrid",
    "ContentBlocked",
    "Controls",
    "EndpointUnreachable",
    "HomeError",
    "ImageInput",
    "InferenceFailed",
    "InferenceTimeout",
    "InsufficientCredits",
    "InvalidParameters",
    "InvalidRequest",
    "Job",
    "Limits",
    "MediaError",
    "Model",
    "ModelRetired",
    "Plan",
    "RateLimited",
    "RequestExpired",
    "ServerError",
    "StatusBadge",
    "Studio",
    "SubmissionUnknown",
    "Sweep",
    "UnknownModel",
    "VeoError",
    "VideoPlayer",
    "adopt",
    "compare",
    "job",
    "jobs",
    "login",
    "models",
    "resume",
    "run",
    "spend",
    "studio",
    "submit",
    "sweep",
    "sweeps",
]

if TYPE_CHECKING:
    from veo_widgets._studio import Studio, studio
    from veo_widgets._sweep import Plan, Sweep, sweep, sweeps
    from veo_widgets.catalogue import Catalogue, Model
    from veo_widgets.client import (
        Client,
        Job,
        adopt,
        job,
        jobs,
        login,
        models,
        resume,
        run,
        spend,
        submit,
    )
    from veo_widgets.conductor import Limits
    from veo_widgets.errors import (
        AuthenticationError,
        BudgetExceeded,
        ContentBlocked,
        EndpointUnreachable,
        HomeError,
        InferenceFailed,
        InferenceTimeout,
        InsufficientCredits,
        InvalidParameters,
        InvalidRequest,
        MediaError,
        ModelRetired,
        RateLimited,
        RequestExpired,
        ServerError,
        SubmissionUnknown,
        UnknownModel,
        VeoError,
    )
    from veo_widgets.media import Clip
    from veo_widgets.widgets import (
        ComparisonGrid,
        Controls,
        ImageInput,
        StatusBadge,
        VideoPlayer,
        compare,
    )


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name when it is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__})


def _draw(thing: object) -> dict[str, Any]:
    from veo_widgets import display

    found: dict[str, Any] = display.bundle(thing)
    return found


_rich.use(_draw)
