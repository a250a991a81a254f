"""What the votes on a sweep say, and votes that come from another home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veo_widgets.cli.base import AsJson, HomeOption, app, opened, show, write


@app.command()
def verdict(
    sweep: Annotated[str, typer.Argument(help="The sweep's name.")],
    *,
    by: Annotated[
        list[str] | None, typer.Option(help="An axis that is compared; may be given again.")
    ] = None,
    question: Annotated[str | None, typer.Option(help="Only this criterion.")] = None,
    rater: Annotated[str | None, typer.Option(help="Only this rater's votes.")] = None,
    merge: Annotated[
        list[Path] | None, typer.Option(help="A file of votes to take in first; may be repeated.")
    ] = None,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Say what the votes on a sweep show, with intervals."""
    from veo_widgets.experiment import Sweeps
    from veo_widgets.judging.functions import merge_votes

    with opened(home) as client:
        judged = Sweeps(client)[sweep]
        for file in merge or ():
            merge_votes(file, of=judged)
        told = judged.verdict(by or None, question=question, rater=rater)
        if json_:
            show({"sentence": told.sentence, "notes": told.notes, "rows": told.rows()})
            return
        for line in repr(told).splitlines():
            write(line)
