"""What a check of parameters found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.errors import Problem


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that may not work as hoped.

    Attributes:
        field: The parameter.
        message: One plain sentence.
        source: Who says so.
        cure: The values that would take it away; empty where only a person knows.
    """

    field: str
    message: str
    source: str
    cure: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check of parameters found.

    Attributes:
        parameters: The request in the types the model wants.
        problems: What must be changed before it can be sent.
        warnings: What Google says that the model's page does not.
    """

    parameters: dict[str, Any]
    problems: tuple[Problem, ...]
    warnings: tuple[Warned, ...]
