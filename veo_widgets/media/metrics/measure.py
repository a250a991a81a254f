"""One clip measured, in whatever process or machine this runs."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veo_widgets.media.metrics.base import Reading
from veo_widgets.media.metrics.registry import known

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Work:
    """What to measure; it travels between processes and machines.

    Attributes:
        clip: A file, or its bytes for a machine that cannot see it.
        names: Which metrics.
        asked: What was asked, by role.
        images: The images that were given, by role, as the bytes of their files.
        models: Where heavy metrics have their models.
    """

    clip: Path | bytes = field(repr=False)
    names: tuple[str, ...]
    asked: Mapping[str, Any] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    models: Mapping[str, str] = field(default_factory=dict)

    def carried(self) -> Work:
        """Return the same with the clip's bytes in place of its file.

        Raises:
            OSError: The file cannot be read.
        """
        if isinstance(self.clip, bytes):
            return self
        data = self.clip.read_bytes()
        return Work(data, self.names, self.asked, self.images, self.models)


def measure(work: Work) -> dict[str, Reading]:
    """Measure a clip by each of the metrics, from one decode.

    Raises:
        MediaError: The clip does not decode, or is none.
    """
    if isinstance(work.clip, bytes):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "clip.mp4")
            path.write_bytes(work.clip)
            return _measured(path, work)
    return _measured(work.clip, work)


def _measured(path: Path, work: Work) -> dict[str, Reading]:
    from veo_widgets.media.metrics.sample import read_sample

    sample = read_sample(path)
    sample.asked, sample.images, sample.models = work.asked, work.images, work.models
    metrics = known()
    gone = Reading(None, "there is no such metric here", failed=True)
    return {name: metrics[name].read(sample) if name in metrics else gone for name in work.names}
