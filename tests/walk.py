"""A walk with models: served, swept beside Veo, and what came of it looked at."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import av
import pytest

from tests.conftest import KEY, serving
from tests.models import CATALOGUE, Noted, local_files, sample
from veo_widgets.catalogue import frame_size
from veo_widgets.client import Client
from veo_widgets.conductor import Limits
from veo_widgets.experiment import open_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.catalogue import Model
    from veo_widgets.experiment import Sweep
    from veo_widgets.media import Clip

VEO = "veo-3.1-fast"
RATIOS = CATALOGUE[VEO].properties["aspect_ratio"]["enum"]


class Walk:
    """A server of models, and a client that sweeps them."""

    def __init__(self, client: Client, files: dict[str, str], noted: Noted) -> None:
        self.client, self.files, self.noted = client, files, noted

    def swept(self, slug: str) -> Sweep:
        """Run the draft of a model's sample beside Veo to its end."""
        model = self.client.catalogue[slug]
        given = {"prompt": "a lake", **sample(model, self.files), "model": [VEO, slug]}
        shape = model.having("aspect_ratio") or ""
        both = [r for r in RATIOS if r in model.properties.get(shape, {}).get("enum", ())]
        if shape in given and given[shape] not in RATIOS:
            given[shape] = both[0]
        sweep = open_sweep(self.client, {**given, "name": slug, "drawn": 7}).draft()
        return sweep.run(unknown=1.0).wait(120)


@contextmanager
def walking(folder: Path, models: Path, clip: bytes, *, rendering: bool = False) -> Iterator[Walk]:
    """Serve the models, and open a client on a home that has them too."""
    home, noted = folder / "home", Noted(clip)
    shutil.copytree(models, home / "models")
    more: Any = {"rendering": True} if rendering else {"renderers": noted.opened}
    with serving(folder / "server", models=models, **more) as running:
        limits = Limits(poll_s=0.1)
        base = f"{running.endpoint.api}/v1"
        with Client(home=home, api_key=KEY, base_url=base, limits=limits) as client:
            yield Walk(client, local_files(folder, clip), noted)


def clips_of(sweep: Sweep) -> list[Clip]:
    """Return the clips of a sweep of two cells, both of which must have one."""
    rows = sweep.rows()
    assert [row["state"] for row in rows] == ["ready", "ready"], [
        (row["state"], row["reason"]) for row in rows
    ]
    assert all((row["cost"] is None) == (row["high"] is None) for row in rows), rows
    clips = [job.clip for job in sweep.jobs()]
    return [clip for clip in clips if clip is not None]


def looked_at(clip: Clip, model: Model, parameters: dict[str, Any]) -> None:
    """Decode a clip whole, and hold it against what was asked."""
    size = frame_size(parameters, model)
    full = {**model.defaults(), **parameters}
    asked = model.seconds(parameters)
    with av.open(str(clip.path)) as file:
        frames = [(frame.width, frame.height) for frame in file.decode(video=0)]
    assert set(frames) == {size}
    assert clip.facts.fps == pytest.approx(model.fps(full))
    if asked is not None:
        assert len(frames) == round(asked * model.fps(full))
    heard = any(slot.medium == "sound" for slot in model.media() if slot.path in parameters)
    switch = model.having("audio")
    able = heard or (switch is not None and full.get(switch) is not False)
    assert clip.facts.has_audio == able
