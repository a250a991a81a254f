"""Input images: dropped, pasted, browsed, or named by URL or path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets as t

from veo_widgets._lib.values import expect
from veo_widgets.errors import MediaError
from veo_widgets.media import Store
from veo_widgets.view.images import Arriving, image_view, keep
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
        self._arriving = Arriving()
        super().__init__(label=label, many=many)

    @t.observe("value")
    def _value_set(self, change: dict[str, Any]) -> None:
        wanted = change["new"]
        listed = [] if wanted is None else wanted if isinstance(wanted, list) else [wanted]
        if [image["value"] for image in self.images] != listed:
            self.images = [image_view(self._store, value) for value in listed]

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
            view = keep(self._store, source, name)
        except (MediaError, OSError) as error:
            self.message = str(error)
        else:
            self._add(view)

    @handles(BeginImage)
    def _begin(self, message: BeginImage, _: Buffers) -> None:
        """Get ready for a file."""
        try:
            self._arriving.begin(message)
        except MediaError as error:
            self.message = str(error)

    @handles(ImageChunk)
    def _grow(self, message: ImageChunk, buffers: Buffers) -> None:
        """Take a part of a file; the last one completes it."""
        whole = self._arriving.grow(message, bytes(buffers[0])) if buffers else None
        if whole is not None:
            name, data = whole
            self.take(data, name)

    @handles(ImageUrl)
    def _take_url(self, message: ImageUrl, _: Buffers) -> None:
        """Take a URL as it is, or a file of the kernel's machine."""
        text = message["url"].strip()
        if text.startswith(("http://", "https://")):
            self._add(image_view(self._store, text))
        else:
            self.take(text, text.rpartition("/")[2])

    @handles(RemoveImage)
    def _remove(self, message: RemoveImage, _: Buffers) -> None:
        """Take an image away."""
        index = message["index"]
        self.images = [image for number, image in enumerate(self.images) if number != index]
        self._tell()
