"""Which endpoint a client talks to, and the one that needs no key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from veo_widgets import errors
from veo_widgets.client import Client
from veo_widgets.client.credentials import resolve
from veo_widgets.local import ensure

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


def test_the_embedded_server_takes_scripted_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [{"kind": "fail", "prompt": "broken"}]
    monkeypatch.setenv("VEO_WIDGETS_LOCAL", json.dumps({"draft": True, "faults": faults}))
    with Client(home=tmp_path / "home") as client, pytest.raises(errors.InferenceFailed):
        client.run("veo-3-fast", timeout=90, prompt="broken", duration=4, seed=1)


def test_a_setting_of_the_embedded_server_that_is_none_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_LOCAL", '{"faults": [{"kind": "sunny"}]}')
    with (
        Client(home=tmp_path / "home") as client,
        pytest.raises(errors.EndpointUnreachable, match="a fault's kind is one of"),
    ):
        ensure(client.home)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("draft", "a JSON object"),
        ("[1]", "a JSON object"),
        ('{"workers": -1}', "a whole number from 1"),
        ('{"workers": "x"}', "a whole number from 1"),
    ],
)
def test_settings_of_the_embedded_server_that_are_none_are_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, what: str
) -> None:
    monkeypatch.setenv("VEO_WIDGETS_LOCAL", text)
    with (
        Client(home=tmp_path / "home") as client,
        pytest.raises(errors.InvalidRequest, match=f"VEO_WIDGETS_LOCAL is {what}"),
    ):
        client.submit("veo-3-fast", prompt="x", duration=4, seed=1)
