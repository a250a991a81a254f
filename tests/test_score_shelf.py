"""A score is kept by clip, metric, version and what it hangs on, and by nothing less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.home import Ledger
from veo_widgets.home.salvage import salvage
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


def test_a_damaged_ledger_gives_its_scores_back_and_none_that_says_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    kept = {ScoreKey(f"{n:064x}", "blur", 1): Score(n / 7, "", (0.5,)) for n in range(5)}
    ledger.scores.keep(kept.items())
    db = ledger._db._connection
    assert db is not None
    db.execute("UPDATE scores SET moments = '{' WHERE sha256 = ?", (f"{3:064x}",))
    db.execute("UPDATE scores SET value = 'much' WHERE sha256 = ?", (f"{4:064x}",))
    db.commit()
    ledger.close()
    broken = (tmp_path / "ledger.sqlite").rename(tmp_path / "broken.sqlite")
    again = Ledger(tmp_path / "ledger.sqlite")
    with again._db.write() as fresh:
        salvage(broken, fresh)

    assert again.scores.find(kept) == dict([*kept.items()][:3])
    again.close()
