"""Where copies end, so that clips that are compared are equally long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.media.blind import SLACK_S

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.judging.comparison import Pair

LOST_S: Final = 1.0
"""What a common end may cost, and no more than a quarter of the shortest clip."""


def together(pairs: Sequence[Pair]) -> dict[str, frozenset[str]]:
    """Return for each clip all that it is compared with, over however many pairs."""
    groups: dict[str, frozenset[str]] = {}
    for pair in pairs:
        group = frozenset[str]().union(
            *(groups.get(clip, {clip}) for clip in (pair.one, pair.other))
        )
        groups |= dict.fromkeys(group, group)
    return groups


def ends(lengths: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return how long copies are to be, in seconds; none where all are equally long as they are.

    They end together at the last moment at which all can. Where there is none within a second
    of the shortest one's end, each ends where it can before that.

    Args:
        lengths: How long a copy of each clip can be, rising; all of it, at last.
    """
    shortest = min(lengths.values(), key=lambda times: times[-1], default=[0.0])
    end = shortest[-1]
    if all(times[-1] <= end + SLACK_S for times in lengths.values()):
        return {}
    for moment in reversed(shortest):
        if moment < end - min(LOST_S, end / 4):
            break
        if all(any(abs(at - moment) <= SLACK_S for at in times) for times in lengths.values()):
            return dict.fromkeys(lengths, moment)
    return {
        clip: max((at for at in times if at <= end + SLACK_S), default=times[0])
        for clip, times in lengths.items()
    }
