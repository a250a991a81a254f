"""The single sounds: wind, rain, sea, birds, crowd, wheels, steps and music.

Each takes a random stream and a length in samples, and returns two channels.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from veo_widgets.storyboard.figures.panda import RATE as HOP_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.storyboard.draw import Rng

Sound = NDArray[np.float64]
RATE: Final = 48_000


def shaped(rng: Rng, count: int, low: float, high: float) -> Sound:
    """Return noise between two frequencies, at unit power."""
    size = 1 << (count - 1).bit_length()
    spectrum = np.fft.rfft(rng.standard_normal(size))
    hz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1.0)
    band = 1 / np.sqrt(1 + (low / hz) ** 2) / np.sqrt(1 + (hz / high) ** 2)
    out = np.fft.irfft(spectrum * band, size)[:count]
    return np.asarray(out / (np.sqrt((out * out).mean()) + 1e-12))


def slow(rng: Rng, count: int, rate: float, low: float = 0.0, high: float = 1.0) -> Sound:
    """Return a random envelope that turns ``rate`` times a second."""
    points = rng.uniform(low, high, max(4, int(count / RATE * rate) + 4))
    at = np.linspace(0, len(points) - 3.001, count)
    index = at.astype(int)
    part = at - index
    part = part * part * (3 - 2 * part)
    return np.asarray(points[index] * (1 - part) + points[index + 1] * part)


def both(make: Callable[[], Sound]) -> Sound:
    """Return two independent channels."""
    return np.stack([make(), make()])


def pan(sound: Sound, place: float) -> Sound:
    """Put a mono sound between left (-1) and right (1)."""
    angle = (place + 1) * math.pi / 4
    return np.stack([sound * math.cos(angle), sound * math.sin(angle)])


def put(out: Sound, sound: Sound, at: float) -> None:
    """Mix a sound in at a second."""
    start = int(at * RATE)
    count = min(sound.shape[-1], out.shape[1] - start)
    if count > 0 and start >= 0:
        out[:, start : start + count] += sound[..., :count]


def ticks(seconds: float) -> Sound:
    """Return the time of each sample."""
    return np.arange(int(seconds * RATE)) / RATE


def wind(rng: Rng, count: int) -> Sound:
    gusts = slow(rng, count, 0.7, 0.25, 1) ** 1.5
    low = 0.1 * both(lambda: shaped(rng, count, 90, 500)) * gusts
    return low + 0.03 * both(lambda: shaped(rng, count, 500, 1600)) * slow(rng, count, 1.1) ** 2


def rain(rng: Rng, count: int) -> Sound:
    out = 0.07 * both(lambda: shaped(rng, count, 900, 9000)) * slow(rng, count, 0.5, 0.7, 1)
    t = np.arange(900) / RATE
    for at in rng.uniform(0, count / RATE, int(count / RATE * 45)):
        drop = 0.04 * np.sin(2 * np.pi * rng.uniform(1500, 5200) * t) * np.exp(-t * 340)
        put(out, pan(drop, rng.uniform(-1, 1)), at)
    return out


def sea(rng: Rng, count: int, rough: float) -> Sound:
    t = np.arange(count) / RATE
    out = 0.05 * both(lambda: shaped(rng, count, 40, 160))
    for number in range(3):
        part = (t / rng.uniform(4.2, 6.8) + rng.uniform(0, 1)) % 1
        swell = np.where(part < 0.35, (part / 0.35) ** 2.2, ((1 - part) / 0.65) ** 1.7)
        for channel in (0, 1):
            shape = np.roll(swell, int(channel * 0.12 * RATE))
            body = 0.11 * shaped(rng, count, 120, 700 + 600 * number) * shape
            hiss = 0.05 * shaped(rng, count, 1500, 7000) * shape**2.2
            out[channel] += (body + hiss) * (0.6 + 0.4 * rough)
    return out


def crickets(rng: Rng, count: int) -> Sound:
    t = np.arange(count) / RATE
    out = np.zeros((2, count))
    for _ in range(5):
        chirp = ((t * rng.uniform(2.2, 3.2) + rng.uniform(0, 1)) % 1 < 0.32).astype(float)
        chirp = chirp * (0.5 - 0.5 * np.cos(2 * np.pi * t * rng.uniform(38, 52)))
        out += pan(
            0.01 * np.sin(2 * np.pi * rng.uniform(3900, 4900) * t) * chirp, rng.uniform(-1, 1)
        )
    return out


def birdsong(rng: Rng, count: int) -> Sound:
    out = np.zeros((2, count))
    for _ in range(9):
        at, pitch = rng.uniform(0.2, count / RATE - 0.6), rng.uniform(2200, 4200)
        place, loud = rng.uniform(-0.9, 0.9), rng.uniform(0.012, 0.035)
        for _ in range(int(rng.integers(2, 6))):
            length = rng.uniform(0.06, 0.14)
            t = ticks(length)
            hz = pitch * (
                1 + rng.uniform(-0.25, 0.35) * t / length + 0.05 * np.sin(2 * np.pi * 28 * t)
            )
            note = np.sin(2 * np.pi * np.cumsum(hz) / RATE) * np.sin(np.pi * t / length) ** 1.2
            put(out, pan(loud * note, place), at)
            at += length + rng.uniform(0.02, 0.09)
    return out


def gulls(rng: Rng, count: int) -> Sound:
    out = np.zeros((2, count))
    for _ in range(3):
        at, place = (rng.uniform(0.4, max(0.5, count / RATE - 1.5)), rng.uniform(-0.8, 0.8))
        for _ in range(int(rng.integers(2, 4))):
            length = rng.uniform(0.28, 0.42)
            t = ticks(length)
            phase = 2 * np.pi * np.cumsum(1150 * (1 + 0.35 * np.sin(np.pi * t / length))) / RATE
            cry = np.sin(phase) + 0.5 * np.sin(2 * phase) + 0.3 * np.sin(3 * phase)
            put(out, pan(0.02 * cry * np.sin(np.pi * t / length), place), at)
            at += length + 0.06
    return out


def footsteps(rng: Rng, count: int, every: float) -> Sound:
    out = np.zeros((2, count))
    t = ticks(0.16)
    for at in np.arange(0.3, count / RATE - 0.3, every):
        thud = 0.16 * np.sin(2 * np.pi * 82 * t) * np.exp(-t * 45)
        scrape = 0.05 * rng.standard_normal(len(t)) * np.exp(-t * 30)
        put(out, pan(thud + scrape, rng.uniform(-0.12, 0.12)), at)
    return out


def murmur(rng: Rng, count: int) -> Sound:
    t = np.arange(count) / RATE
    out = 0.012 * both(lambda: shaped(rng, count, 250, 1800))
    for _ in range(12):
        pitch = rng.uniform(95, 230)
        said = np.clip(slow(rng, count, 4.5, -0.6, 1), 0, 1) ** 1.5
        bend = 0.8 * np.cumsum(slow(rng, count, 3, -1, 1)) / RATE * 12 * np.pi
        voice = sum(
            (
                np.sin(2 * np.pi * pitch * k * t + rng.uniform(0, 6.28) + bend) / k**1.2
                for k in (1, 2, 3, 4)
            ),
            start=np.zeros(count),
        )
        out += pan(0.01 * voice * said, rng.uniform(-1, 1))
    return out


def applause(rng: Rng, count: int, start: float) -> Sound:
    out = np.zeros((2, count))
    length = count / RATE - start
    for at in start + length * rng.random(900) ** 0.8:
        clap = 0.022 * rng.standard_normal(700) * np.exp(-np.arange(700) / RATE * 260)
        put(out, pan(clap, rng.uniform(-1, 1)), at)
    return out


def skateboard(rng: Rng, count: int) -> Sound:
    """Return wheels that fall silent in the air and clack on landing, as drawn."""
    t = np.arange(count) / RATE
    high = np.maximum(0, np.sin(t * HOP_RATE - 1.2)) ** 6
    rolling = 1 - np.clip(high * 4, 0, 1)
    out = both(lambda: shaped(rng, count, 300, 2600)) * 0.05 * rolling * slow(rng, count, 3, 0.7, 1)
    for at in np.arange(0.2, count / RATE, 0.43):
        if rolling[min(count - 1, int(at * RATE))] > 0.9:
            crack = 0.05 * rng.standard_normal(1200) * np.exp(-np.arange(1200) / RATE * 160)
            put(out, pan(crack, 0), at)
    x = np.arange(6000) / RATE
    for change in np.flatnonzero(np.diff((high > 0.02).astype(int))):
        clack = 0.3 * np.sin(2 * np.pi * 95 * x) * np.exp(-x * 38)
        put(out, pan(clack + 0.14 * rng.standard_normal(6000) * np.exp(-x * 90), 0), change / RATE)
    return out


def bubbles(rng: Rng, count: int) -> Sound:
    out = 0.05 * both(lambda: shaped(rng, count, 30, 260)) * slow(rng, count, 0.4, 0.5, 1)
    for at in np.sort(rng.uniform(0.1, count / RATE - 0.3, int(count / RATE * 5))):
        t = ticks(0.09)
        hz = rng.uniform(380, 900) * (1 + t * 9)
        blip = 0.05 * np.sin(2 * np.pi * np.cumsum(hz) / RATE) * np.sin(np.pi * t / 0.09)
        put(out, pan(blip, rng.uniform(-0.8, 0.8)), float(at))
    return out


def drips(rng: Rng, count: int) -> Sound:
    out = 0.03 * both(lambda: shaped(rng, count, 40, 160))
    for at in np.sort(rng.uniform(0.2, count / RATE - 0.4, int(count / RATE * 1.4) + 1)):
        t = ticks(0.2)
        hz = rng.uniform(900, 1700)
        drop = 0.09 * np.sin(2 * np.pi * hz * (1 + t) * t) * np.exp(-t * 38)
        put(out, pan(drop, rng.uniform(-0.9, 0.9)), float(at))
    return out


def crackle(rng: Rng, count: int) -> Sound:
    out = 0.035 * both(lambda: shaped(rng, count, 60, 420)) * slow(rng, count, 3, 0.6, 1)
    for at in rng.uniform(0, count / RATE - 0.05, int(count / RATE * 22)):
        t = ticks(0.02)
        snap = rng.standard_normal(len(t)) * np.exp(-t * 420) * rng.uniform(0.02, 0.16)
        put(out, pan(snap, rng.uniform(-0.4, 0.4)), float(at))
    return out


WAVE: Final = 1 << 14
CHORDS: Final = {"major": (0, 4, 7, 11, 14), "minor": (0, 3, 7, 10, 14), "open": (0, 5, 7, 12, 14)}


def _wave(rng: Rng) -> Sound:
    """Return one turn of a soft tone with four harmonics."""
    turn = np.arange(WAVE) / WAVE * 2 * np.pi
    return np.sum(
        [
            np.sin(turn * harmonic + rng.uniform(0, 6.28)) * 0.75**harmonic / harmonic
            for harmonic in (1, 2, 3, 4)
        ],
        axis=0,
    )


def music(rng: Rng, count: int, mood: str) -> Sound:
    """Return a slow pad over two chords, with plucked notes."""
    out = np.zeros((2, count))
    root = 110 * 2 ** (rng.integers(-3, 5) / 12)
    second = int(rng.permutation([-4, 3, 5])[0])
    chord, half = CHORDS[mood], count // 2
    for number, shift in enumerate((0, second)):
        start = number * half
        length = count - start if number else min(count, half + int(0.8 * RATE))
        t = np.arange(length) / RATE
        swell = np.clip(t / 1.1, 0, 1) * np.clip((length / RATE - t) / 0.9, 0, 1)
        for step in chord:
            hz = root * 2 ** ((step + shift) / 12)
            for detune, place in ((-0.0018, -0.6), (0.0021, 0.6)):
                at = (t * (hz * (1 + detune) * WAVE)).astype(np.int32) & (WAVE - 1)
                tone = _wave(rng)[at]
                beat = 0.8 + 0.2 * np.sin(2 * np.pi * 0.21 * t + step)
                out[:, start : start + length] += pan(0.014 * tone * swell * beat, place)
    t = ticks(1.2)
    for at in np.arange(0.6, count / RATE - 0.5, 30 / rng.choice([72, 80, 88])):
        if rng.random() < 0.55:
            shift = 0 if at < count / RATE / 2 else second
            hz = root * 2 ** (1 + (chord[int(rng.integers(0, 5))] + shift) / 12)
            note = (np.sin(2 * np.pi * hz * t) + 0.3 * np.sin(4 * np.pi * hz * t)) * np.exp(
                -t * 4.2
            )
            put(out, pan(0.03 * note * np.clip(t * 400, 0, 1), rng.uniform(-0.5, 0.5)), at)
    return out


def reverb(rng: Rng, sound: Sound, seconds: float, wet: float) -> Sound:
    """Return a sound in a room."""
    count, length = sound.shape[1], int(seconds * RATE)
    size = 1 << (count + length - 1).bit_length()
    out = sound.copy()
    for channel in (0, 1):
        answer = rng.standard_normal(length) * np.exp(-np.arange(length) / RATE * 6.9 / seconds)
        answer /= np.sqrt((answer**2).sum())
        both_ = np.fft.rfft(sound[channel], size) * np.fft.rfft(answer, size)
        out[channel] += wet * np.fft.irfft(both_, size)[:count]
    return out
