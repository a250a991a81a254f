"""Input images: dropped, pasted, browsed, or named by URL or path."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets._lib.values import expect
from veo_widgets.core.record import is_reference
from veo_widgets.errors import MediaError
from veo_widgets.media import InputImage, Store, read_image
from veo_widgets.view.wire.constants import IMAGE_MOST_BYTES
from veo_widgets.view.wire.image import (
    BeginImage,
    ImageChunk,
    ImageInputFromPython,
    ImageUrl,
    ImageView,
    RemoveImage,
)
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from veo_widgets.widgets.messages import Buffers

THUMB_HEIGHT: Final = 112


class ImageInput(VeoWidget[ImageInputFromPython]):
    """Takes one image, or several.

    Local files are checked and stored in the home at once; they are uploaded when
    a job that uses them is sent.

    Args:
        store: Where local files are kept.
        label: What the images are for.
        many: Whether several are taken.
    """

    module = "image"

    images = Struct(list[ImageView], [])
    """What is shown; see ``value``."""
    label = t.Unicode("Image").tag(sync=True)
    """What the images are for."""
    many = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether several are taken."""
    message = t.Unicode("").tag(sync=True)
    """What is wrong with the last one."""
    value = t.Any(None, allow_none=True)
    """URL or reference; a list of them with ``many``; ``None`` without any."""

    def __init__(self, store: Store, *, label: str = "Image", many: bool = False) -> None:
        expect(store, Store, "store", "where a home keeps its files")
        expect(label, str, "label", "text")
        expect(many, bool, "many", "true or false")
        self._store = store
        self._growing: dict[str, tuple[str, int, bytearray]] = {}
        super().__init__(label=label, many=many)

    @t.observe("value")
    def _value_set(self, change: dict[str, Any]) -> None:
        wanted = change["new"]
        listed = [] if wanted is None else wanted if isinstance(wanted, list) else [wanted]
        if [image["value"] for image in self.images] != listed:
            self.images = [self._view(value) for value in listed]

    def _view(self, value: str) -> ImageView:
        if not is_reference(value):
            return {"value": value, "name": value, "thumbnail": "", "width": 0, "height": 0}
        path = self._store.home.images / value.partition(":")[2]
        return self._shown(read_image(path), path.name[:12])

    def _shown(self, image: InputImage, name: str) -> ImageView:
        return {
            "value": image.reference,
            "name": name,
            "thumbnail": thumbnail(image.data),
            "width": image.width,
            "height": image.height,
        }

    def _add(self, view: ImageView) -> None:
        self.message = ""
        self.images = [*self.images, view] if self.many else [view]
        self._tell()

    def _tell(self) -> None:
        values = [image["value"] for image in self.images]
        self.value = (values or None) if self.many else (values[0] if values else None)

    def take(self, source: str | bytes, name: str) -> None:
        """Take an image from disk or memory; what is wrong with it is shown.

        Args:
            source: A path or the bytes.
            name: What to call it.
        """
        try:
            image = read_image(source)
            self._store.keep_image(image.name, image.data)
        except (MediaError, OSError) as error:
            self.message = str(error)
        else:
            self._add(self._shown(image, name))

    @handles(BeginImage)
    def _begin(self, message: BeginImage, _: Buffers) -> None:
        """Get ready for a file."""
        size = message["size"]
        if size > IMAGE_MOST_BYTES:
            most = IMAGE_MOST_BYTES / 1e6
            self.message = f"the file has {size / 1e6:.1f} MB; at most {most:.0f} MB are taken"
            return
        self._growing[message["id"]] = (message["name"], size, bytearray())

    @handles(ImageChunk)
    def _grow(self, message: ImageChunk, buffers: Buffers) -> None:
        """Take a part of a file; the last one completes it."""
        begun = self._growing.get(message["id"])
        if begun is None or not buffers:
            return
        name, size, data = begun
        data += bytes(buffers[0])
        if len(data) >= size:
            del self._growing[message["id"]]
            self.take(bytes(data), name)

    @handles(ImageUrl)
    def _take_url(self, message: ImageUrl, _: Buffers) -> None:
        """Take a URL as it is, or a file of the kernel's machine."""
        text = message["url"].strip()
        if text.startswith(("http://", "https://")):
            self._add(self._view(text))
        else:
            self.take(text, text.rpartition("/")[2])

    @handles(RemoveImage)
    def _remove(self, message: RemoveImage, _: Buffers) -> None:
        """Take an image away."""
        index = message["index"]
        self.images = [image for number, image in enumerate(self.images) if number != index]
        self._tell()


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
