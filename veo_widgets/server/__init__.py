"""A local stand-in for the cloud: the same API, with clips it renders itself."""

from veo_widgets.server.settings import Settings

__all__ = ["Settings"]
