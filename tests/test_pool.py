"""Processes that are replaced when one dies, and gone when they are ended."""

from __future__ import annotations

import os
import threading
from concurrent.futures import BrokenExecutor
from multiprocessing.connection import Connection

import pytest

from veo_widgets._lib.pool import Pool

LARGE = 200_000


def square(number: int) -> int:
    return number * number


def die() -> None:
    os._exit(3)


def endless() -> None:
    threading.Event().wait(60)


def half() -> bytes:
    """Leave in the middle of telling a result that is too large for one write."""

    def leave(connection: Connection, data: memoryview) -> None:
        os.write(connection.fileno(), bytes(data)[: len(data) // 2])
        os._exit(3)

    Connection._send = leave
    return bytes(LARGE)


def ended(pool: Pool) -> bool:
    """End a pool as its owner does; tell whether that came to its end."""
    pool.end()
    closing = threading.Thread(target=pool.shutdown, daemon=True)
    closing.start()
    closing.join(20)
    return not closing.is_alive()


def test_a_worker_that_dies_is_replaced() -> None:
    with Pool(1) as pool:
        with pytest.raises(BrokenExecutor):
            pool.submit(die).result(30)
        assert pool.submit(square, 3).result(30) == 9
        assert ended(pool)


def test_a_worker_that_dies_while_it_tells_its_result_keeps_nobody_waiting() -> None:
    pool = Pool(1)
    told = pool.submit(half)
    (worker,) = (pool._inner._processes or {}).values()
    worker.join(30)

    assert ended(pool)
    assert isinstance(told.exception(1), BrokenExecutor)


def test_what_is_under_way_is_left_undone() -> None:
    pool = Pool(2)
    under_way = pool.submit(endless)

    assert ended(pool)
    assert isinstance(under_way.exception(1), BrokenExecutor)
