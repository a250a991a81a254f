"""Clips and input images: facts, posters, storage, download."""

from veo_widgets.media.clip import Clip, clip_of, open_known
from veo_widgets.media.contact_sheet import contact_sheet
from veo_widgets.media.derived import Derived, differences
from veo_widgets.media.download import ClipGone, Fetched, fetch, is_video, save_stream, unread
from veo_widgets.media.export import marks
from veo_widgets.media.facts import VideoInfo
from veo_widgets.media.image import InputImage, read_image
from veo_widgets.media.input_file import media_type, read_input
from veo_widgets.media.lettering import unwritable
from veo_widgets.media.probe import ClipBroken, probe
from veo_widgets.media.settings import Origin, carried
from veo_widgets.media.still import frame_png, poster, smaller
from veo_widgets.media.store import Store
from veo_widgets.media.stored import InputFile

__all__ = [
    "Clip",
    "ClipBroken",
    "ClipGone",
    "Derived",
    "Fetched",
    "InputFile",
    "InputImage",
    "Origin",
    "Store",
    "VideoInfo",
    "carried",
    "clip_of",
    "contact_sheet",
    "differences",
    "fetch",
    "frame_png",
    "is_video",
    "marks",
    "media_type",
    "open_known",
    "poster",
    "probe",
    "read_image",
    "read_input",
    "save_stream",
    "smaller",
    "unread",
    "unwritable",
]
