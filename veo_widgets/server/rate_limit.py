"""How many requests a minute each account may make."""

from __future__ import annotations

from collections import deque
from typing import Final

MINUTE_S: Final = 60.0


class RateLimit:
    """A sliding window of one minute for each account.

    Args:
        most: Requests in any minute; 0 for no limit.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: dict[str, deque[float]] = {}

    def count(self, account: str, now: float) -> float | None:
        """Count a request, or return when the next one may come.

        Args:
            account: Whose.
            now: Seconds since the epoch.
        """
        if not self._most:
            return None
        times = self._times.setdefault(account, deque())
        while times and times[0] <= now - MINUTE_S:
            times.popleft()
        if len(times) >= self._most:
            return times[0] + MINUTE_S
        times.append(now)
        return None
