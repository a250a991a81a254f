"""Homes with clips that nobody rendered, and raters who vote on them."""

from __future__ import annotations

import hashlib
import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from veo_widgets.client import Client
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment import open_sweep
from veo_widgets.judging.sources import of_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from veo_widgets.core.voting import Vote
    from veo_widgets.experiment import Sweep
    from veo_widgets.experiment.cells import Cell

PANDA = {
    "name": "panda",
    "prompt": ["a red panda", "a <b>grey</b> heron", "an otter", "a newt"],
    "model": ["veo-3.1-fast", "veo-3-fast", "veo-2"],
    "seed": [1, 2, 3],
}
COSTS = {"veo-3.1-fast": 0.4, "veo-3-fast": 0.8, "veo-2": 1.2}

FACTS = {
    "width": 1280,
    "height": 720,
    "fps": 24.0,
    "duration": 8.0,
    "frames": 192,
    "size": 9000,
    "has_audio": True,
    "video_codec": "h264",
    "audio_codec": "aac",
}


@contextmanager
def opened(home: Path) -> Iterator[Client]:
    """Open a client that sends nothing."""
    client = Client(api_key="SG_x", base_url="http://127.0.0.1:9/v1", home=home)
    try:
        yield client
    finally:
        client.close()


def ready(
    client: Client, cell: Cell, sha256: str, facts: Mapping[str, Any], **more: Any
) -> JobRecord:
    """Return the record of a cell whose clip came a minute after it was asked for.

    Args:
        client: Whose endpoint made it.
        cell: What was asked.
        sha256: The clip's.
        facts: The clip's.
        **more: Other fields of the record.
    """
    told = {"request_id": f"r{cell.key[:12]}", "completed": 1060.0, "ended": 1060.0, **more}
    return JobRecord(
        cell.key[:12],
        client.endpoint.name,
        cell.model,
        dict(cell.parameters),
        1000.0,
        key=cell.key,
        state="ready",
        submitted=1000.0,
        sha256=sha256,
        facts=facts,
        **told,
    )


def made(client: Client, **definition: Any) -> Sweep:
    """Return a kept sweep whose every cell has its clip, in the ledger alone."""
    sweep = open_sweep(client, {**PANDA, **definition})
    sweep.save()
    for cell, _ in sweep.cells():
        if cell.fate == "send":
            digest = hashlib.sha256(cell.key.encode()).hexdigest()
            times = {"completed": 1060.0 + 10 * cell.index, "ended": 1100.0}
            record = ready(client, cell, digest, FACTS, cost=COSTS.get(cell.model), **times)
            client.session.ledger.add(record, "made", reuse=False)
    return sweep


def voted(
    sweep: Sweep, count: int, *, seed: int = 0, better: float = 0.8, **more: Any
) -> list[Vote]:
    """Vote at random on pairs by model, the model that comes first in ``COSTS`` preferred.

    Args:
        sweep: What is judged.
        count: How many votes.
        seed: Of the draws.
        better: How often the better one wins where it is no tie; a tie is every fifth.
        **more: Fields of the votes.
    """
    rng = random.Random(seed)
    comparison = of_sweep(sweep)
    pairs = comparison.pairs(["model"])
    order = list(COSTS)
    cast = []
    for number in range(count):
        pair = pairs[number % len(pairs)] if count > len(pairs) else rng.choice(pairs)
        clips = [pair.one, pair.other]
        names = list(pair.configurations)
        if rng.random() < 0.5:
            clips.reverse()
            names.reverse()
        first = order.index(names[0]) < order.index(names[1])
        won = first == (rng.random() < better)
        answer = "tie" if rng.random() < 0.2 else "left" if won else "right"
        values = {"comparison": comparison.id, "kind": "pair", "answer": answer, **more}
        cast.append(sweep.client.session.ledger.votes.cast(clips=tuple(clips), **values))
    return cast
