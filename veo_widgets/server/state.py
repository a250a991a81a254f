"""What the routes of one server share."""

from __future__ import annotations

import random
import secrets
import time
from typing import TYPE_CHECKING

from veo_widgets.segmind import protocol
from veo_widgets.server.accounts import Accounts
from veo_widgets.server.faults import FaultPlan
from veo_widgets.server.files import Files
from veo_widgets.server.http_errors import BAD_KEY, NO_KEY, Refused, limited
from veo_widgets.server.queue import Queue
from veo_widgets.server.rate_limit import RateLimit
from veo_widgets.server.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from starlette.requests import Request

    from veo_widgets._lib.sqlite import Database
    from veo_widgets.catalogue import Catalogue
    from veo_widgets.server.attendance import Attendance
    from veo_widgets.server.settings import Settings


class ServerState:
    """What the routes of one server share.

    Args:
        settings: How the server is set up.
        db: Its database.
        catalogue: The models.
        executor: Runs renders.
        attendance: Who holds the server open.
        clock: Tells the time, in seconds since the epoch.
    """

    def __init__(
        self,
        settings: Settings,
        db: Database,
        catalogue: Catalogue,
        executor: Executor,
        attendance: Attendance,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.catalogue, self.clock = settings, catalogue, clock
        self.attendance = attendance
        self.records = Records(db)
        self.accounts = Accounts(db, settings)
        self.files = Files(settings)
        self.limit = RateLimit(settings.rpm)
        self.plan = FaultPlan(settings.faults, settings.seed)
        seed = settings.seed
        began = None if seed is None else f"{seed}|{self.records.count()}"
        self.random = random.Random(began)  # noqa: S311
        self.token = secrets.token_hex(16)
        self.queue = Queue(
            settings, self.records, self.files, catalogue, executor, self.plan, clock
        )

    @property
    def models(self) -> Catalogue:
        """The models, those included whose files came since."""
        self.catalogue.reread()
        return self.catalogue

    def account(self, request: Request, *, counts: bool = False) -> str:
        """Return who calls.

        Args:
            request: The call.
            counts: Whether it counts toward the requests a minute.

        Raises:
            Refused: 401 without a key that is taken, 429 for a call too many.
        """
        key = request.headers.get(protocol.KEY_HEADER, "")
        if not key:
            raise Refused(401, NO_KEY)
        account = self.accounts.of(key)
        if account is None:
            raise Refused(401, BAD_KEY)
        if counts:
            until = self.limit.count(account, self.clock())
            if until is not None:
                raise limited(until)
        return account


def origin(request: Request) -> str:
    """Return the address that the caller reached this server at."""
    host = request.headers.get("host") or ":".join(map(str, request.scope["server"]))
    return f"{request.scope['scheme']}://{host}"
