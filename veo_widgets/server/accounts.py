"""Keys and play money. Keys themselves are never stored, only their digests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veo_widgets._lib.sqlite import Database
    from veo_widgets.server.settings import Settings


def digest(key: str) -> str:
    """Return what stands for a key in the tables."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


class Accounts:
    """Who may call, and what they have left.

    Args:
        db: The server's database.
        settings: Which keys are taken, and what they open with.
    """

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db, self._settings = db, settings
        self._known: dict[str, str] = {}
        for key, dollars in settings.keys.items():
            if dollars is not None:
                self._set(digest(key), dollars)

    def _set(self, account: str, dollars: float) -> None:
        with self._db.write() as db:
            db.execute(
                "INSERT INTO accounts VALUES (?, ?) "
                "ON CONFLICT (digest) DO UPDATE SET credits = excluded.credits",
                (account, dollars),
            )

    def of(self, key: str) -> str | None:
        """Return the account of a key, opened at its first call; ``None``: not taken."""
        known = self._known.get(key)
        if known is not None:
            return known
        opens_with = self._settings.opens_with(key)
        if opens_with is None:
            return None
        account = digest(key)
        with self._db.write() as db:
            db.execute(
                "INSERT INTO accounts VALUES (?, ?) ON CONFLICT DO NOTHING", (account, opens_with)
            )
        self._known[key] = account
        return account

    def balance(self, account: str) -> float:
        """Return an account's play dollars."""
        rows = self._db.read("SELECT credits FROM accounts WHERE digest = ?", (account,))
        return float(rows[0]["credits"]) if rows else 0.0

    def all(self) -> list[tuple[str, float]]:
        """Return every account with its balance."""
        rows = self._db.read("SELECT digest, credits FROM accounts ORDER BY digest")
        return [(row["digest"], float(row["credits"])) for row in rows]
