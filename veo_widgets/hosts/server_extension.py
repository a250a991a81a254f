"""Serves clips inside the Jupyter server, behind its own login, with HTTP Range."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import veo_widgets
from veo_widgets.home.media_registry import ABOUT, ROUTE, find

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES: Final = {
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


def is_navigation(headers: Mapping[str, str]) -> bool:
    """Tell whether a person opens a page, not a script or a player a file.

    Args:
        headers: Of the request.
    """
    mode = headers.get("Sec-Fetch-Mode")
    return mode == "navigate" if mode else "text/html" in headers.get("Accept", "")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "veo_widgets.hosts.server_extension"}]


def _load_jupyter_server_extension(app: Any) -> None:  # noqa: ANN401
    from jupyter_server.base.handlers import JupyterHandler
    from jupyter_server.utils import url_path_join
    from tornado import web

    class Media(JupyterHandler, web.StaticFileHandler):
        """One clip or poster; content-addressed, so it may be cached for ever."""

        def initialize(self) -> None:  # type: ignore[override]
            """Take no root: the path is found by name."""
            self.root = ""

        async def prepare(self) -> None:  # type: ignore[override]
            """Send only a person to the login: a script that is sent there goes in circles."""
            person = is_navigation(self.request.headers)
            await super().prepare(_redirect_to_login=person)
            if not person and not self.current_user:
                raise web.HTTPError(403)

        def get_content_type(self) -> str:
            """Tell what a file is, also where the system knows no type for clips."""
            suffix = Path(self.absolute_path or "").suffix.lower()
            return TYPES.get(suffix) or super().get_content_type()

        @web.authenticated
        async def get(  # type: ignore[override]
            self, home_id: str, name: str, *, include_body: bool = True
        ) -> None:
            """Serve it."""
            found = find(home_id, name)
            if found is None:
                raise web.HTTPError(404)
            self.root = str(found.parent)
            self.set_header("Cache-Control", "private, max-age=31536000, immutable")
            self.set_header("X-Content-Type-Options", "nosniff")
            await web.StaticFileHandler.get(self, found.name, include_body)

        @web.authenticated
        async def head(self, home_id: str, name: str) -> None:  # type: ignore[override]
            """Serve its headers."""
            await type(self).get(self, home_id, name, include_body=False)  # type: ignore[misc]

    class About(JupyterHandler):
        """Which kit the server has."""

        @web.authenticated
        def get(self) -> None:
            """Tell its version."""
            self.finish({"veo_widgets": veo_widgets.__version__})

    prefix = re.escape(app.web_app.settings["base_url"])
    route = url_path_join(prefix, rf"{ROUTE}/([^/]+)/([^/]+)")
    about = url_path_join(prefix, ABOUT)
    app.web_app.add_handlers(".*$", [(route, Media), (about, About)])
