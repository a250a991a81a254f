"""A prompt in, the frames and the sound of an honest preview out.

It knows nothing of the kit around it: no request, no server, no file format.
"""

from veo_widgets.storyboard.card import TAG
from veo_widgets.storyboard.render import frames, painter
from veo_widgets.storyboard.scene import Scene, read_scene
from veo_widgets.storyboard.shot import Shot
from veo_widgets.storyboard.sound import RATE, soundtrack

__all__ = ["RATE", "TAG", "Scene", "Shot", "frames", "painter", "read_scene", "soundtrack"]
