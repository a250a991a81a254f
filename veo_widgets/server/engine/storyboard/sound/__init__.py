"""The sound track that fits a scene."""

from veo_widgets._loudness import loudness
from veo_widgets.server.engine.storyboard.sound.track import soundtrack
from veo_widgets.server.engine.storyboard.sound.voices import RATE

__all__ = ["RATE", "loudness", "soundtrack"]
