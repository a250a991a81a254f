"""Where renders run: processes of this machine, or a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from veo_widgets._lib.cluster import Cluster
from veo_widgets._lib.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from veo_widgets.server.settings import Settings


@contextmanager
def executor(settings: Settings) -> Iterator[Executor]:
    """Open what the settings name, and end its work at the end.

    Raises:
        HomeError: The Dask scheduler does not answer, or Dask is not installed.
    """
    if settings.scheduler:
        with Cluster(settings.scheduler) as cluster:
            yield cluster
        return
    with Pool(settings.workers) as pool:
        try:
            yield pool
        finally:
            pool.end()
