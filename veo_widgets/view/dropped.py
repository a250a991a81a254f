"""Files that were dropped on a form: the settings that they carry, as this home can use them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.core.record import REFERENCE, is_reference
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.experiment.cells import payload, roles_of
from veo_widgets.experiment.files import read_file
from veo_widgets.experiment.spec import read
from veo_widgets.media import carried

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Catalogue, Model
    from veo_widgets.media import Store
    from veo_widgets.view.wire.controls import SettingsTaken

SHA256: Final = re.compile(r"[0-9a-f]{64}\.\w+")
"""What an image is called beside a sweep's file."""

PYTHON: Final = "open it in Python with veo.Sweep.from_yaml"


def is_clip(data: bytes) -> bool:
    """Tell whether bytes begin as an MP4 does."""
    return data[4:8] == b"ftyp"


def settings_in(
    data: bytes, name: str, catalogue: Catalogue, store: Store, message: str
) -> SettingsTaken:
    """Return how a clip was made, for a form.

    Args:
        data: The whole file.
        name: What it is called.
        catalogue: The models that a form can show.
        store: Whose images a request can name.
        message: The id of the message that brought it.

    Raises:
        MediaError: It does not say how it was made, or no model here made it.
    """
    import av

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dropped.mp4"
        path.write_bytes(data)
        try:
            settings = carried(path)
        except av.FFmpegError as error:
            raise MediaError(f"{name} does not decode: {error}") from error
    if not settings.model:
        raise MediaError(f"{name} does not say how it was made")
    if settings.model not in catalogue:
        raise MediaError(f"{name} was made with {settings.model}, which is not among the models")
    model = catalogue[settings.model]
    asked = model.check(settings.parameters).parameters
    lacking: list[Any] = []
    here = _used(model, asked, store, lacking)
    values = {name: _without_gaps(value) for name, value in here.items()}
    text = f"The settings of {name}"
    return {
        "type": "settings_taken",
        "id": message,
        "model": settings.model,
        "values": {key: value for key, value in values.items() if value is not None},
        "axes": {},
        "text": f"{text}, without images that are not here" if lacking else text,
    }


def is_definition(name: str) -> bool:
    """Tell whether a file is called as those are that define sweeps."""
    return name.lower().endswith((".yaml", ".yml", ".json"))


def sweep_in(
    data: bytes, name: str, catalogue: Catalogue, store: Store, message: str
) -> SettingsTaken:
    """Return the sweep that a file defines, for a form.

    Args:
        data: The whole file.
        name: What it is called.
        catalogue: The models that a form can show.
        store: Whose images a request can name; those that lay beside the file are known by
            their names, which are their sums.
        message: The id of the message that brought it.

    Raises:
        InvalidRequest: It defines no sweep, with the line; or one that no form can show.
        UnknownModel: With the nearest slug.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        spec = read(read_file(path), catalogue, 1)
    variables, models = spec.variables(catalogue), spec.models(catalogue)
    varied = [each for each in spec.axes if each in variables]
    if varied or spec.only or spec.final is not None:
        what = f"varies {', '.join(varied)} in its prompt" if varied else "is of chosen cells"
        what = "is a draft" if spec.final is not None else what
        raise InvalidRequest(f"{name} {what}, which no form can show: {PYTHON}")
    roles, fixed = roles_of(spec, catalogue), {each: spec.base.get(each) for each in variables}
    first = {each: spec.values(each)[0] for each in (*spec.base, *spec.axes)}
    model = min(models, key=lambda each: len(payload(each, first, roles).dropped))
    lacking: list[Any] = []
    left: list[str] = []

    def here(name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401
        given = {name: value}
        if name == PROMPT or name not in model.properties:
            given = payload(model, {**fixed, **given}, roles).parameters
        used = _used(model, given, store, lacking)
        return {own: _without_gaps(each) for own, each in used.items()}

    values: dict[str, Any] = {}
    axes: dict[str, list[Any]] = {}
    for key, value in spec.base.items():
        if key == "model" or key in variables or (key, value) == ("take", 1):
            continue
        told = here(key, value)
        values |= {own: each for own, each in told.items() if each is not None}
        left += [] if told else [key]
    for key, many in spec.axes.items():
        rows = [{key: each} if key == "model" else here(key, each) for each in many]
        owns = {own for row in rows for own in row}
        if len(owns) == 1 and all(rows):
            (own,) = owns
            axes[own] = [row[own] for row in rows if row[own] is not None]
        else:
            left.append(key)
    without = ", ".join([*(["images that are not here"] if lacking else []), *left])
    return {
        "type": "settings_taken",
        "id": message,
        "model": model.slug,
        "values": values,
        "axes": axes,
        "text": f"The sweep of {name}{without and f', without {without}'}",
    }


def _used(
    model: Model, asked: Mapping[str, Any], store: Store, lacking: list[Any]
) -> dict[str, Any]:
    """Return a request with ``None`` for the files in it that are not here.

    Args:
        model: Whose request.
        asked: The request.
        store: Whose images a request can name.
        lacking: Gets what stood for the files that are not here.
    """

    def change(value: Any, _: Mapping[str, Any]) -> Any:  # noqa: ANN401
        here = None if value is None else _here(value, store)
        if here is None and value is not None:
            lacking.append(value)
        return here

    return model.with_media(asked, change)


def _without_gaps(value: Any) -> Any:  # noqa: ANN401
    """Return a value without the files that are not here; ``None`` where nothing is left."""
    if isinstance(value, list):
        return [each for item in value if (each := _without_gaps(item)) is not None] or None
    if isinstance(value, dict):
        return {n: each for n, item in value.items() if (each := _without_gaps(item)) is not None}
    return value


def _here(value: Any, store: Store) -> Any:  # noqa: ANN401
    """Return what of an image's value may be used: a file never names another on this disk."""
    text = str(value)
    if is_reference(value):
        name = text.removeprefix(REFERENCE)
        stored = store.home.images / name
        return value if Path(name).name == name and stored.is_file() else None
    if text.startswith(("http://", "https://")):
        return value
    beside = f"{REFERENCE}{PurePosixPath(text).name}"
    return _here(beside, store) if SHA256.match(PurePosixPath(text).name) else None
