"""A sweep as a page for others, and a page served on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veo_widgets import errors
from veo_widgets.cli.base import AsJson, HomeOption, app, opened, say, show


@app.command()
def report(
    what: Annotated[str, typer.Argument(help="The sweep's name; with --serve alone, a report.")],
    path: Annotated[
        str, typer.Argument(help="x.html, a folder x/, or x for whichever fits.", show_default="")
    ] = "",
    *,
    blind: Annotated[
        bool, typer.Option("--blind", help="Pairs to be voted on, without a name.")
    ] = False,
    by: Annotated[
        list[str] | None, typer.Option(help="An axis that is compared; may be given again.")
    ] = None,
    question: Annotated[
        list[str] | None, typer.Option(help="Of a blind report, a criterion; may be given again.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the page is called.")] = "",
    prompts: Annotated[bool, typer.Option(help="Tell the prompts.")] = True,
    costs: Annotated[bool, typer.Option(help="Tell costs and prices.")] = True,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Tell ids of jobs and requests.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write one file of more than 200 MB, too.")
    ] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve it on this machine until stopped.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where it is served; 0 picks a free one.")
    ] = 0,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Write a sweep as a page that needs no kernel, or serve one that is there."""
    if not path and not serve:
        raise errors.InvalidRequest("say where to: veo-widgets report SWEEP panda.html")
    target = (
        Path(what)
        if not path
        else _written(
            what,
            path,
            home,
            json_=json_,
            blind=blind,
            by=by or None,
            questions=question or None,
            title=title,
            prompts=prompts,
            costs=costs,
            evidence=evidence,
            force=force,
        )
    )
    if serve:
        from veo_widgets.report.serving import serve_report

        serve_report(target, port, lambda url: say(f"{url} (Ctrl+C ends it)"))


def _written(sweep: str, path: str, home: Path | None, *, json_: bool, **options: object) -> Path:
    from veo_widgets.experiment import Sweeps
    from veo_widgets.report import Report

    with opened(home) as client:
        made: Report = Sweeps(client)[sweep].report(path, **options)  # type: ignore[arg-type]
    if json_:
        told = {"path": str(made.path), "bytes": made.size, "blind": made.blind}
        show({**told, "leaves": list(made.leaves), "warnings": list(made.warnings)})
    else:
        say(repr(made))
    return made.path
