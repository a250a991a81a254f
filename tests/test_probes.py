"""The same request again, at once and later: what came is compared, and paid for like a sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tests.planted import lit, scene, write
from veo_widgets.experiment.probes import likeness_of
from veo_widgets.media.metrics.likeness import alike

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client


@pytest.mark.parametrize(
    ("ssim", "colour", "word"),
    [
        (1.0, 0.0, "same picture"),
        (0.99, 1.0, "same picture"),
        (0.995, 1.5, "alike"),
        (0.9, 2.9, "alike"),
        (0.9, 3.1, "another clip"),
        (0.5, 0.0, "another clip"),
    ],
)
def test_likeness_has_words(ssim: float, colour: float, word: str) -> None:
    assert likeness_of("a", "b", ssim, colour) == word
    assert likeness_of("a", "a", ssim, colour) == "same bytes"


def test_clips_are_compared_at_their_worst(tmp_path: Path) -> None:
    frames = scene()[:48]
    one = write(tmp_path / "one.mp4", frames)
    tinted = write(tmp_path / "tinted.mp4", lit(frames, lambda n: 1.0 if n < 24 else 1.15))
    other = write(tmp_path / "other.mp4", scene(seed=9)[:48])

    assert alike(one, one) == (pytest.approx(1), pytest.approx(0, abs=1e-6))
    assert alike(one, tinted)[1] > 3
    assert alike(one, other)[0] < 0.85
    assert alike(one, other)[1] > alike(one, tinted)[1]


def test_the_same_request_twice_is_planned_paid_and_compared(client: Client) -> None:
    probe = veo.same_twice("veo-3-fast", "a lake", seed=71, duration=4, client=client)

    assert len(probe.plan().new) == 2
    assert probe.results() == []
    assert "run() sends what is missing" in probe.sentence()
    with pytest.raises(veo.BudgetExceeded):
        probe.run(budget=0.01)
    probe.run(budget=50).wait(120)
    (result,) = probe.results()

    assert result.likeness == "same bytes"
    assert (result.take, result.ssim, result.colour) == (2, 1.0, 0.0)
    assert probe.sentence().startswith("Of 1 repeated request, 1 gave the same file")
    assert probe.to_dataframe().likeness.tolist() == ["same bytes"]
    again = veo.same_twice("veo-3-fast", "a lake", seed=71, duration=4, client=client)
    assert len(again.plan().new) == 0


def test_a_kept_sweep_run_again_pays_for_the_new_take_alone(client: Client) -> None:
    sweep = veo.sweep(
        "a road", name="kept", model="veo-3-fast", seed=[72, 73], duration=4, client=client
    )
    with pytest.raises(veo.InvalidRequest, match="'kept' has no clip yet"):
        veo.run_again(sweep)
    sweep.run().wait(120)
    probe = veo.run_again("kept", client=client)

    assert [cell.take for cell in probe.plan().new] == [2, 2]
    probe.run().wait(120)
    assert [each.take for each in probe.results()] == [2, 2]
    assert {each.likeness for each in probe.results()} == {"same bytes"}
    assert len(veo.run_again(sweep).plan().new) == 0
    assert len(veo.run_again(sweep, take=3).plan().new) == 2
    assert veo.sweeps(client)["kept"].to_dict() == sweep.to_dict()


def test_what_is_no_probe_is_refused(client: Client) -> None:
    for times in (1, 0, 21, "2", True):
        with pytest.raises(veo.InvalidRequest, match="times is 2 to 20"):
            veo.same_twice("veo-3-fast", "a lake", times=times, client=client)
    with pytest.raises(veo.InvalidRequest):
        veo.run_again("nothing of that name", client=client)
