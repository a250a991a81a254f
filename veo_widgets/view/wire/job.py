"""A job as a cell shows it: what its badge says and its player."""

from __future__ import annotations

from veo_widgets.view.wire.common import AskNow
from veo_widgets.view.wire.pay import Act, Paid
from veo_widgets.view.wire.player import VideoPlayerFromPython, VideoPlayerToPython

JobWidgetToPython = VideoPlayerToPython | AskNow | Act
JobWidgetFromPython = VideoPlayerFromPython | Paid
