"""Clips with one planted defect each, and controls that have none."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

FPS, SECONDS, WIDTH, HEIGHT, RATE = 24, 3, 384, 216, 48_000
FRAMES = FPS * SECONDS
Frames = Any


def noise(height: int, width: int, seed: int, softness: float) -> NDArray[np.float32]:
    """Return smooth noise between 0 and 1."""
    raw = np.random.default_rng(seed).random((height, width), np.float32)
    soft = cv2.GaussianBlur(raw, (0, 0), softness)
    return np.asarray((soft - soft.min()) / (soft.max() - soft.min()), np.float32)


@cache
def world(seed: int = 1) -> NDArray[np.uint8]:
    """Return a landscape wider than the picture, with structure at several scales."""
    height, width = HEIGHT + 64, WIDTH + 320
    layers = sum(noise(height, width, seed + n, 2.0**n) / 4 for n in range(1, 5))
    light = np.linspace(1.1, 0.6, height, dtype=np.float32)[:, None]
    grey = np.clip(layers * light * 1.5 - 0.15, 0, 1)
    tint = np.asarray([0.75, 0.9, 1.0] if seed == 1 else [1.0, 0.7, 0.6], np.float32)
    return np.asarray(40 + 170 * grey[..., None] * tint, np.uint8)


def scene(speed: float = 1.0, seed: int = 1) -> NDArray[np.uint8]:
    """Return frames of a still camera and a ball that rolls past."""
    back = world(seed)[32 : 32 + HEIGHT, 160 : 160 + WIDTH]
    frames = []
    for number in range(FRAMES):
        frame = back.copy()
        at = 48 + 3.4 * speed * number
        centre = (round(at * 16), round((136 + 10 * np.sin(at / 20)) * 16))
        cv2.circle(frame, centre, 30 * 16, (60, 70, 180), -1, cv2.LINE_AA, 4)
        turn = at / 30
        spot = (round((at + 17 * np.cos(turn)) * 16), round(centre[1] + 270 * np.sin(turn)))
        cv2.circle(frame, spot, 8 * 16, (220, 220, 210), -1, cv2.LINE_AA, 4)
        frames.append(frame)
    return np.stack(frames)


def hum() -> NDArray[np.float32]:
    """Return a chord over waves that swell, at about -18 LUFS, two channels."""
    time = np.arange(SECONDS * RATE) / RATE
    chord = sum(np.sin(2 * np.pi * pitch * time) for pitch in (220, 277, 330))
    waves = cv2.blur(np.random.default_rng(3).normal(0, 4, (1, len(time))), (9, 1))[0]
    swell = 0.04 + 0.02 * np.sin(2 * np.pi * 0.7 * time)
    return np.stack([(chord + waves) * swell] * 2).astype(np.float32)


def write(path: Path, frames: Frames, sound: NDArray[np.float32] | None = None) -> Path:
    """Encode frames of blue, green and red, and sound."""
    with av.open(path, "w") as out:
        video = out.add_stream("libx264", FPS, options={"crf": "18", "preset": "ultrafast"})
        height, width = frames[0].shape[:2]
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = out.add_stream("aac", RATE, layout="stereo") if sound is not None else None
        for number, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None:
            for start in range(0, sound.shape[1], 1024):
                part = np.ascontiguousarray(sound[:, start : start + 1024])
                block = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
                block.sample_rate, block.pts = RATE, start
                out.mux(audio.encode(block))
            out.mux(audio.encode(None))
    return path


def lit(frames: Frames, factor: Callable[[int], float]) -> Frames:
    """Return frames, each brighter or darker by its own factor."""
    return [cv2.convertScaleAbs(frame, alpha=factor(n)) for n, frame in enumerate(frames)]


def panned(shift: Callable[[int], tuple[float, float]]) -> Frames:
    """Return frames of the landscape seen by a camera that moves."""
    return [
        cv2.getRectSubPix(world(), (WIDTH, HEIGHT), (320 + across, HEIGHT / 2 + 32 + down))
        for across, down in map(shift, range(FRAMES))
    ]


def blinking(hertz: float) -> Callable[[int], float]:
    """Return a light that is on and off so often a second."""
    return lambda n: 1.3 if int(n * 2 * hertz / FPS) % 2 else 0.45


def boiling() -> Frames:
    """Return frames whose texture is another one in each."""
    grain = [noise(HEIGHT, WIDTH, 50 + n, 1.5)[..., None] * 90 - 45 for n in range(12)]
    return [np.clip(f + grain[n % 12], 0, 255).astype(np.uint8) for n, f in enumerate(scene())]


def shaken(number: int) -> tuple[float, float]:
    """Return where a hand that trembles holds the camera."""
    return tuple(np.random.default_rng(number).normal(0, 5, 2))


def defects() -> dict[str, tuple[Frames, NDArray[np.float32] | None]]:
    """Return each defect as frames and sound."""
    clean, sound = scene(), hum()
    half = sound[:, : SECONDS * RATE // 2]
    black = [np.zeros_like(frame) if 32 <= n < 44 else frame for n, frame in enumerate(clean)]
    return {
        "six flashes a second": (lit(clean, blinking(6)), sound),
        "boiling texture": (boiling(), sound),
        "shaking": (panned(shaken), sound),
        "pan": (panned(lambda n: (1.5 * n, 0)), sound),
        "flicker": (lit(clean, lambda n: 1 + 0.04 * (-1) ** n), sound),
        "frozen": ([clean[24 if 24 <= n < 48 else n] for n in range(FRAMES)], sound),
        "doubled frames": ([clean[n - n % 2] for n in range(FRAMES)], sound),
        "black": (black, sound),
        "cut": ([*clean[:32], *scene(seed=9)[32:]], sound),
        "blurred": ([cv2.GaussianBlur(frame, (0, 0), 3) for frame in clean], sound),
        "blown out": (lit(clean, lambda _: 2.0), sound),
        "very quiet": (clean, sound * 10 ** (-26 / 20)),
        "clipped": (clean, np.clip(sound * 8, -1, 1)),
        "empty track": (clean, np.zeros_like(sound)),
        "half a track": (clean, half),
    }


def controls() -> dict[str, tuple[Frames, NDArray[np.float32] | None]]:
    """Return what is right as it is."""
    clean, sound = scene(), hum()
    there = clean[: FRAMES // 2]
    return {
        "clean": (clean, sound),
        "slow": (scene(0.12), sound),
        "two flashes a second": (lit(clean, blinking(2)), sound),
        "mirrored loop": (np.concatenate([there, there[::-1]]), sound),
    }
