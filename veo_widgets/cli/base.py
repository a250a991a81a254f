"""What all commands share: the app, their options, their output, their errors."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from veo_widgets import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from veo_widgets.client import Client

app = typer.Typer(
    help="Run Veo video models, follow their jobs, keep their clips.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
err = Console(stderr=True)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on stdout, nothing else.")]
HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of ledger and clips.", show_default="./veo_runs"),
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


def show(value: object) -> None:
    """Print one JSON value on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def spend_it(client: Client, what: str, *, yes: bool) -> None:
    """Ask before real money is spent; without a yes nothing is sent."""
    if not client.endpoint.real_money or yes:
        return
    err.print(what, markup=False)
    if not (sys.stdin.isatty() and typer.confirm("Spend it?", err=True)):
        err.print("nothing was sent; --yes spends without asking")
        raise SystemExit(1)


@contextmanager
def opened(home: Path | None) -> Iterator[Client]:
    """Open the home's client, and say if its ledger had to be moved aside."""
    from veo_widgets.client import Client

    with Client(home=home) as client:
        if client.trouble:
            err.print(client.trouble, markup=False)
        yield client
