"""A Dask cluster as an executor."""

from __future__ import annotations

import re
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from veo_widgets._lib.values import short
from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS: Final = re.compile(
    r"((tcp|tls|ucx|wss?)://)?(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}|inproc://\S+"
)
T = TypeVar("T")
P = ParamSpec("P")


class Cluster(Executor):
    """A Dask cluster's executor that is opened again when its scheduler was away.

    Args:
        address: The scheduler's, such as ``tcp://127.0.0.1:8786``.

    Raises:
        HomeError: The scheduler does not answer, or Dask is not installed.
    """

    def __init__(self, address: str) -> None:
        if not ADDRESS.fullmatch(address):
            raise HomeError(f"no Dask scheduler at {short(address)}: write tcp://host:port")
        self._address = address
        self._client = self._open()

    def _open(self) -> Any:  # noqa: ANN401
        try:
            from distributed import Client
        except ImportError:
            raise HomeError("Dask is not installed: pip install 'veo-widgets[dask]'") from None
        try:
            return Client(self._address, timeout="5s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise HomeError(f"no Dask scheduler at {self._address}: {error}") from None

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function on the cluster; workers that die are replaced by others."""
        if self._client.status != "running":
            self._client.close(timeout=1)
            try:
                self._client = self._open()
            except HomeError as error:
                raise BrokenExecutor(str(error)) from None
        executor = self._client.get_executor(pure=False, retries=3)
        future: Future[T] = executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Leave the cluster; what it still does for us is dropped."""
        del wait, cancel_futures
        self._client.close(timeout=1)
