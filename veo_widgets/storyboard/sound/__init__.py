"""The sound track that fits a scene."""

from veo_widgets.storyboard.sound.track import soundtrack
from veo_widgets.storyboard.sound.voices import RATE

__all__ = ["RATE", "soundtrack"]
