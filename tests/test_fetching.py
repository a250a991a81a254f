"""A clip's way home: cut off, gone on with, asked for again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import httpx

from tests.conftest import accepted, serving
from veo_widgets._lib.files import sha256_of
from veo_widgets.segmind import Segmind
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client


class Ranges(httpx.AsyncHTTPTransport):
    """A transport that notes which bytes were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str | None] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(".mp4"):
            self.asked.append(request.headers.get("range"))
        return await super().handle_async_request(request)


def test_a_truncated_download_goes_on_where_it_ended(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    fault = Fault("truncate", "clip", first=2)
    with serving(tmp_path / "server", faults=(fault,)) as running:
        ranges = Ranges()
        client = connect(running, connect=partial(Segmind, transport=ranges))
        clip = client.submit("veo-3-fast", seed=5, prompt="a long river").wait(90)
        client.close()

    assert ranges.asked[0] is None
    resumed = [asked for asked in ranges.asked[1:] if asked]
    assert len(resumed) == 2
    starts = [int(asked.removeprefix("bytes=").rstrip("-")) for asked in resumed]
    assert 0 < starts[0] < starts[1] < clip.facts.size
    assert sha256_of(clip.path) == clip.sha256
    assert not list((tmp_path / "home" / "clips").glob("*.part"))


def test_an_address_that_is_gone_is_asked_for_again(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with serving(tmp_path / "server") as running:
        client = connect(running)
        job = client.submit("veo-3-fast", seed=6, prompt="a moved file")
        clip = job.wait(90)
        clip.path.unlink()
        client.session.ledger.move(
            job.id, "saving", "test", output_url=f"{running.endpoint.api}/generations/gone.mp4"
        )
        again = client.submit("veo-3-fast", seed=6, prompt="a moved file").wait(90)

        assert again.sha256 == clip.sha256
        assert again.path.exists()
        assert any("another address" in event.cause for event in job.history)
        assert accepted(running) == 1
        client.close()
