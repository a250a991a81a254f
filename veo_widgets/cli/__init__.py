"""The command line: ``veo-widgets``."""

from veo_widgets.cli import doctor, jobs, report, serve, share, sweep, verdict
from veo_widgets.cli.base import app, main

__all__ = ["app", "doctor", "jobs", "main", "report", "serve", "share", "sweep", "verdict"]
