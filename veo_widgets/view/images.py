"""Input images as the browser draws them, and files that arrive in parts."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.record import is_reference
from veo_widgets.errors import MediaError
from veo_widgets.media import InputImage, Store, poster, read_image, read_input
from veo_widgets.media.input_file import MOST_BYTES
from veo_widgets.view.wire.constants import CLIP_MOST_BYTES, IMAGE_MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from veo_widgets.catalogue.media import MediaSlot
    from veo_widgets.view.wire.controls import BeginInput
    from veo_widgets.view.wire.image import BeginImage, ImageChunk, ImageView, Medium

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
        "medium": "image",
        "thumbnail": thumbnail(image.data),
        "width": image.width,
        "height": image.height,
        "seconds": 0.0,
    }


def unseen(value: str, name: str, medium: Medium = "image") -> ImageView:
    """Return what is drawn of a file that only the browser can look at."""
    return {
        "value": value,
        "name": name,
        "medium": medium,
        "thumbnail": "",
        "width": 0,
        "height": 0,
        "seconds": 0.0,
    }


def played(value: str, path: Path, name: str, medium: Medium) -> ImageView:
    """Return what is drawn of a video or a sound of the home: its first frame, its length.

    Raises:
        MediaError: It does not decode.
    """
    import av

    view = unseen(value, name, medium)
    try:
        with av.open(str(path)) as file:
            view["seconds"] = round((file.duration or 0) / av.time_base, 2)
            if medium == "sound":
                return view
            stream = file.streams.video[0]
            view["width"], view["height"] = stream.width, stream.height
        view["thumbnail"] = thumbnail(poster(path))
    except (av.FFmpegError, IndexError) as error:
        raise MediaError(f"the {medium} {name} does not decode: {error}") from error
    return view


def image_view(store: Store, value: str, medium: Medium = "image") -> ImageView:
    """Return what is drawn of a parameter's file: a URL, or a reference to the home.

    Raises:
        MediaError: The home does not hold it, or it does not decode.
    """
    if not is_reference(value):
        return unseen(value, value, medium)
    path = store.home.images / value.partition(":")[2]
    if medium != "image":
        return played(value, path, path.name[:12], medium)
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


def keep_for(slot: MediaSlot, store: Store, source: str | bytes, name: str) -> ImageView:
    """Store a file for a place of a model in the home and return what is drawn of it.

    Args:
        slot: The place, with its limits.
        store: Where it is kept.
        source: A path or the bytes.
        name: What to call it.

    Raises:
        MediaError: It cannot be used there.
    """
    row: Mapping[str, Any] = slot.row
    file = read_input(source, slot.medium, row.get("x-max-bytes"), row.get("x-accept") or ())
    path = store.keep_image(file.name, file.data)
    if isinstance(file, InputImage):
        return shown(file, name)
    view = played(file.reference, path, name, slot.medium)
    most = row.get("x-max-seconds")
    if most and view["seconds"] > most:
        length = f"{view['seconds']:g} s; at most {most:g} s are taken"
        raise MediaError(f"the {slot.medium} {name} has {length}")
    return view


class Arriving:
    """Files on their way from the browser."""

    def __init__(self) -> None:
        self._growing: dict[str, tuple[str, int, bytearray]] = {}

    def begin(self, message: BeginImage) -> None:
        """Get ready for a file.

        Raises:
            MediaError: It is too large.
        """
        clip = message["name"].lower().endswith(CLIPS)
        self._begin(message, CLIP_MOST_BYTES if clip else IMAGE_MOST_BYTES)

    def begin_for(self, slot: MediaSlot, message: BeginInput) -> None:
        """Get ready for a file that goes to a place of a model.

        Raises:
            MediaError: It is larger than may go there.
        """
        most = MOST_BYTES[slot.medium]
        self._begin(message, min(slot.row.get("x-max-bytes") or most, most))

    def _begin(self, message: BeginImage | BeginInput, most: int) -> None:
        size = message["size"]
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
