"""Clips, settings, votes and scores as a folder that other tools read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.sheets import as_csv, as_jsonl
from veo_widgets._lib.values import file_path, short, switches
from veo_widgets.catalogue import is_prompt, prompt_of
from veo_widgets.client.progress import making
from veo_widgets.client.score_rows import score_rows
from veo_widgets.client.scoring import known_scores, subject_of
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.judging.preferences import preferences
from veo_widgets.judging.rows import COLUMNS, vote_rows
from veo_widgets.judging.sources import clips_of, comparison_of, sweep_of

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from veo_widgets.client import Session
    from veo_widgets.judging.comparison import Comparison, Entry
    from veo_widgets.media import Clip

MONEY: Final = frozenset({"cost", "low", "high"})
LONGEST_NAME: Final = 80
LONGEST_VALUE: Final = 24
README: Final = """\
{name}: {count} clips, exported by veo_widgets.

metadata.jsonl     a line for each clip: file_name, model, prompt, parameters, facts, wins
table.csv          the same for a spreadsheet; texts that would be formulas begin with '
votes.csv          every vote
preferences.jsonl  prompt, chosen, rejected, margin and ties of each two clips that were judged
scores.csv         the automatic metrics that were measured
sweep.yaml         what veo.Sweep.from_yaml() opens (of a sweep)

datasets.load_dataset("videofolder", data_dir="…") and pandas.read_json("metadata.jsonl",
lines=True) read it.
"""


def export(
    thing: object, folder: str | PathLike[str], *, cost: bool = False, sidecar: bool = False
) -> Path:
    """Write clips and what is known of them to a folder; see ``Sweep.export``."""
    switches(cost=cost, sidecar=sidecar)
    target = file_path(folder)
    if target is None or (target.exists() and not target.is_dir()):
        raise InvalidRequest(f"an export needs a folder, not {short(folder)}")
    comparison, session = comparison_of(thing)
    clips = [*clips_of(thing).values()]
    if not clips:
        raise MediaError("there is no clip yet to export")
    entries = {entry.sha256: entry for entry in reversed(comparison.entries)}
    names = _names([(clip, entries[clip.sha256]) for clip in clips], comparison)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with making(target.name) as told:
            for number, clip in enumerate(clips, 1):
                clip.export(target / names[clip.sha256], cost=cost, sidecar=sidecar)
                told(number / len(clips))
        for name, data in _tables(comparison, session, clips, names, cost=cost).items():
            (target / name).write_bytes(data)
    except OSError as error:
        raise MediaError(f"{target} cannot be written: {error.strerror or error}") from error
    sweep = sweep_of(thing)
    if sweep is not None:
        sweep.to_yaml(target / "sweep.yaml")
    return target


def _tables(
    comparison: Comparison,
    session: Session,
    clips: list[Clip],
    names: dict[str, str],
    *,
    cost: bool,
) -> dict[str, bytes]:
    votes = session.ledger.votes.of(comparison.id)
    chosen = preferences(comparison, votes, names)
    rows = [_row(clip, comparison, names, chosen, cost=cost) for clip in clips]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    heads = [(subject_of(session, clip), {"file_name": names[clip.sha256]}) for clip in clips]
    scores = score_rows(heads, known_scores(session, [subject for subject, _ in heads]))
    measured = list(dict.fromkeys(name for row in scores for name in row)) or ["file_name"]
    about = README.format(name=comparison.id, count=len(clips))
    return {
        "metadata.jsonl": as_jsonl({name: row.get(name) for name in columns} for row in rows),
        "table.csv": as_csv(rows, columns),
        "votes.csv": as_csv(vote_rows(comparison, votes), COLUMNS),
        "preferences.jsonl": as_jsonl(chosen),
        "scores.csv": as_csv(scores, measured),
        "README.txt": about.encode("utf-8", "replace"),
    }


def _row(
    clip: Clip,
    comparison: Comparison,
    names: dict[str, str],
    chosen: list[dict[str, Any]],
    *,
    cost: bool,
) -> dict[str, Any]:
    name, facts = names[clip.sha256], clip.facts
    at = next(entry.at for entry in comparison.entries if entry.sha256 == clip.sha256)
    row = {
        "file_name": name,
        "model": clip.model,
        "prompt": prompt_of(clip.parameters) or None,
        **{key: value for key, value in at.items() if key != "model" and not is_prompt(key)},
        "parameters": dict(clip.parameters),
        "width": facts.width,
        "height": facts.height,
        "fps": facts.fps,
        "frames": facts.frames,
        "duration": facts.duration,
        "has_audio": facts.has_audio,
        "wins": sum(pair["votes_chosen"] for pair in chosen if pair["chosen"] == name)
        + sum(pair["votes_rejected"] for pair in chosen if pair["rejected"] == name),
        "losses": sum(pair["votes_rejected"] for pair in chosen if pair["chosen"] == name)
        + sum(pair["votes_chosen"] for pair in chosen if pair["rejected"] == name),
        "ties": sum(pair["ties"] for pair in chosen if name in {pair["chosen"], pair["rejected"]}),
        "job": clip.origin.job or None,
        "request_id": clip.origin.request_id or None,
        "completed": clip.origin.completed,
        "sha256": clip.sha256,
    }
    return {**row, "cost": clip.cost} if cost else row


def _names(clips: list[tuple[Clip, Entry]], comparison: Comparison) -> dict[str, str]:
    """Name files by their number, so that they sort, and by what varies."""
    varies = [
        axis
        for axis in comparison.axes
        if len({repr(entry.at.get(axis)) for entry in comparison.entries}) > 1
    ]
    digits = max(2, len(str(len(clips))))
    names = {}
    for number, (clip, entry) in enumerate(clips, 1):
        parts = [_word(axis, entry.at.get(axis)) for axis in varies if axis in entry.at]
        words = "_".join(part for part in parts if part) or _plain(clip.model or clip.path.stem)
        names[clip.sha256] = f"{number:0{digits}d}_{words}"[:LONGEST_NAME].rstrip("._-") + ".mp4"
    return names


def _word(axis: str, value: object) -> str:
    text = _plain(str(value))[:LONGEST_VALUE].strip("-.")
    return text if axis in {"model", "prompt"} else f"{_plain(axis)}-{text}"


def _plain(text: str) -> str:
    """Return letters, digits and dashes that every file system takes."""
    return re.sub(r"[^\w.]+", "-", text, flags=re.UNICODE).strip("-.")
