"""Clips and input images: facts, posters, storage, download."""

from veo_widgets.media.clip import Clip
from veo_widgets.media.contact_sheet import contact_sheet
from veo_widgets.media.derived import Derived, differences
from veo_widgets.media.download import ClipGone, Fetched, fetch, save_stream
from veo_widgets.media.image import InputImage, is_reference, read_image
from veo_widgets.media.probe import Facts, frame_png, poster, probe
from veo_widgets.media.store import Store

__all__ = [
    "Clip",
    "ClipGone",
    "Derived",
    "Facts",
    "Fetched",
    "InputImage",
    "Store",
    "contact_sheet",
    "differences",
    "fetch",
    "frame_png",
    "is_reference",
    "poster",
    "probe",
    "read_image",
    "save_stream",
]
