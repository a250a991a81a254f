"""Odd values in the calls about scores end in an error of the kit's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tests.odd_values import ODD, SENSIBLE
from veo_widgets._lib.cluster import Cluster
from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep

CALLS: dict[str, Callable[[Sweep, object], object]] = {
    "scores": lambda sweep, value: sweep.scores(value),
    "models": lambda sweep, value: sweep.scores(models=value),
    "scheduler": lambda sweep, value: sweep.scores(scheduler=value),
    "blind": lambda sweep, value: sweep.scores(blind=value),
    "model twice": lambda sweep, value: veo.same_twice(value, "a lake", client=sweep.client),
    "prompt twice": lambda sweep, value: veo.same_twice("veo-2", value, client=sweep.client),
    "times": lambda sweep, value: veo.same_twice("veo-2", "x", times=value, client=sweep.client),
    "again": lambda sweep, value: veo.run_again(value, client=sweep.client),
    "take": lambda sweep, value: veo.run_again(sweep, take=value, client=sweep.client),
    "name": lambda _, value: veo.metric(value, "s", 1),
    "version": lambda _, value: veo.metric("fine", "s", value),
    "table": lambda _, value: veo.metrics()[value],
}


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    home = tmp_path_factory.mktemp("odd") / "home"
    client: Client = veo.Client(api_key="SG_x", base_url="http://127.0.0.1:9/v1", home=home)
    yield veo.sweep("a lake", model="veo-2", seed=[1, 2], client=client)
    client.close()


@pytest.mark.parametrize("name", CALLS)
def test_no_odd_value_ends_outside_the_tree(sweep: Sweep, name: str) -> None:
    outside = []
    for value in [*SENSIBLE, *ODD]:
        try:
            repr(CALLS[name](sweep, value))
        except veo.VeoError:
            pass
        except Exception as error:  # noqa: BLE001
            outside.append((type(value).__name__, type(error).__name__, str(error)[:80]))

    assert not outside


@pytest.mark.parametrize("address", ["x" * 300, "file.json", "http://x:1", "\0", "tcp://"])
def test_what_is_no_address_of_a_scheduler_is_told(address: str) -> None:
    with pytest.raises(HomeError, match="no Dask scheduler at"):
        Cluster(address)


def test_whatever_blind_is_but_false_hides_all(sweep: Sweep) -> None:
    for blind in (True, 1, "yes", None, [0]):
        assert sweep.scores(blind=blind).empty
