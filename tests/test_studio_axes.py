"""What the studio makes of controls that became axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tests.press import press, said, sent, until
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from veo_widgets.client import Client

pytestmark = pytest.mark.usefixtures("widgets")


def test_wordings_are_axes_of_the_plan_as_a_sweep_of_them_is(client: Client) -> None:
    value = {"prompt": "a lake", "duration": 4, "resolution": "720p", "seed": 3}
    studio = Studio("veo-3.1-fast", value=value, client=client)
    out = sent(studio)
    axes = {"prompt": ["a lake", "a fox"], "negative_prompt": ["", "blurry"]}
    form = {**studio.form, "axes": axes}
    press(studio, {"type": "ask_plan", "id": "1", "form": form, "count": 1})
    plan = said(out, "plan")[0]
    swept = veo.sweep(
        axes["prompt"],
        model="veo-3.1-fast",
        client=client,
        negative_prompt=axes["negative_prompt"],
        **{name: each for name, each in studio.value.items() if name != "prompt"},
    ).plan()

    assert {axis["name"]: len(axis["values"]) for axis in plan["axes"]} == {
        "prompt": 2,
        "negative_prompt": 2,
    }
    assert (plan["new"], plan["high"]) == (4, pytest.approx(swept.cost.high))
    press(
        studio,
        {
            "type": "run_plan",
            "id": "2",
            "ticket": studio.ticket,
            "form": form,
            "count": 1,
            "new": 4,
            "high": plan["high"],
            "unpriced": 0,
            "budget": None,
            "agreed": True,
            "unknown": None,
        },
    )
    until(lambda: len(client.jobs()) == 4)
    made = [(j.parameters["prompt"], j.parameters.get("negative_prompt")) for j in client.jobs()]
    assert sorted(made, key=str) == sorted(
        (
            (cell.parameters["prompt"], cell.parameters.get("negative_prompt"))
            for cell in swept.cells
        ),
        key=str,
    )
