"""One clip, and the jobs of a home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from veo_widgets import errors
from veo_widgets.catalogue import prompt_of
from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.cli.base import (
    AsJson,
    HomeOption,
    app,
    cell,
    err,
    opened,
    say,
    show,
    show_table,
    spend_it,
    table,
    write,
)
from veo_widgets.core.money import told

if TYPE_CHECKING:
    from veo_widgets.client import Job


@app.command()
def models(
    *,
    all_: Annotated[
        bool, typer.Option("--all", help="Those too that nobody confirmed yet.")
    ] = False,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """List the models with their parameters and prices."""
    with opened(home) as client:
        known = list(client.models(all=all_).values())
        if json_:
            show(
                [
                    {
                        "slug": m.slug,
                        "title": m.title,
                        "parameters": m.parameters,
                        "usual_s": m.usual_s,
                        "price": [m.price().low, m.price().high],
                        "price_source": m.price().source,
                    }
                    for m in known
                ]
            )
            return
        rows = table("model", "parameters", "usual", "price")
        for m in known:
            shown = (
                m.slug,
                ", ".join(m.properties),
                "unknown" if m.usual_s is None else f"{m.usual_s:.0f} s",
                m.price(),
            )
            rows.add_row(*map(cell, shown))
        show_table(rows)


@app.command()
def run(
    model: Annotated[str, typer.Argument(help="A slug, as the command models lists them.")],
    *,
    prompt: Annotated[str | None, typer.Option(help="What to show.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="NAME=VALUE, again for each.")
    ] = None,
    image: Annotated[str | None, typer.Option(help="Start image: a file or a URL.")] = None,
    out: Annotated[Path | None, typer.Option(help="Copy the clip here.")] = None,
    budget: Annotated[float | None, typer.Option(help="US dollars this may cost.")] = None,
    unknown: Annotated[
        float | None, typer.Option(help="US dollars this counts as if its price is unknown.")
    ] = None,
    via: Annotated[str, typer.Option(help="v2 (queue) or v1 (one call).")] = "v2",
    yes: Annotated[bool, typer.Option("--yes", help="Spend real money without asking.")] = False,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Make one clip and wait for it."""
    with opened(home) as client:
        known = client.models()[model]
        parameters: dict[str, Any] = dict(map(_pair, param or []))
        if prompt is not None:
            parameters[known.having(PROMPT) or PROMPT] = prompt
        if image is not None:
            name = known.having("start_image")
            if name is None:
                raise errors.InvalidRequest(f"{model} takes no start image")
            parameters[name] = image
        price = known.price(parameters)
        spend_it(client, f"{model} at {client.endpoint.name}: {price}", yes=yes)
        job = client.submit(
            model,
            parameters=parameters,
            via=via,  # type: ignore[arg-type]
            budget=budget,
            unknown=unknown,
        )
        _follow(job)
        clip = job.clip
        if json_:
            show(_summary(job))
        elif clip is not None:
            write(str(clip.path))
        if clip is None:
            raise job.error or errors.VeoError(f"job {job.id} ended as {job.state}")
        if out is not None:
            _copy(clip.path, out)


@app.command()
def merge(
    other: Annotated[Path, typer.Argument(help="Another home: its folder, or a ZIP of it.")],
    *,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Take another home's jobs, clips, votes, scores and sweeps in, each once."""
    from dataclasses import asdict

    from veo_widgets.client.functions import merge_home

    with opened(home) as client:
        merged = merge_home(other, client=client)
        if json_:
            show(asdict(merged))
        else:
            write(repr(merged))


def _pair(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name:
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


def _summary(job: Job) -> dict[str, Any]:
    clip, record = job.clip, job.record
    summary: dict[str, Any] = {
        "id": job.id,
        "request_id": record.request_id,
        "model": record.model,
        "state": record.state,
        "cost": record.cost,
    }
    for name in ("path", "width", "height", "fps", "duration", "has_audio", "sha256"):
        value = None if clip is None else getattr(clip, name)
        summary[name] = str(value) if isinstance(value, Path) else value
    if record.error:
        summary["error"] = dict(record.error)
    return summary


def _follow(job: Job) -> None:
    """Show states on stderr until the job ends; a bar on a terminal."""
    import contextlib

    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(job.state)
        stop = job.listen(lambda record: progress.update(task, description=record.state))
        with contextlib.suppress(errors.VeoError):
            job.wait()
        stop()
    flags = f" ({', '.join(job.flags)})" if job.flags else ""
    say(f"{job.model} {job.id}: {job.state}{flags}")


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
    with opened(home) as client:
        listed = client.jobs(state, model, limit)  # type: ignore[arg-type]
        if json_:
            show([_summary(job) for job in listed])
            return
        rows = table("job", "model", "state", "cost", "prompt")
        for job in listed:
            cost = told(job.record)
            prompt = prompt_of(job.parameters)[:60]
            rows.add_row(*map(cell, (job.id, job.model, job.state, cost, prompt)))
        show_table(rows)


@app.command()
def resume(
    *,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for the unfinished.")] = 900.0,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Take up every unfinished job, wait for its clip, and say what was done."""
    import contextlib
    import time

    with opened(home) as client:
        unfinished = client.resume()
        deadline = time.monotonic() + timeout
        for job in unfinished:
            before = job.state
            with contextlib.suppress(errors.VeoError):
                job.wait(max(0.1, deadline - time.monotonic()))
            say(f"{job.model} {job.id}: {before} -> {job.state}")
        if json_:
            show([_summary(job) for job in unfinished])
        elif not unfinished:
            say("nothing is unfinished")
