"""Clips as what others open: a folder, a video, a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from veo_widgets import errors
from veo_widgets.cli.base import AsJson, HomeOption, app, opened, say, show

What = Annotated[list[str], typer.Argument(help="The sweep's name, or files of clips.")]
SWITCH = "switch"
SILENT = "none"


@app.command()
def export(
    sweep: Annotated[str, typer.Argument(help="The sweep's name.")],
    folder: Annotated[Path, typer.Argument(help="Made if it is not there.")],
    *,
    cost: Annotated[bool, typer.Option("--cost", help="Tell what the clips cost.")] = False,
    sidecar: Annotated[
        bool, typer.Option("--sidecar", help="Write a JSON file beside each clip, too.")
    ] = False,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Write a sweep's clips, settings, votes and scores as files that other tools read."""
    from veo_widgets.experiment import Sweeps

    with opened(home) as client:
        _told(Sweeps(client)[sweep].export(folder, cost=cost, sidecar=sidecar), json_=json_)


@app.command()
def video(
    what: What,
    path: Annotated[Path, typer.Argument(help="The MP4.")],
    *,
    sound: Annotated[
        str, typer.Option(help="switch: each clip's in turn; a number: one clip's, from 0; none.")
    ] = SWITCH,
    wipe: Annotated[
        bool, typer.Option("--wipe", help="Wipe the second of two clips over the first.")
    ] = False,
    title: Annotated[
        str | None, typer.Option(help="What the card at the beginning says; '' for no card.")
    ] = None,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Write clips as one labelled video, laid out as the grid has them."""
    from veo_widgets.view.montage import export_video

    with opened(home) as client:
        thing = _clips(client, what)
        _told(export_video(thing, path, sound=_heard(sound), wipe=wipe, title=title), json_=json_)


@app.command()
def sheet(
    what: What,
    path: Annotated[Path, typer.Argument(help="A .png or .jpg.")],
    *,
    json_: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Write a picture of clips: a line of frames for each."""
    from veo_widgets.view.grid import GridState
    from veo_widgets.view.sources import source_of

    with opened(home) as client:
        _told(GridState(source_of(_clips(client, what))).contact_sheet(path), json_=json_)


def _clips(client: Any, what: list[str]) -> Any:  # noqa: ANN401
    """Return the sweep of that name, or the files."""
    from veo_widgets.experiment import Sweeps
    from veo_widgets.media import Clip

    files = [Path(each) for each in what]
    if len(files) > 1 or files[0].is_file():
        return [Clip.open(file) for file in files]
    return Sweeps(client)[what[0]]


def _heard(sound: str) -> Any:  # noqa: ANN401
    if sound in {SWITCH, SILENT}:
        return None if sound == SILENT else SWITCH
    if sound.isascii() and sound.isdigit() and len(sound) < 5:
        return int(sound)
    raise errors.InvalidRequest(f"--sound is {SWITCH}, {SILENT} or a clip's number, from 0")


def _told(path: Path, *, json_: bool) -> None:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    size = sum(file.stat().st_size for file in files)
    if json_:
        show({"path": str(path), "files": len(files), "bytes": size})
    else:
        say(f"{path} ({size / 1e6:.1f} MB)")
