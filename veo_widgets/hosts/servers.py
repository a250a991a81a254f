"""What the Jupyter server of this user says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.home.media_registry import ABOUT
from veo_widgets.hosts.diagnosis import LAB
from veo_widgets.segmind.network import is_loopback

if TYPE_CHECKING:
    import httpx

PATIENCE_S: Final = 3.0


def ask_server(parent: str) -> tuple[bool | None, dict[str, str | None]]:
    """Ask a running Jupyter server whether it serves clips, and which front end it has.

    Args:
        parent: The process id of the kernel's own server, where it is known.

    Returns:
        Whether its extension lives, ``None`` where no server answers, and the versions
        of what draws widgets, where it is a JupyterLab.
    """
    import httpx

    servers = sorted(_servers(), key=lambda server: str(server.get("pid")) != parent)
    for server in servers:
        try:
            url = httpx.URL(str(server["url"]))
            # One on this machine may have made its certificate itself.
            verify = not is_loopback(url.host)
            token = server.get("token")
            headers = {"authorization": f"token {token}"} if token else {}
            with httpx.Client(
                base_url=url, headers=headers, trust_env=False, timeout=PATIENCE_S, verify=verify
            ) as http:
                lives = http.get(ABOUT).status_code == 200
                lab = http.get("lab/api/workspaces").status_code == 200
                parts = {name: _version(http, name) for name in LAB} if lab else {}
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            continue
        return lives, parts
    return None, {}


def _servers() -> list[dict[str, Any]]:
    from jupyter_core.paths import jupyter_runtime_dir

    servers = []
    for path in Path(jupyter_runtime_dir()).glob("jpserver-*.json"):
        try:
            server = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(server, dict) and str(server.get("url", "")).startswith("http"):
            servers.append(server)
    return servers


def _version(http: httpx.Client, name: str) -> str | None:
    answer = http.get(f"lab/extensions/{name}/package.json")
    try:
        told = answer.json() if answer.status_code == 200 else None
    except ValueError:
        return None
    return str(told.get("version", "")) if isinstance(told, dict) else None
