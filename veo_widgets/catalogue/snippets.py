"""A request as the line of code that sends it; never with the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_python(model: str, parameters: Mapping[str, Any], take: int = 1) -> str:
    """Return a cell that sends the request; its take is said when it is not the first."""
    told = {**parameters, **({"take": take} if take > 1 else {})}
    arguments = "".join(f"\n    {name}={value!r}," for name, value in told.items())
    return f"import veo_widgets as veo\n\nveo.submit(\n    {model!r},{arguments}\n)"


def as_controls(model: str, parameters: Mapping[str, Any]) -> str:
    """Return a cell that opens the model's controls with these settings."""
    return (
        "import veo_widgets as veo\n\n"
        f"controls = veo.Controls({model!r})\n"
        f"controls.value = {dict(parameters)!r}\n"
        "controls"
    )
