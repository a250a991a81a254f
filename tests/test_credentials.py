"""Which endpoint a client talks to, and the one that needs no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from veo_widgets import errors
from veo_widgets.client import Client
from veo_widgets.client.credentials import resolve

if TYPE_CHECKING:
    from pathlib import Path

QUICK = {"prompt": "a lake in the hills", "duration": 4, "seed": 11}


def test_the_endpoint_is_found_in_order() -> None:
    cloud = {"SEGMIND_API_KEY": "SG_a"}
    stored = lambda: "SG_stored"  # noqa: E731

    assert resolve(None, None, {}, lambda: None) is None
    assert resolve("SG_arg", None, cloud, stored).key == "SG_arg"
    assert resolve(None, None, cloud, stored).key == "SG_a"
    assert resolve(None, None, {}, stored).key == "SG_stored"
    assert resolve(None, None, cloud, stored).name == "segmind"
    other = resolve(None, None, {**cloud, "VEO_WIDGETS_BASE_URL": "http://h:1/v1"}, stored)
    assert (other.api, other.key) == ("http://h:1", "SG_a")
    with pytest.raises(errors.InvalidRequest, match="no base URL"):
        resolve(None, "nonsense", {}, stored)


def test_without_a_key_the_embedded_server_is_used(tmp_path: Path) -> None:
    with Client(home=tmp_path / "home") as client:
        clip = client.run("veo-3-fast", timeout=90, **QUICK)

        assert client.endpoint.name == "local"
        assert clip.cost == 0.4
        assert client.spend().total == 0
        assert client.spend().play_total == 0.4
