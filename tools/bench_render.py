"""Seconds of processor that the renderer takes, against the encoder alone."""

from __future__ import annotations

import time
from dataclasses import replace

import cv2

from veo_widgets.server.engine import RenderSpec
from veo_widgets.server.engine.adapter import StoryboardEngine, shot_of, track
from veo_widgets.server.engine.encode import encode
from veo_widgets.storyboard import painter, read_scene

PROMPT = "A serene forest landscape at dawn, mist over the trees, a deer slowly wandering"
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}


def timed(work: object) -> tuple[float, float]:
    """Return seconds by the wall and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()  # type: ignore[operator]
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    for name, (width, height) in SIZES.items():
        spec = RenderSpec("veo-3", PROMPT, 7, width, height, 8, 24, sound=True)
        scene = read_scene(shot_of(spec))
        paint = painter(scene)
        ready = [cv2.cvtColor(paint(i), cv2.COLOR_BGRA2YUV_I420) for i in range(spec.frames)]
        sound = track(scene)
        encoder = timed(lambda s=spec, r=ready, a=sound: encode(s, r, lambda: a, {}))
        whole = timed(lambda s=spec: StoryboardEngine().render(s))
        print(
            f"{name:6} 8 s clip with sound: {whole[0]:5.1f} s by the wall, {whole[1]:5.1f} s of processor; "
            f"encoder alone {encoder[1]:5.1f} s; ratio {whole[1] / encoder[1]:.2f}"
        )
        rough = replace(spec, draft=True)
        draft = timed(lambda s=rough: StoryboardEngine().render(s))
        print(
            f"{name:6} draft: {draft[0]:5.2f} s by the wall, {8 / draft[0]:.1f} times as fast as it plays"
        )
