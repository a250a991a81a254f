"""Badge, player, image input and controls."""

from veo_widgets.widgets.badge import StatusBadge
from veo_widgets.widgets.controls import Controls
from veo_widgets.widgets.copy import CopyButton
from veo_widgets.widgets.grid import ComparisonGrid, compare
from veo_widgets.widgets.image import ImageInput
from veo_widgets.widgets.job import JobWidget
from veo_widgets.widgets.player import VideoPlayer
from veo_widgets.widgets.queue import JobQueue

__all__ = [
    "ComparisonGrid",
    "Controls",
    "CopyButton",
    "ImageInput",
    "JobQueue",
    "JobWidget",
    "StatusBadge",
    "VideoPlayer",
    "compare",
]
