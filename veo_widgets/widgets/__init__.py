"""Badge, player, image input, controls and grid."""

from veo_widgets.widgets.badge import StatusBadge
from veo_widgets.widgets.controls import Controls
from veo_widgets.widgets.copy import CopyButton
from veo_widgets.widgets.grid import ComparisonGrid, compare
from veo_widgets.widgets.image import ImageInput
from veo_widgets.widgets.job import JobWidget
from veo_widgets.widgets.player import VideoPlayer

__all__ = [
    "ComparisonGrid",
    "Controls",
    "CopyButton",
    "ImageInput",
    "JobWidget",
    "StatusBadge",
    "VideoPlayer",
    "compare",
]
