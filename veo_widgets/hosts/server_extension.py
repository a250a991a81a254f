"""Serves clips inside the Jupyter server, behind its own login, with HTTP Range."""

from __future__ import annotations

from typing import Any

from veo_widgets.home.media_registry import ROUTE, find


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

    route = url_path_join(app.web_app.settings["base_url"], rf"{ROUTE}/([^/]+)/([^/]+)")
    app.web_app.add_handlers(".*$", [(route, Media)])
