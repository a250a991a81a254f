"""What objects say of themselves where there is text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.client.job import Jobs
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment import Sweeps
from veo_widgets.home.spend import Spend, SpendLine
from veo_widgets.media import Clip

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client


def planted(client: Client, name: str, prompt: str, cost: float | None) -> None:
    """Put a job into the ledger as if it had been made."""
    record = JobRecord(name, "local", "veo-2", {"prompt": prompt}, 1.0)
    client.session.ledger.add(
        record.but(state="ready" if cost else "failed", cost=cost), "made", reuse=False
    )


def test_jobs_are_a_table_with_a_total(client: Client) -> None:
    planted(client, "a" * 12, "a fox\x1b[2J in the snow", 2.5)
    planted(client, "b" * 12, "an owl", None)
    head, *lines = repr(client.jobs()).splitlines()

    assert head == "2 jobs: 1 ready, 1 failed"
    assert any("veo-2" in line and "$2.50" in line and "a fox" in line for line in lines)
    assert "\x1b" not in "".join(lines)
    assert repr(client.jobs()[0]).startswith("Job(")


def test_none_is_a_sentence_with_a_next_step(client: Client) -> None:
    assert repr(Jobs([])) == "No jobs here yet. veo.submit(…) or veo.studio() makes the first."
    assert repr(Sweeps(client)).startswith("No sweeps here yet. veo.sweep(")


def test_spend_is_by_model_the_dearest_first() -> None:
    line = SpendLine("2026-01-01", "segmind", "veo-2", 1, 2.5, 2.5, 0)
    other = SpendLine("2026-01-02", "segmind", "veo-3", 2, 6.4, 6.4, 0)
    head, first, second = repr(Spend((line, other), ())).splitlines()

    assert head == "Spend($8.90 real, $0.00 play money)"
    assert first.split() == ["veo-3", "2", "clips", "$6.40"]
    assert second.split() == ["veo-2", "1", "clip", "$2.50"]


def test_models_prices_and_clips_say_what_they_are(client: Client, mp4: Path) -> None:
    model = client.catalogue["veo-2"]

    assert repr(model) == "Model(veo-2: prompt*, aspect_ratio, duration, seed)"
    assert repr(model.price({"duration": 5})).startswith("Price($2.50-")
    assert repr(client.catalogue).splitlines()[-1].split()[0] == "veo-2"
    assert repr(Clip.open(mp4)).startswith("Clip(")
    assert "sha256" not in repr(Clip.open(mp4))
