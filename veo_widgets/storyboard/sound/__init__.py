"""The sound track that fits a scene."""

from veo_widgets._lib.loudness import loudness
from veo_widgets.storyboard.sound.track import soundtrack
from veo_widgets.storyboard.sound.voices import RATE

__all__ = ["RATE", "loudness", "soundtrack"]
