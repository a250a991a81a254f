"""Sweeps of a home: named, kept, found again, extended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

import veo_widgets as veo
from tests.conftest import picture
from veo_widgets import errors
from veo_widgets.experiment import Sweeps, open_sweep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.local import Running


def test_a_sweep_is_opened_again_by_name_in_another_process(
    server: Running, connect: Callable[..., Client], tmp_path: Path
) -> None:
    first = connect(server)
    sweep = open_sweep(first, {"prompt": "an otter", "model": "veo-2", "name": "otter"})
    drawn = sweep.spec.drawn
    sweep.run().wait(90)
    first.close()
    second = connect(server)
    found = Sweeps(second)["otter"]

    assert list(Sweeps(second)) == ["otter"]
    assert found.spec == sweep.spec
    assert found.spec.drawn == drawn
    assert [row["state"] for row in found.rows()] == ["ready"]
    with pytest.raises(errors.InvalidRequest, match="'otter'"):
        Sweeps(second)["oter"]


def test_the_same_definition_without_a_name_is_the_same_sweep(client: Client) -> None:
    given = {"prompt": "a stoat in the snow", "model": "veo-2", "duration": 5}
    first = open_sweep(client, given)
    first.save()

    assert open_sweep(client, given).spec == first.spec
    assert open_sweep(client, {**given, "duration": 6}).name != first.name


def test_extending_prices_only_what_is_new(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "a newt", "model": "veo-3-fast", "seed": [511], "duration": 4}
    )
    sweep.run().wait(90)
    assert sweep.extend(seed=[512]).plan().counts() == {"reuse": 1, "send": 1}
    assert sweep.extend(resolution=["720p", "1080p"]).spec.axes["resolution"] == ("720p", "1080p")
    sweep.extend(duration=6)
    assert sweep.spec.axes["duration"] == (4, 6)
    with pytest.raises(errors.InvalidRequest, match="Did you mean 'seed'"):
        sweep.extend(sede=[1])


def test_images_of_a_sweep_are_kept_in_the_home(client: Client) -> None:
    sweep = open_sweep(
        client,
        {"prompt": "a cat", "model": ["veo-3.1", "veo-3-fast"], "image": picture(), "seed": 1},
    )
    stored = sweep.spec.base["image"]

    assert (client.home.images / stored.partition(":")[2]).exists()
    assert {cell.fate for cell in sweep.plan().cells} == {"send"}
    assert yaml.safe_load(sweep.to_yaml())["image"] == stored


def test_a_sweep_of_which_every_cell_is_refused_is_an_error(client: Client) -> None:
    with pytest.raises(errors.InvalidParameters, match="720p"):
        open_sweep(client, {"prompt": "x", "model": "veo-3", "resolution": "72p"})


def test_confirm_sends_nothing(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "later", "model": "veo-2", "seed": 531})
    sweep.run(confirm=True)

    assert sweep.jobs() == []
    assert list(Sweeps(client)) == [sweep.name]


def test_the_public_functions_use_the_packages_client(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_BASE_URL", f"{server.endpoint.api}/v1")
    monkeypatch.setenv("SEGMIND_API_KEY", "SG_0123456789abcdef")
    sweep = veo.sweep("a {thing}", model="veo-2", thing=["kite", "boat"], seed=7)
    sweep.save()

    assert repr(sweep).endswith("thing 2: 2 planned)")
    assert "2 send" in repr(sweep.plan())
    assert list(veo.sweeps()) == [sweep.name]


def test_whether_there_is_a_sweep_can_be_asked(client: Client) -> None:
    found = Sweeps(client)

    assert "panda" not in found
    open_sweep(client, {"prompt": "x", "model": "veo-2", "name": "panda"}).save()
    assert "panda" in found


def test_looking_again_plans_nothing_and_sees_the_jobs_of_now(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = open_sweep(client, {"prompt": "a plan", "model": "veo-2", "seed": [551, 552]})
    sweep.save()
    sweep.plan()

    def refuse(*_: object) -> None:
        raise AssertionError("planned anew")

    monkeypatch.setattr("veo_widgets.experiment.memo.make_cells", refuse)
    assert repr(sweep).endswith("seed 2: 2 planned)")
    sweep.run().wait(90)
    assert repr(sweep).endswith("seed 2: 2 ready)")
    assert sweep.plan().counts() == {"reuse": 2}
    assert len(sweep.jobs()) == len(sweep.rows()) == 2
    assert sweep.failed == []
    assert repr(Sweeps(client)[sweep.name]) == repr(sweep)
    with pytest.raises(AssertionError, match="planned anew"):
        sweep.extend(seed=[553])


def test_a_sweep_s_plan_knows_its_sweep_and_a_plan_needs_none(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "whose", "model": "veo-2", "seed": 1})

    assert sweep.plan().sweep is sweep
    assert repr(sweep.plan()).startswith(f"Plan({sweep.name}: 1 cells: 1 send")
