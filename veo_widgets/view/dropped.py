"""A clip that was dropped on a form: the settings that it carries, as this home can use them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    asked, images = model.check(settings.parameters).parameters, set(model.images())
    values = {key: _here(asked[key], store) if key in images else asked[key] for key in asked}
    lacking = sum(value is None for value in values.values())
    text = f"The settings of {name}"
    return {
        "type": "settings_taken",
        "id": message,
        "model": settings.model,
        "values": {key: value for key, value in values.items() if value is not None},
        "text": f"{text}, without images that are not here" if lacking else text,
    }


def _here(value: Any, store: Store) -> Any:  # noqa: ANN401
    """Return what of an image's value may be used: a file never names another on this disk."""
    if isinstance(value, list):
        return [each for each in value if _here(each, store) is not None] or None
    text = str(value)
    if is_reference(value):
        name = text.removeprefix(REFERENCE)
        stored = store.home.images / name
        return value if Path(name).name == name and stored.is_file() else None
    return value if text.startswith(("http://", "https://")) else None
