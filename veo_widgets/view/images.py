"""Input images as the browser draws them, and files that arrive in parts."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from veo_widgets.core.record import is_reference
from veo_widgets.errors import MediaError
from veo_widgets.media import InputImage, Store, read_image
from veo_widgets.view.wire.constants import CLIP_MOST_BYTES, IMAGE_MOST_BYTES

if TYPE_CHECKING:
    from veo_widgets.view.wire.image import BeginImage, ImageChunk, ImageView

THUMB_HEIGHT: Final = 112
CLIPS: Final = (".mp4", ".m4v", ".mov")


def thumbnail(data: bytes) -> str:
    """Return an image as a small JPEG data URI."""
    import cv2
    import numpy as np

    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise MediaError("the image does not decode")
    scale = THUMB_HEIGHT / image.shape[0]
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return f"data:image/jpeg;base64,{base64.b64encode(bytes(coded)).decode()}"


def shown(image: InputImage, name: str) -> ImageView:
    """Return what is drawn of an image whose bytes are here."""
    return {
        "value": image.reference,
        "name": name,
        "thumbnail": thumbnail(image.data),
        "width": image.width,
        "height": image.height,
    }


def image_view(store: Store, value: str) -> ImageView:
    """Return what is drawn of a parameter's image: a URL, or a reference to the home.

    Raises:
        MediaError: The home does not hold it, or it does not decode.
    """
    if not is_reference(value):
        return {"value": value, "name": value, "thumbnail": "", "width": 0, "height": 0}
    path = store.home.images / value.partition(":")[2]
    return shown(read_image(path), path.name[:12])


def keep(store: Store, source: str | bytes, name: str) -> ImageView:
    """Store an image in the home and return what is drawn of it.

    Args:
        store: Where it is kept.
        source: A path or the bytes.
        name: What to call it.

    Raises:
        MediaError: It cannot be used.
    """
    image = read_image(source)
    store.keep_image(image.name, image.data)
    return shown(image, name)


class Arriving:
    """Files on their way from the browser."""

    def __init__(self) -> None:
        self._growing: dict[str, tuple[str, int, bytearray]] = {}

    def begin(self, message: BeginImage) -> None:
        """Get ready for a file.

        Raises:
            MediaError: It is too large.
        """
        size = message["size"]
        clip = message["name"].lower().endswith(CLIPS)
        most = CLIP_MOST_BYTES if clip else IMAGE_MOST_BYTES
        if size > most:
            megabytes = f"{size / 1e6:.1f} MB; at most {most / 1e6:.0f} MB are taken"
            raise MediaError(f"the file has {megabytes}")
        self._growing[message["id"]] = (message["name"], size, bytearray())

    def grow(self, message: ImageChunk, part: bytes) -> tuple[str, bytes] | None:
        """Take a part of a file; return name and bytes once it is whole."""
        begun = self._growing.get(message["id"])
        if begun is None:
            return None
        name, size, data = begun
        data += part
        if len(data) < size:
            return None
        del self._growing[message["id"]]
        return name, bytes(data)
