"""Sweeps as YAML files that move, with the images that they name beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import write_whole
from veo_widgets._lib.values import file_path, short
from veo_widgets.client.functions import client as default_client
from veo_widgets.core.record import REFERENCE, is_reference
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.experiment.files import Definition, read_file
from veo_widgets.experiment.library import open_sweep
from veo_widgets.experiment.rungs import passed

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.experiment.sweep import Sweep

ELSEWHERE: Final = ("http://", "https://", "data:", REFERENCE)


def open_file(path: str | PathLike[str], *, client: Client | None = None) -> Sweep:
    """Open the sweep that a YAML or JSON file defines; see ``Sweep.from_yaml``."""
    file = file_path(path)
    if file is None:
        raise InvalidRequest(f"there is no file {short(path)}")
    client = client or default_client()
    definition, session = read_file(file), client.session

    def there(value: Any) -> Any:  # noqa: ANN401
        if not isinstance(value, str) or value.startswith(ELSEWHERE):
            return value
        beside = file.parent / value
        return str(beside) if value and "\0" not in value and beside.is_file() else value

    def change(name: str, value: Any) -> Any:  # noqa: ANN401
        return session.inputs.with_files(name, value, there)

    return open_sweep(client, Definition(passed(definition, change), definition.lines))


def write_file(sweep: Sweep, path: str | PathLike[str]) -> str:
    """Write a sweep and its images; see ``Sweep.to_yaml``.

    Raises:
        InvalidRequest: The file cannot be written.
        MediaError: The home lacks an image.
    """
    file = file_path(path)
    if file is None or file.is_dir():
        raise InvalidRequest(f"a sweep is written to a file, not {short(path)}")
    session = sweep.client.session
    folder = file.with_name(f"{file.stem}_images")
    images: dict[str, Path] = {}

    def named(value: Any) -> Any:  # noqa: ANN401
        if not is_reference(value):
            return value
        stored = session.store.home.images / str(value).removeprefix(REFERENCE)
        images[stored.name] = stored
        return f"{folder.name}/{stored.name}"

    def change(name: str, value: Any) -> Any:  # noqa: ANN401
        return session.inputs.with_files(name, value, named)

    text = sweep.spec.mapped(change).to_yaml()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for name, stored in images.items():
            folder.mkdir(exist_ok=True)
            write_whole(folder / name, _image(stored))
        write_whole(file, text.encode())
    except OSError as error:
        raise InvalidRequest(f"{file} cannot be written: {error.strerror or error}") from None
    return text


def _image(stored: Path) -> bytes:
    try:
        return stored.read_bytes()
    except OSError:
        raise MediaError(f"the home has no image {stored.name} any more") from None
