"""Finds and starts the local server, from the kernel's side."""

from veo_widgets.local.clean import clean_clip
from veo_widgets.local.launch import Running, ensure, read_options, usual_s

__all__ = ["Running", "clean_clip", "ensure", "read_options", "usual_s"]
