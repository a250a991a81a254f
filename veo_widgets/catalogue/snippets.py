"""A request as the line of code that sends it; never with the key."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTIONS: Final = frozenset({"take", "via", "parameters", "budget", "run"})


def as_python(model: str, parameters: Mapping[str, Any], take: int = 1) -> str:
    """Return a cell that sends the request; its take is said when it is not the first."""
    bare = {name: value for name, value in parameters.items() if _is_bare(name)}
    other = {name: value for name, value in parameters.items() if not _is_bare(name)}
    if other:
        bare["parameters"] = other
    if take > 1:
        bare["take"] = take
    arguments = "".join(f"\n    {name}={value!r}," for name, value in bare.items())
    return f"import veo_widgets as veo\n\nveo.submit(\n    {model!r},{arguments}\n)"


def _is_bare(name: str) -> bool:
    """Tell whether a parameter can be written as a keyword of ``submit``."""
    plain = name.isascii() and name.isidentifier()
    return plain and not iskeyword(name) and name not in OPTIONS


def as_controls(model: str, parameters: Mapping[str, Any]) -> str:
    """Return a cell that opens the model's controls with these settings."""
    return (
        "import veo_widgets as veo\n\n"
        f"controls = veo.Controls({model!r})\n"
        f"controls.value = {dict(parameters)!r}\n"
        "controls"
    )
