"""The functions of the package, around one client made when first needed."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from veo_widgets._lib.secret import Secret
from veo_widgets.catalogue import Catalogue
from veo_widgets.client.client import Client
from veo_widgets.client.credentials import checked_key, store_key
from veo_widgets.errors import InvalidRequest
from veo_widgets.segmind.endpoint import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.client.job import Job, Jobs
    from veo_widgets.core.record import State
    from veo_widgets.home import Spend
    from veo_widgets.home.merge import Merged
    from veo_widgets.home.paths import Home
    from veo_widgets.media import Clip

_lock = threading.Lock()
_client: Client | None = None


def _forget() -> None:
    """Leave the parent's client to the parent."""
    global _client, _lock
    _client, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def client() -> Client:
    """Return the client that the package's functions use."""
    global _client  # noqa: PLW0603
    with _lock:
        if _client is None:
            _client = Client()
        return _client


def merge_home(path: str | os.PathLike[str], *, client: Client | None = None) -> Merged:
    """Take another home in: jobs, clips, votes, scores and sweeps, each once.

    Nothing is overwritten, keys, endpoints and budgets stay as they are here, and the same
    home twice adds nothing. Jobs that are still on their way there are left to it.

    Args:
        path: The other home: its folder, or a ZIP file of it.
        client: Into whose home; the package's own when not given.

    Raises:
        HomeError: It is no home, or its ledger is damaged or of a later version; nothing
            was taken in.
        InvalidRequest: A vote there was changed by hand.
    """
    from veo_widgets.home.merge import merge

    session = (client or own()).session
    return merge(session.ledger, session.home, path)


own = client


def known_models(home: Home | None = None) -> Catalogue:
    """Return the catalogue of the package's client if there is one by now, else a home's own.

    Who looks at finished clips needs no endpoint, and no key that would be looked for.

    Args:
        home: Whose model files count where there is no client, and the service's list as it was
            last read there; the shipped ones when not given.
    """
    with _lock:
        made = _client
    if made is not None:
        return made.catalogue
    catalogue = _catalogue(home)
    catalogue.reread()
    return catalogue


@lru_cache(8)
def _catalogue(home: Home | None) -> Catalogue:
    if home is None:
        return Catalogue()
    return Catalogue(home.models, cache=home.published(NAME))


def submit(model: str, /, **params: Any) -> Job:  # noqa: ANN401
    """Send a request and return at once; see ``Client.submit``."""
    return client().submit(model, **params)


def run(model: str, /, *, timeout: float | None = None, **params: Any) -> Clip:  # noqa: ANN401
    """Send a request and wait for its clip; see ``Client.run``."""
    return client().run(model, timeout=timeout, **params)


def models(*, all: bool = False) -> Catalogue:  # noqa: A002
    """Return the catalogue: slug to model.

    Args:
        all: Whether those are listed too whose pages were read but not confirmed.
    """
    return client().models(all=all)


def jobs(
    state: State | Iterable[State] | None = None, model: str | None = None, limit: int | None = 100
) -> Jobs:
    """Return jobs, newest first; see ``Client.jobs``."""
    return client().jobs(state, model, limit)


def job(job: str) -> Job:
    """Return a job by its id or the first characters of it."""
    return client().job(job)


def resume() -> Jobs:
    """Take up every unfinished job; see ``Client.resume``."""
    return client().resume()


def adopt(request_id: str, *, model: str) -> Job:
    """Take over a request made elsewhere; see ``Client.adopt``."""
    return client().adopt(request_id, model=model)


def spend() -> Spend:
    """Return real money by day and model, the local server's play money apart."""
    return client().spend()


def login() -> None:
    """Ask for the API key and keep it in the system's keyring; it is never shown.

    Raises:
        InvalidRequest: There is no keyring, or no key was typed.
        AuthenticationError: What was typed can be no key.
    """
    from getpass import getpass

    try:
        key = checked_key(getpass("Segmind API key (not shown): "), "what was typed")
    except EOFError:
        key = Secret()
    if not key:
        raise InvalidRequest("no key was typed; nothing was stored")
    store_key(key)
    global _client  # noqa: PLW0603
    with _lock:
        _client = None
