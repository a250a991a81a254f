"""A grid of nine clips as one video, beside its encoder alone: at most 1.5 times as long."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Final

import av

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.clips import coded_clip
from veo_widgets.media.montage import CODED, Montage, Pane, composed, write_montage

MOST: Final = 1.5
SECONDS: Final = 4


def main() -> int:
    """Write the video, encode the same frames by themselves, and compare."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        panes = [
            Pane(
                coded_clip(
                    folder / f"{n}.mp4", 24 * SECONDS, 1280, 720, 25 * n, bit_rate=4_000_000
                ),
                f"seed {n}",
                *divmod(n, 3),
            )
            for n in range(9)
        ]
        montage = Montage(panes, "", (), Fraction(24), SECONDS, (624, 352), -1)
        began = time.perf_counter()
        write_montage(montage, folder / "grid.mp4")
        took = time.perf_counter() - began
        with ExitStack() as stack:
            frames = [*composed(montage, stack)]
        began = time.perf_counter()
        with av.open(str(folder / "alone.mp4"), "w") as out:
            video = out.add_stream("libx264", rate=24, options=CODED)
            video.width, video.height = montage.whole
            video.pix_fmt = "yuv420p"
            for planes in frames:
                out.mux(video.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
            out.mux(video.encode(None))
        alone = time.perf_counter() - began
    width, height = montage.whole
    ratio = took / alone
    print(
        f"grid of 9, {width}x{height}, {SECONDS} s: {took:.1f} s, the encoder alone {alone:.1f} s"
    )
    print(f"ratio {ratio:.2f} (at most {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
