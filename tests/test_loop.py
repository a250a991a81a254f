"""The background thread's loop, and the cell's."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.loop_guard import watched_loop
from veo_widgets._lib import loop
from veo_widgets.home import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client


def test_a_blocking_call_from_the_background_thread_is_refused(client: Client) -> None:
    client.session.start()

    async def inside() -> str:
        try:
            client.session.blocking(asyncio.sleep(0))
        except RuntimeError as error:
            return str(error)
        return "it blocked"

    assert "blocking call inside" in client.session.spawn(inside()).result(10)


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


@pytest.mark.blocks
def test_what_blocks_the_loop_is_noticed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def compute() -> None:
        end = time.thread_time() + 0.6
        while time.thread_time() < end:
            pass

    async def commit() -> None:
        client.session.ledger.set("a", "b")

    with watched_loop(monkeypatch) as blocks:
        client.session.blocking(asyncio.sleep(0))
        quiet = list(blocks)
        client.session.blocking(compute())
        client.session.blocking(commit())

    assert quiet == []
    assert "ms" in blocks[0]
    assert any(block.startswith("a commit was called on the loop") for block in blocks)


ENDS_AT_ONCE = """
import veo_widgets as veo
client = veo.Client(home="home")
client.submit("veo-3-fast", prompt="a script that ends", seed=1, duration=4)
veo.Client(home="other").submit("veo-2", prompt="nobody closes this", seed=2)
"""


def test_what_a_script_that_ends_left_waits_for_the_next(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDS_AT_ONCE],
        cwd=tmp_path,
        timeout=120,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    for name in ("home", "other"):
        ledger = Ledger(tmp_path / name / "ledger.sqlite")
        (job,) = ledger.select()
        ledger.close()
        assert job.state in {"waiting", "queued", "processing", "saving", "ready"}
        assert job.error is None
