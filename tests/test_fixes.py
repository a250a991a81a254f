"""Problems and warnings that know the right value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.press import typed
from veo_widgets.catalogue import Catalogue
from veo_widgets.widgets import Controls

if TYPE_CHECKING:
    from veo_widgets.client import Client

pytestmark = pytest.mark.usefixtures("widgets")
SLUGS = list(Catalogue())


@pytest.mark.parametrize("slug", SLUGS)
def test_each_rule_knows_a_cure_that_this_model_takes(client: Client, slug: str) -> None:
    model = client.catalogue[slug]
    odd = {
        "resolution": "1080p",
        "duration": 4,
        "aspect_ratio": "3:4",
        "fps": 30,
        "seed": -5,
        "negative_prompt": "No cars",
        "reference_images": ["https://a/b.png"] * 4,
    }
    asked = {"prompt": "x", **{name: odd[name] for name in odd if name in model.properties}}
    for problem in model.check(asked).problems:
        del asked[problem.field]
    while warnings := model.check(asked).warnings:
        assert all(warned.cure for warned in warnings)
        asked |= warnings[0].cure
    assert model.check(asked).problems == ()


def test_a_last_frame_alone_is_for_a_person_to_mend(client: Client) -> None:
    asked = {"prompt": "x", "last_frame": "https://a/b.png"}
    (warned,) = client.catalogue["veo-3.1"].check(asked).warnings

    assert (warned.field, warned.cure) == ("last_frame", {})


def test_the_browser_hears_the_right_value_where_one_is_known(client: Client) -> None:
    controls = Controls("veo-3.1-fast", client=client)
    typed(controls, 1, prompt="x", resolution="1080p", duration=4, seed=2.6)
    (warned,), problems = controls.checked["warnings"], controls.checked["problems"]

    assert warned["fix"] == {"duration": 8}
    assert [(problem["field"], problem["fix"]) for problem in problems] == [("seed", {"seed": 3})]

    typed(controls, 2, prompt="x", seed="seven", duration=5)
    fixes = {problem["field"]: problem["fix"] for problem in controls.checked["problems"]}
    assert fixes == {"seed": {}, "duration": {"duration": 4}}
