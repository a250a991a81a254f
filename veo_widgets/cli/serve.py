"""The local server, and JupyterLab on the notebooks."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from veo_widgets import errors
from veo_widgets.cli.base import AsJson, HomeOption, app, err, show


@app.command()
def serve(
    *,
    port: Annotated[int, typer.Option(help="0 picks a free one.")] = 0,
    host: Annotated[str, typer.Option(help="Address to bind.")] = "127.0.0.1",
    key: Annotated[str, typer.Option(help="The only key taken; any when empty.")] = "",
    credits_: Annotated[
        float, typer.Option("--credits", help="Play dollars of an account.")
    ] = 1000.0,
    latency: Annotated[str, typer.Option(help="fast, real, or seconds.")] = "fast",
    retention: Annotated[
        float, typer.Option(help="Seconds until a record is gone.")
    ] = 3600.0,
    draft: Annotated[
        bool, typer.Option("--draft", help="Encode quicker and rougher.")
    ] = False,
    faults: Annotated[
        Path | None, typer.Option(help="JSON list of what goes wrong.")
    ] = None,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Serve the API locally, with clips it renders itself, until it is stopped."""
    from veo_widgets._home import open_home
    from veo_widgets.server.faults import read_faults
    from veo_widgets.server.main import serve as serve_here
    from veo_widgets.server.settings import Settings

    if host not in {"127.0.0.1", "localhost"} and not key:
        raise errors.InvalidRequest(f"on {host} others can reach it: give a --key")
    if latency not in {"fast", "real"} and not latency.replace(".", "", 1).isdecimal():
        raise errors.InvalidRequest(
            f"--latency is fast, real or seconds, not {latency!r}"
        )
    place = open_home(home)
    try:
        rules = read_faults(json.loads(faults.read_text("utf-8"))) if faults else ()
    except (OSError, ValueError) as error:
        raise errors.InvalidRequest(f"--faults cannot be used: {error}") from None

    def ready(url: str) -> None:
        base = f"{url}/v1"
        if json_:
            show({"url": base, "pid": os.getpid()})
            sys.stdout.flush()
        else:
            err.print(f"serving on {base}", markup=False)

    settings = Settings(
        place.server, host=host, port=port, key=key, credits=credits_, latency=latency,
        retention=retention, draft=draft, faults=rules,
    )  # fmt: skip
    try:
        serve_here(settings, ready, place.models)
    except OSError as error:
        raise errors.HomeError(str(error.strerror or error)) from None


@app.command()
def lab(
    folder: Annotated[Path, typer.Argument(help="Where the notebooks are.")] = Path(
        "notebooks"
    ),
    *,
    port: Annotated[int, typer.Option(help="Port to bind.")] = 8888,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Open JupyterLab on the quick start."""
    import importlib.util
    import subprocess

    if importlib.util.find_spec("jupyterlab") is None:
        raise errors.HomeError(
            "JupyterLab is not installed: pip install 'veo-widgets[lab]'"
        )
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--port={port}",
        f"--ServerApp.root_dir={folder.absolute()}",
    ]
    if (folder / "quickstart.ipynb").exists():
        command.append("--LabApp.default_url=/lab/tree/quickstart.ipynb")
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    raise SystemExit(subprocess.call(command))  # noqa: S603
