"""A score is kept by clip, metric, version and what it hangs on, and by nothing less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.home import Ledger
from veo_widgets.home.scores import Score, ScoreKey

if TYPE_CHECKING:
    from pathlib import Path


def test_a_score_is_kept_by_clip_metric_version_and_what_it_hangs_on(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    keys = [
        ScoreKey("a" * 64, "blur", 1),
        ScoreKey("a" * 64, "blur", 2),
        ScoreKey("b" * 64, "blur", 1),
        ScoreKey("a" * 64, "blur", 1, "start"),
    ]
    kept = {key: Score(n / 7, "so", (0.5, n)) for n, key in enumerate(keys)}
    ledger.scores.keep(kept.items())
    ledger.close()
    ledger = Ledger(tmp_path / "ledger.sqlite")

    assert ledger.scores.find(keys) == kept
    assert ledger.scores.find(keys[:1]) == {keys[0]: kept[keys[0]]}
    assert ledger.scores.find([ScoreKey("a" * 64, "blur", 3)]) == {}
    ledger.scores.keep([(keys[0], Score(None, "cannot tell"))])
    assert ledger.scores.find(keys[:1]) == {keys[0]: Score(None, "cannot tell")}
    ledger.close()


def test_more_clips_than_a_query_takes_are_found(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    kept = {ScoreKey(f"{n:064}", "blur", 1): Score(float(n)) for n in range(1203)}
    ledger.scores.keep(kept.items())

    assert ledger.scores.find(kept) == kept
    ledger.close()
