"""Who is in the scene: paper cut-outs with joints, lit by the scene."""

from veo_widgets.server.engine.storyboard.figures.cast import cast

__all__ = ["cast"]
