"""A sweep whose clips are planted, so that a report of it needs no render."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.clips import coded_clip
from tests.raters import ready
from veo_widgets._lib.files import sha256_of
from veo_widgets.experiment import open_sweep
from veo_widgets.media import probe

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep

NASTY = 'a newt says "</script><script>alert(1)</script>" \u2028 <!-- & =cmd()'
MODELS = ("veo-3.1-fast", "veo-3-fast")
SEEDS = (731731, 848848)
COSTS = {"veo-3.1-fast": 0.4321, "veo-3-fast": 0.8765}


def planted(client: Client, folder: Path, **definition: Any) -> Sweep:
    """Return a kept sweep of two models and two seeds, each cell with a clip of its own."""
    defined = {"name": "newts", "prompt": NASTY, "model": [*MODELS], "seed": [*SEEDS], **definition}
    sweep = open_sweep(client, defined)
    sweep.save()
    for cell, _ in sweep.cells():
        if cell.fate != "send":
            continue
        clip = coded_clip(
            folder / f"{cell.index}.mp4", 24, 320, 180, 40 + 37 * cell.index % 200, sound=True
        )
        digest = sha256_of(clip)
        shutil.copyfile(clip, client.home.clips / f"{digest}.mp4")
        facts, cost = probe(clip).as_dict(), COSTS.get(cell.model)
        told = {"request_id": f"request-{cell.index}", "cost": cost}
        record = ready(client, cell, digest, facts, **told)
        client.session.ledger.add(record, "made", reuse=False)
    return sweep
