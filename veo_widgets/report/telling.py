"""What a report may tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Telling:
    """What a report tells.

    Attributes:
        prompts: Whether it tells prompts.
        costs: Whether costs and prices.
        evidence: Whether ids of jobs and requests.
    """

    prompts: bool = True
    costs: bool = True
    evidence: bool = False
