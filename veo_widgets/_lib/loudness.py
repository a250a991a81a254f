"""How loud a track is to the ear (ITU-R BS.1770-4), and bringing it to a level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SILENCE: Final = -70.0
PEAK: Final = 0.89
SHELF: Final = (
    (1.53512485958697, -2.69169619938638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
HIGH_PASS: Final = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


def loudness(sound: NDArray[np.float64], rate: int = 48_000) -> float:
    """Return integrated loudness in LUFS of a track, channels x samples."""
    count = sound.shape[1]
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(count, 1 / rate) / rate)
    weight = np.ones_like(turn)
    for over, under in (SHELF, HIGH_PASS):
        top = over[0] + over[1] * turn + over[2] * turn**2
        weight = weight * top / (1 + under[0] * turn + under[1] * turn**2)
    heard = np.stack([np.fft.irfft(np.fft.rfft(channel) * weight, count) for channel in sound])
    block, step = int(0.4 * rate), int(0.1 * rate)
    total = np.concatenate([np.zeros((len(heard), 1)), np.cumsum(heard**2, 1)], 1)
    starts = np.arange(0, max(1, count - block + 1), step)
    ends = np.minimum(starts + block, count)
    power = ((total[:, ends] - total[:, starts]) / block).sum(0)
    gated = power[_lufs(power) > SILENCE]
    if not len(gated):
        return SILENCE
    gated = gated[_lufs(gated) > float(_lufs(gated.mean())) - 10]
    return float(_lufs(gated.mean()))


def _lufs(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.asarray(power) + 1e-12))


def levelled(sound: NDArray[np.float64], target: float = -16.0) -> NDArray[np.float64]:
    """Bring a track to a loudness, its peaks rounded off below full scale."""
    out = sound * 10 ** ((target - loudness(sound)) / 20)
    peak = float(np.abs(out).max())
    if peak > PEAK:
        out = np.tanh(out / PEAK) * PEAK
    out = out * 10 ** (np.clip(target - loudness(out), -3, 3) / 20)
    return np.asarray(np.clip(out, -0.97, 0.97))
