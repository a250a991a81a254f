"""The storyboard renderer: a prompt in, an honest preview clip out."""

from veo_widgets.server.engine.render import Rendered, render
from veo_widgets.server.engine.spec import RenderSpec, from_request

__all__ = ["RenderSpec", "Rendered", "from_request", "render"]
