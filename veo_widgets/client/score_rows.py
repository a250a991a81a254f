"""Scores as people read them: tidy rows, places among the clips of a prompt, flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.core.places import places
from veo_widgets.media.metrics import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from veo_widgets.client.scoring import Scores, Subject
    from veo_widgets.core.places import Place
    from veo_widgets.home.scores import Score


def score_rows(
    heads: Sequence[tuple[Subject, Mapping[str, Any]]], scores: Scores, *, blind: bool = False
) -> list[dict[str, Any]]:
    """Return one tidy row for each clip and metric.

    Args:
        heads: Each clip with the columns that its rows begin with.
        scores: Of these clips.
        blind: Whether who asks is judging blind; there are no rows then.
    """
    if blind is not False:
        return []
    metrics = known()
    stand = standing([subject for subject, _ in heads], scores)
    rows = []
    for subject, head in heads:
        sha256 = subject.clip.sha256
        for name, score in scores.get(sha256, {}).items():
            each = metrics[name]
            place, of = stand.get((name, sha256), (None, None))
            rows.append(
                {
                    **head,
                    "sha256": sha256,
                    "metric": name,
                    "kind": "flag" if each.flag else "description",
                    "value": score.value,
                    "unit": each.unit,
                    "flag": each.defect(score.value, subject.asked) or None,
                    "place": place,
                    "of": of,
                    "note": score.note or None,
                    "moments": list(score.moments),
                    "version": each.version,
                }
            )
    return rows


def standing(subjects: Iterable[Subject], scores: Scores) -> dict[tuple[str, str], Place]:
    """Return each clip's place among those of the same prompt, by metric."""
    prompts: dict[Any, set[str]] = {}
    for subject in subjects:
        prompts.setdefault(subject.asked.get("prompt"), set()).add(subject.clip.sha256)
    stand: dict[tuple[str, str], Place] = {}
    for clips in prompts.values():
        names = {name for sha256 in clips for name in scores.get(sha256, {})}
        for name in names:
            values = {
                sha256: scores[sha256][name].value
                for sha256 in clips
                if name in scores.get(sha256, {})
            }
            for sha256, place in places(values).items():
                stand[name, sha256] = place
    return stand


def flags_of(subject: Subject, scores: Mapping[str, Score]) -> list[str]:
    """Return the defects that a clip's scores raise."""
    metrics = known()
    raised = (metrics[name].defect(score.value, subject.asked) for name, score in scores.items())
    return [flag for flag in raised if flag]
