"""The background loop, and the only kernels whose own loop may turn in a cell."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from veo_widgets._lib import loop

if TYPE_CHECKING:
    from veo_widgets.client import Client


def test_a_blocking_call_from_the_background_thread_is_refused(client: Client) -> None:
    client.start()

    async def inside() -> str:
        try:
            client.blocking(asyncio.sleep(0))
        except RuntimeError as error:
            return str(error)
        return "it blocked"

    assert "blocking call inside" in client.spawn(inside()).result(10)


@pytest.mark.parametrize(
    ("version", "nests"), [("6.31.0", True), ("7.0.1", False), ("7.4.0", False)]
)
def test_only_old_kernels_let_their_loop_turn(
    monkeypatch: pytest.MonkeyPatch, version: str, nests: bool
) -> None:
    class Uv(asyncio.SelectorEventLoop):
        __module__ = "uvloop.loop"

    kernel = SimpleNamespace(__version__=version)
    shell = SimpleNamespace(get_ipython=object)
    monkeypatch.setitem(sys.modules, "ipykernel", kernel)
    monkeypatch.setitem(sys.modules, "IPython", shell)
    plain, uv = asyncio.SelectorEventLoop(), Uv()
    try:
        assert loop.nests(plain) == nests
        assert not loop.nests(uv)
        shell.get_ipython = lambda: None
        assert not loop.nests(plain)
    finally:
        plain.close()
        uv.close()
