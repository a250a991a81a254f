"""The command line: ``veo-widgets``."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console

from veo_widgets import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from veo_widgets.client import Client, Job

app = typer.Typer(
    help="Run Veo video models, follow their jobs, keep their clips.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
err = Console(stderr=True)
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON value on stdout, nothing else.")
]
HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Folder of ledger and clips.", show_default="./veo_runs"
    ),
]


def main() -> None:
    """Run the command line; errors of the kit end it with exit code 1."""
    try:
        app()
    except errors.VeoError as error:
        _fail(error)


def _fail(error: errors.VeoError) -> NoReturn:
    if isinstance(error, errors.InvalidRequest):
        err.print(str(error), style="red", markup=False)
        raise SystemExit(2) from None
    err.print(str(error), style="red", markup=False)
    err.print(error.next_step, markup=False)
    raise SystemExit(1) from None


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@contextmanager
def _client(home: Path | None) -> Iterator[Client]:
    from veo_widgets.client import Client

    with Client(home=home) as client:
        if client.ledger.moved_aside:
            err.print(
                f"the ledger was corrupt; it is kept as {client.ledger.moved_aside}",
                markup=False,
            )
        yield client


@app.command()
def models(*, json_: AsJson = False, home: HomeOption = None) -> None:
    """List the models with their parameters and prices."""
    from rich.table import Table

    with _client(home) as client:
        known = list(client.models().values())
        if json_:
            _print([
                {"slug": m.slug, "title": m.title, "parameters": m.parameters,
                 "usual_s": m.usual_s, "price": [m.price().low, m.price().high]} for m in known
            ])  # fmt: skip
            return
        table = Table("model", "parameters", "usual", "price")
        for m in known:
            table.add_row(
                m.slug, ", ".join(m.properties), f"{m.usual_s:.0f} s", str(m.price())
            )
        Console().print(table)


@app.command()
def run(
    model: Annotated[str, typer.Argument(help="A slug, such as veo-3.1-fast.")],
    *,
    prompt: Annotated[str, typer.Option(help="What to show.")],
    param: Annotated[
        list[str] | None, typer.Option("--param", help="NAME=VALUE, again for each.")
    ] = None,
    image: Annotated[
        str | None, typer.Option(help="Start image: a file or a URL.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Copy the clip here.")] = None,
    budget: Annotated[
        float | None, typer.Option(help="US dollars this may cost.")
    ] = None,
    via: Annotated[str, typer.Option(help="v2 (queue) or v1 (one call).")] = "v2",
    yes: Annotated[
        bool, typer.Option("--yes", help="Spend real money without asking.")
    ] = False,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Make one clip and wait for it."""
    with _client(home) as client:
        known = client.models()[model]
        given: dict[str, Any] = {"prompt": prompt, **dict(map(_pair, param or []))}
        if image is not None:
            name = known.having("start_image")
            if name is None:
                raise errors.InvalidRequest(f"{model} takes no start image")
            given[name] = image
        price = known.price(given)
        if client.endpoint.real_money and not yes:
            err.print(f"{model} at {client.endpoint.name}: {price}", markup=False)
            if not (sys.stdin.isatty() and typer.confirm("Spend it?", err=True)):
                err.print("nothing was sent; --yes spends without asking")
                raise SystemExit(1)
        job = client.submit(model, parameters=given, via=via, budget=budget)  # type: ignore[arg-type]
        _follow(job)
        clip = job.clip
        if json_:
            _print(_told(job))
        elif clip is not None:
            sys.stdout.write(f"{clip.path}\n")
        if clip is None:
            raise job.error or errors.VeoError(f"job {job.id} ended as {job.state}")
        if out is not None:
            _copy(clip.path, out)


def _pair(text: str) -> tuple[str, Any]:
    name, found, value = text.partition("=")
    if not found or not name:
        raise errors.InvalidRequest(f"--param takes NAME=VALUE, not {text!r}")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _copy(source: Path, target: Path) -> None:
    import shutil

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise errors.HomeError(
            f"{target} cannot be written ({error.strerror}); the clip is {source}"
        ) from None


def _told(job: Job) -> dict[str, Any]:
    clip, record = job.clip, job.record
    told: dict[str, Any] = {
        "id": job.id, "request_id": record.request_id, "model": record.model,
        "state": record.state, "cost": record.cost,
    }  # fmt: skip
    for name in ("path", "width", "height", "fps", "duration", "has_audio", "sha256"):
        value = None if clip is None else getattr(clip, name)
        told[name] = str(value) if isinstance(value, Path) else value
    if record.error:
        told["error"] = dict(record.error)
    return told


def _follow(job: Job) -> None:
    """Show states on stderr until the job ends; a bar on a terminal."""
    import contextlib

    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(job.state)
        stop = job.listen(
            lambda record: progress.update(task, description=record.state)
        )
        with contextlib.suppress(errors.VeoError):
            job.wait()
        stop()
    flags = f" ({', '.join(job.flags)})" if job.flags else ""
    err.print(f"{job.model} {job.id}: {job.state}{flags}", markup=False)


@app.command()
def jobs(
    *,
    state: Annotated[str | None, typer.Option(help="Only this state.")] = None,
    model: Annotated[str | None, typer.Option(help="Only this model.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 50,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """List the jobs of a home, newest first."""
    from rich.table import Table

    with _client(home) as client:
        found = client.jobs(state, model, limit)  # type: ignore[arg-type]
        if json_:
            _print([_told(job) for job in found])
            return
        table = Table("job", "model", "state", "cost", "prompt")
        for job in found:
            cost = "-" if job.cost is None else f"${job.cost:.2f}"
            table.add_row(
                job.id,
                job.model,
                job.state,
                cost,
                str(job.parameters.get("prompt", ""))[:60],
            )
        Console().print(table)


@app.command()
def resume(
    *,
    timeout: Annotated[
        float, typer.Option(help="Seconds to wait for the unfinished.")
    ] = 900.0,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Take up every unfinished job, wait for its clip, and say what was done."""
    import contextlib
    import time

    with _client(home) as client:
        found = client.resume()
        deadline = time.monotonic() + timeout
        for job in found:
            before = job.state
            with contextlib.suppress(errors.VeoError):
                job.wait(max(0.1, deadline - time.monotonic()))
            err.print(f"{job.model} {job.id}: {before} -> {job.state}", markup=False)
        if json_:
            _print([_told(job) for job in found])
        elif not found:
            err.print("nothing is unfinished")


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
            _print({"url": base, "pid": os.getpid()})
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
