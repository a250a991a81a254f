"""A sweep from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from veo_widgets import errors
from veo_widgets.catalogue import Price
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
)

if TYPE_CHECKING:
    from veo_widgets.experiment import Plan, Sweep

SHOWN = ("cell", "model", "fate", "state", "cost", "seconds", "path")


@app.command()
def sweep(
    file: Annotated[Path, typer.Argument(help="YAML or JSON: what veo.sweep() takes, by name.")],
    *,
    plan: Annotated[bool, typer.Option("--plan", help="Price it; send nothing.")] = False,
    budget: Annotated[
        float | None, typer.Option(help="US dollars the sweep may cost, over all its runs.")
    ] = None,
    unknown: Annotated[
        float | None, typer.Option(help="US dollars a clip of unknown price counts as.")
    ] = None,
    pilot: Annotated[
        bool, typer.Option("--pilot", help="Send one cell first, then the others.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Spend real money without asking.")] = False,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Make every combination of a file, and wait for the clips."""
    from veo_widgets.experiment.exchange import open_file

    with opened(home) as client:
        opened_sweep = open_file(file, client=client)
        planned = opened_sweep.plan()
        if plan:
            _print_plan(planned, json_=json_)
            return
        say(repr(planned))
        for warning in planned.warnings:
            say(f"! {warning}")
        if planned.new:
            what = f"{len(planned.new)} clips at {client.endpoint.name}: "
            spend_it(client, f"{what}{planned.price}", yes=yes)
        opened_sweep.run(budget, pilot=pilot, unknown=unknown, plan=planned)
        _follow(opened_sweep)
        rows = opened_sweep.rows()
        if json_:
            show(rows)
        else:
            _print_rows(rows)
        if opened_sweep.stopped:
            raise errors.VeoError(f"stopped: {opened_sweep.stopped}")
        missing = sum(row["state"] not in {"ready", "not applicable"} for row in rows)
        if missing:
            raise errors.VeoError(f"{missing} of {len(rows)} cells have no clip")


def _print_plan(plan: Plan, *, json_: bool) -> None:
    if json_:
        show(
            [
                {
                    "cell": cell.index,
                    "at": dict(cell.at),
                    "model": cell.model,
                    "parameters": dict(cell.parameters),
                    "take": cell.take,
                    "fate": cell.fate,
                    "reason": cell.reason,
                    "low": cell.low if cell.fate == "send" else 0.0,
                    "high": cell.high if cell.fate == "send" else 0.0,
                }
                for cell in plan.cells
            ]
        )
        return
    rows = table("cell", *plan.spec.axes, "fate", "price", "")
    for one in plan.cells:
        price = str(Price(one.low, one.high)) if one.fate == "send" else ""
        row = (one.index, *one.at.values(), one.fate, price, one.reason)
        rows.add_row(*map(cell, row))
    show_table(rows)
    say(repr(plan))
    for warning in plan.warnings:
        say(f"! {warning}")


def _print_rows(rows: list[dict[str, Any]]) -> None:
    shown = table(*SHOWN)
    for row in rows:
        shown.add_row(*(cell(row[name]) for name in SHOWN))
    show_table(shown)


def _follow(sweep: Sweep) -> None:
    """Show how many clips are there until the run ends; a bar on a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    jobs = {row["id"]: row["state"] for row in sweep.rows() if row["id"]}
    total = len({cell.key for cell in sweep.plan().cells if cell.key})
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("clips", total=total)

        def changed(record: Any) -> None:  # noqa: ANN401
            if record is not None and record.run and record.run.startswith(sweep.name):
                jobs[record.id] = record.state
                done = sum(state == "ready" for state in jobs.values())
                progress.update(task, completed=done)

        stop = sweep.listen(changed)
        sweep.wait()
        stop()
