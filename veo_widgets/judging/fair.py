"""What differs within the pairs that are to be judged, besides what is compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from veo_widgets.experiment.fairness import ASPECTS, OF_CALLS, RANDOM, seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.judging.comparison import Comparison
    from veo_widgets.media import Clip


@dataclass(frozen=True, slots=True)
class Uneven:
    """One thing that may tell the sides of a pair apart.

    Attributes:
        about: ``Length``, ``Sound``, ``Size``, ``Prompt``, ``Seed`` or ``Model``.
        pairs: In how many pairs it differs.
        of: Of how many.
        odd: The clips without which it would not.
    """

    about: str
    pairs: int
    of: int
    odd: frozenset[str]


def uneven(comparison: Comparison, by: Sequence[str], clips: Mapping[str, Clip]) -> list[Uneven]:
    """List what differs within pairs besides the axes that are compared.

    A clip that does not decode is in no pair: it is not shown, and nothing is known of it.

    Args:
        comparison: What is judged.
        by: The axes that are compared.
        clips: Every clip by its sha256.
    """
    unread = {sha256 for sha256, clip in clips.items() if not clip.facts.decoded}
    pairs = comparison.without(unread).pairs(by)
    seen_ = {
        sha256: seen(0, clip.facts, clip.model, clip.parameters) for sha256, clip in clips.items()
    }
    called = any(clip.model for clip in clips.values())
    rows = []
    for about, names, value in ASPECTS:
        if names & {*by} or (not called and about in OF_CALLS):
            continue
        values = {sha256: value(compared) for sha256, compared in seen_.items()}
        apart = [
            (pair.one, pair.other)
            for pair in pairs
            if values[pair.one] != values[pair.other] or values[pair.one] == RANDOM
        ]
        if not apart:
            continue
        shown = {clip for pair in pairs for clip in (pair.one, pair.other)}
        counts = Counter(values[clip] for clip in shown)
        odd = {min(clips_, key=lambda clip: (counts[values[clip]], clip)) for clips_ in apart}
        rows.append(Uneven(about, len(apart), len(pairs), frozenset(odd)))
    return rows
