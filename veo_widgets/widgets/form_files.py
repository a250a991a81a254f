"""The files of a form: taken in for their places, and drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import traitlets as t

from veo_widgets._lib.values import short
from veo_widgets.catalogue.media import MediaSlot, held, slot_at
from veo_widgets.core.record import is_reference
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.view.dropped import is_clip, is_definition, settings_in, sweep_in
from veo_widgets.view.images import Arriving, image_view, keep, keep_for
from veo_widgets.view.wire.controls import BeginInput, ReadInput
from veo_widgets.view.wire.image import BeginImage, ImageChunk, ImageView
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.client import Client
    from veo_widgets.widgets.messages import Buffers

FromPython = TypeVar("FromPython")


class FormFiles(VeoWidget[FromPython]):
    """What a form does with files."""

    model = t.Unicode()
    """The model's slug; setting it keeps what both models have."""
    pictures = Struct(list[ImageView], [])
    """What is drawn of the form's files; set by the kernel only."""
    _client: Client

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        self._arriving = Arriving()
        self._places: dict[str, MediaSlot] = {}
        super().__init__(**given)

    @property
    def chosen(self) -> Model:
        """The catalogue's entry."""
        return self._client.catalogue[self.model]

    def _pictures(self, model: Model, values: Mapping[str, Any]) -> list[ImageView]:
        known = {view["value"]: view for view in self.pictures}
        views = []
        for slot in held(model.properties, values):
            each = slot.value
            if isinstance(each, str) and is_reference(each) and each not in known:
                try:
                    known[each] = image_view(self._client.session.store, each, slot.medium)
                except (MediaError, OSError):
                    continue
            if each in known:
                views.append(known[each])
        return views

    def _taken(self, name: str, view: ImageView) -> None:
        self.pictures = [*self.pictures, view]
        self.send({"type": "image_taken", "id": name, "image": view})

    @handles(BeginImage)
    def _begin(self, message: BeginImage, _: Buffers) -> None:
        """Get ready for a file."""
        self._arriving.begin(message)

    @handles(BeginInput)
    def _begin_input(self, message: BeginInput, _: Buffers) -> None:
        """Get ready for a file that goes to a place of the form."""
        slot = self._slot(message["place"])
        self._arriving.begin_for(slot, message)
        self._places[message["id"]] = slot

    def _slot(self, place: str) -> MediaSlot:
        slot = slot_at(self.chosen.properties, place)
        if slot is None:
            raise InvalidRequest(f"{self.model} takes no file at {short(place)}")
        return slot

    @handles(ImageChunk)
    def _grow(self, message: ImageChunk, buffers: Buffers) -> None:
        """Take a part of a file; the last one completes it."""
        whole = self._arriving.grow(message, bytes(buffers[0])) if buffers else None
        if whole is None:
            return
        name, data = whole
        session = self._client.session
        slot = self._places.pop(message["id"], None)
        if slot is not None:
            self._taken(message["id"], keep_for(slot, session.store, data, name))
        elif is_clip(data):
            self.send(settings_in(data, name, session.catalogue, session.store, message["id"]))
        elif is_definition(name):
            self.send(sweep_in(data, name, session.catalogue, session.store, message["id"]))
        else:
            self._taken(message["id"], keep(session.store, data, name))

    @handles(ReadInput)
    def _read_input(self, message: ReadInput, _: Buffers) -> None:
        """Take a file of the kernel's machine."""
        path, slot = message["path"].strip(), self._slot(message["place"])
        view = keep_for(slot, self._client.session.store, path, path.rpartition("/")[2])
        self._taken(message["id"], view)
