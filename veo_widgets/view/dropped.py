"""A clip that was dropped on a form: the settings that it carries, as this home can use them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue.media import held
from veo_widgets.core.record import REFERENCE, is_reference
from veo_widgets.errors import MediaError
from veo_widgets.media import carried

if TYPE_CHECKING:
    from veo_widgets.catalogue import Catalogue
    from veo_widgets.media import Store
    from veo_widgets.view.wire.controls import SettingsTaken


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
    here = model.with_media(asked, lambda value, _: _here(value, store))
    values = {name: _without_gaps(value) for name, value in here.items()}
    lacking = sum(
        slot.value is None and was.value is not None
        for slot, was in zip(
            held(model.properties, here), held(model.properties, asked), strict=True
        )
    )
    text = f"The settings of {name}"
    return {
        "type": "settings_taken",
        "id": message,
        "model": settings.model,
        "values": {key: value for key, value in values.items() if value is not None},
        "text": f"{text}, without images that are not here" if lacking else text,
    }


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
    return value if text.startswith(("http://", "https://")) else None
