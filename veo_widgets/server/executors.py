"""Where renders run: processes of this machine, or a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from veo_widgets.errors import HomeError
from veo_widgets.server.pool import Pool

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
        with _dask(settings.scheduler) as found:
            yield found
        return
    with Pool(settings.workers) as pool:
        try:
            yield pool
        finally:
            pool.end()


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise HomeError(
            "Dask is not installed: pip install 'veo-widgets[dask]'"
        ) from None
    try:
        client = Client(address, timeout="5s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise HomeError(f"no Dask scheduler at {address}: {error}") from None
    with client:
        yield client.get_executor(pure=False, retries=3)
