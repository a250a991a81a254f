"""The command line: ``veo-widgets``."""

from veo_widgets.cli import jobs, serve, sweep
from veo_widgets.cli.base import app, main

__all__ = ["app", "jobs", "main", "serve", "sweep"]
