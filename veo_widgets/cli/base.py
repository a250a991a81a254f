"""What all commands share: the app, their options, their output, their errors."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from veo_widgets import errors
from veo_widgets._lib.terminal import plain

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
WIDTH = 160
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on stdout, nothing else.")]
HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of ledger and clips.", show_default="./veo_runs"),
]


def main() -> None:
    """Run the command line; errors of the kit end it with exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except errors.VeoError as error:
        _fail(error)
    except BrokenPipeError:
        _leave_pipe()
        raise SystemExit(1) from None


def _leave_pipe() -> None:
    """Keep Python from writing to a reader that is gone once more, at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())


def _fail(error: errors.VeoError) -> NoReturn:
    with contextlib.suppress(BrokenPipeError):
        say(error, style="red")
        if not isinstance(error, errors.InvalidRequest):
            say(error.next_step)
    raise SystemExit(2 if isinstance(error, errors.InvalidRequest) else 1) from None


def say(text: object, style: str = "") -> None:
    """Print a text on stderr, whoever wrote it; it is neither markup nor terminal code."""
    lines = "\n".join(map(plain, str(text).split("\n")))
    err.print(Text(lines, style), soft_wrap=not err.is_terminal)


def table(*names: str) -> Table:
    """Return a table whose headers are plain text; its cells are to be ``cell``s."""
    rows = Table()
    for name in names:
        rows.add_column(cell(name))
    return rows


def cell(value: object) -> Text:
    """Return a cell of a table: empty for ``None``, and never markup or terminal code."""
    return Text("" if value is None else plain(value))


def show(value: object) -> None:
    """Print one JSON value on stdout, escaped where the stream cannot hold it."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(value)
    write(text)


def write(line: str) -> None:
    """Print a line on stdout, where there is one."""
    if sys.stdout is not None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def show_table(rows: Table) -> None:
    """Print a table on stdout, wide where nobody looks at it."""
    there = sys.stdout is not None and sys.stdout.isatty()
    Console(width=None if there else WIDTH).print(rows)


def spend_it(client: Client, what: str, *, yes: bool) -> None:
    """Ask before real money is spent; without a yes nothing is sent."""
    if not client.endpoint.real_money or yes:
        return
    say(what)
    if not (sys.stdin.isatty() and typer.confirm("Spend it?", err=True)):
        say("nothing was sent; --yes spends without asking")
        raise SystemExit(1)


@contextmanager
def opened(home: Path | None) -> Iterator[Client]:
    """Open the home's client, and say if its ledger had to be moved aside."""
    from veo_widgets.client import Client

    with Client(home=home) as client:
        if client.trouble:
            say(client.trouble)
        yield client
