from .badge import StatusBadge
from .controls import Controls
from .copy import CopyButton
from .grid import ComparisonGrid, compare
from .image import ImageInput
from .job import JobWidget
from .player import VideoPlayer

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
