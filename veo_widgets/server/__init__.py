"""A local stand-in for the cloud: the same API, with clips it renders itself."""

from veo_widgets.server.embedded import Running, ensure
from veo_widgets.server.settings import Settings, usual_s

__all__ = ["Running", "Settings", "ensure", "usual_s"]
