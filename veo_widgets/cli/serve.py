"""The local server, and JupyterLab on the notebooks."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from veo_widgets import errors, hosts
from veo_widgets.cli.base import AsJson, HomeOption, app, say, show
from veo_widgets.server.fault_rules import Fault, read_faults
from veo_widgets.server.protocol_options import read_options
from veo_widgets.server.settings import Settings


@app.command()
def serve(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="0 picks a free one.")
    ] = Settings.port,
    host: Annotated[str, typer.Option(help="Address to bind.")] = Settings.host,
    key: Annotated[
        list[str] | None,
        typer.Option(
            envvar="VEO_WIDGETS_SERVE_KEYS",
            help="A key that is taken, or KEY=DOLLARS; any key without.",
        ),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="Another host name that calls may come under.")
    ] = None,
    credits_: Annotated[
        float, typer.Option("--credits", min=0, help="Play dollars of an account.")
    ] = Settings.credits,
    latency: Annotated[str, typer.Option(help="fast, real, or seconds.")] = Settings.latency,
    retention: Annotated[
        float, typer.Option(min=0, help="Seconds until a record is gone.")
    ] = Settings.retention,
    rpm: Annotated[
        int, typer.Option(min=0, help="Requests a minute for each key; 0: no limit.")
    ] = Settings.rpm,
    queue: Annotated[
        int, typer.Option(min=1, help="Requests that may wait or run.")
    ] = Settings.queue,
    v1_limit: Annotated[
        float, typer.Option(min=0, help="Seconds until /v1 answers 504; 0: never.")
    ] = Settings.v1_limit,
    quality: Annotated[str, typer.Option(help="full, or draft.")] = "full",
    engine: Annotated[str, typer.Option(help="Which engine renders.")] = Settings.engine,
    workers: Annotated[int, typer.Option(min=1, help="Renders at a time.")] = Settings.workers,
    scheduler: Annotated[
        str, typer.Option(help="A Dask scheduler to render on, tcp://HOST:PORT.")
    ] = Settings.scheduler,
    clip_gigabytes: Annotated[
        float, typer.Option(min=0, help="Size that files may take; the oldest go.")
    ] = Settings.clip_gigabytes,
    clip_days: Annotated[
        float, typer.Option(min=0, help="Age at which a file goes.")
    ] = Settings.clip_days,
    retired: Annotated[list[str] | None, typer.Option(help="A model that answers 410.")] = None,
    forbidden: Annotated[list[str] | None, typer.Option(help="A model that answers 403.")] = None,
    choice: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE where the protocol is open; see the docs.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch input images from private addresses.")
    ] = Settings.allow_private,
    faults: Annotated[Path | None, typer.Option(help="JSON list of what goes wrong.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="Makes faults, latencies and ids repeat.")
    ] = Settings.seed,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Serve the API locally, with clips it renders itself, until it is stopped."""
    from veo_widgets.home.paths import open_home
    from veo_widgets.server.engine import check
    from veo_widgets.server.main import serve as serve_here

    keys = _keys(key or [])
    if host not in {"127.0.0.1", "localhost"} and not keys:
        raise errors.InvalidRequest(f"on {host} others can reach it: give a --key")
    if latency not in {"fast", "real"} and not latency.replace(".", "", 1).isdecimal():
        raise errors.InvalidRequest(f"--latency is fast, real or seconds, not {latency!r}")
    if quality not in {"full", "draft"}:
        raise errors.InvalidRequest(f"--quality is full or draft, not {quality!r}")
    try:
        check(engine)
    except ValueError as error:
        raise errors.InvalidRequest(str(error)) from None
    place = open_home(home)

    def ready(url: str) -> None:
        base = f"{url}/v1"
        if json_:
            show({"url": base, "pid": os.getpid()})
        else:
            say(f"serving on {base} (status page: {url}/)")

    settings = Settings(
        place.server,
        host=host,
        port=port,
        names=tuple(name or ()),
        key=next(iter(keys), ""),
        keys=keys,
        credits=credits_,
        rpm=rpm,
        queue=queue,
        latency=latency,
        retention=retention,
        v1_limit=v1_limit,
        draft=quality == "draft",
        engine=engine,
        allow_private=allow_private,
        workers=workers,
        scheduler=scheduler,
        clip_gigabytes=clip_gigabytes,
        clip_days=clip_days,
        retired=tuple(retired or ()),
        forbidden=tuple(forbidden or ()),
        options=read_options(choice or ()),
        faults=_faults(faults),
        seed=seed,
    )
    try:
        serve_here(settings, ready, place.models)
    except OSError as error:
        raise errors.HomeError(str(error.strerror or error)) from None


def _keys(texts: list[str]) -> dict[str, float | None]:
    """Read ``KEY`` or ``KEY=DOLLARS``; the first key is the owner's."""
    keys: dict[str, float | None] = {}
    for text in texts:
        name, _, dollars = text.partition("=")
        try:
            keys[name] = money = float(dollars) if dollars else None
        except ValueError:
            raise errors.InvalidRequest(
                "a --key is KEY or KEY=DOLLARS, with a number after the '='"
            ) from None
        if not name or (money is not None and not 0 <= money < float("inf")):
            raise errors.InvalidRequest("a --key must not be empty, nor its dollars below zero")
    return keys


def _faults(path: Path | None) -> tuple[Fault, ...]:
    try:
        return read_faults(json.loads(path.read_text("utf-8"))) if path else ()
    except (OSError, ValueError) as error:
        raise errors.InvalidRequest(f"--faults cannot be used: {error}") from None


@app.command()
def lab(
    folder: Annotated[Path, typer.Argument(help="Where the notebooks are.")] = Path("notebooks"),
    *,
    port: Annotated[int, typer.Option(help="Port to bind.")] = 8888,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Open JupyterLab on the quick start."""
    try:
        from jupyterlab.labapp import LabApp
    except ModuleNotFoundError:
        raise errors.HomeError(
            "JupyterLab is not installed: pip install 'veo-widgets[lab]'"
        ) from None
    arguments = [f"--port={port}", f"--ServerApp.root_dir={folder.absolute()}"]
    arguments.append("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
    if (folder / "quickstart.ipynb").exists():
        arguments.append("--LabApp.default_url=/lab/tree/quickstart.ipynb")
    if not browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    configurations = (str(Path(hosts.__file__).parent), os.environ.get("JUPYTER_CONFIG_PATH"))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, configurations))
    LabApp.launch_instance(arguments)
