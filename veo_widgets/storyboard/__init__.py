"""The storyboard renderer: a prompt in, an honest preview clip out."""

from veo_widgets.storyboard.render import Storyboard

__all__ = ["Storyboard"]
