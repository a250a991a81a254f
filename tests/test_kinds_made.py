"""Kinds of file that are made here: other containers, sounds, shapes and holes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np
import pytest

from tests.clips import BITS, number_of
from veo_widgets.media import Clip, frame_png, probe
from veo_widgets.media.derive import derive

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FRAMES = 24


def numbered(number: int, width: int = 240, height: int = 136) -> NDArray[np.uint8]:
    """Return a picture that says its number."""
    image = np.full((height, width, 3), (30, 90, 60), np.uint8)
    block = width // BITS
    for bit in range(BITS):
        on = number >> (BITS - 1 - bit) & 1
        image[height // 3 : 2 * height // 3, bit * block : (bit + 1) * block] = 255 * on
    return image


def made(path: Path, codec: str, pixels: str, sound: str = "", **change: Any) -> Path:
    """Write a second of numbered frames; ``change`` sets what the stream says of itself."""
    source = change.pop("source", "rgb24")
    with av.open(path, "w") as out:
        video = out.add_stream(codec, rate=24)
        video.width, video.height, video.pix_fmt = 240, 136, pixels
        for name, value in change.items():
            setattr(video.codec_context, name, value)
        audio = out.add_stream(sound, rate=48_000, layout="stereo") if sound else None
        for number in range(FRAMES):
            image = numbered(number)
            if source == "rgba":
                clear = np.full((136, 240, 1), 255, np.uint8)
                clear[:20], image[:20] = 0, 255
                image = np.concatenate([image, clear], 2)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format=source)
            frame.pts, frame.time_base = number, Fraction(1, 24)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None:
            tone = np.sin(np.arange(48_000) / 20).astype(np.float32) * 0.2
            block = av.AudioFrame.from_ndarray(np.stack([tone, tone]), "fltp", "stereo")
            block.sample_rate, block.pts = 48_000, 0
            resampler = av.AudioResampler(audio.format, "stereo", 48_000, frame_size=1024)
            for part in [*resampler.resample(block), *resampler.resample(None)]:
                out.mux(audio.encode(part))
            out.mux(audio.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "pixels", "sound", "copied"),
    [
        ("a.mov", "libx264", "yuv420p", "pcm_s16le", "aac"),
        ("a.avi", "mpeg4", "yuv420p", "mp3", "mp3float"),
        ("b.avi", "mpeg4", "yuv420p", "mp2", "aac"),
        ("a.mkv", "libx264", "yuv422p", "flac", "aac"),
        ("a.ts", "libx264", "yuv420p", "aac", "aac"),
        ("a.gif", "gif", "rgb8", "", ""),
        ("b.mov", "prores_ks", "yuv422p10le", "", ""),
        ("a.mp4", "libsvtav1", "yuv420p", "aac", "aac"),
        ("a.webm", "libvpx-vp9", "yuv420p", "libopus", "opus"),
    ],
)
def test_other_containers_and_sounds(
    name: str, codec: str, pixels: str, sound: str, copied: str, tmp_path: Path
) -> None:
    clip = Clip.open(made(tmp_path / name, codec, pixels, sound))
    out = tmp_path / "out"
    out.mkdir()
    derive(clip.path, out, clip.sha256)
    proxy = probe(out / f"{clip.sha256}.proxy.mp4")
    with av.open(out / f"{clip.sha256}.proxy.mp4") as container:
        shown = [number_of(f.to_ndarray(format="gray")) for f in container.decode(video=0)]

    assert (clip.facts.frames, clip.has_audio) == (FRAMES, bool(sound))
    assert shown == list(range(FRAMES))
    assert (proxy.audio_codec, proxy.start) == (copied, pytest.approx(0, abs=0.05))
    if sound:
        assert proxy.length == pytest.approx(1, abs=0.1)
    image = decoded(frame_png(clip.path, clip.facts.time_of(9)))
    assert number_of(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)) == 9


def decoded(data: bytes) -> Any:
    """Return a still's pixels."""
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def test_what_is_clear_is_black(tmp_path: Path) -> None:
    path = made(tmp_path / "a.mov", "png", "rgba", source="rgba")
    clip = Clip.open(path)
    derive(path, tmp_path, clip.sha256)
    thumb = cv2.imread(str(tmp_path / f"{clip.sha256}.thumb.jpg"))

    for image in (decoded(frame_png(path, 0)), thumb):
        assert image[:8].max() < 30
        assert image[-8:].mean() > 30


def test_pixels_that_are_no_squares_are_shown_as_such(tmp_path: Path) -> None:
    wide = made(tmp_path / "a.mp4", "libx264", "yuv420p", sample_aspect_ratio=Fraction(4, 3))
    tall = made(tmp_path / "b.mp4", "libx264", "yuv420p", sample_aspect_ratio=Fraction(1, 2))

    assert [(c.width, c.height) for c in map(Clip.open, (wide, tall))] == [(320, 136), (240, 272)]
    assert decoded(frame_png(wide, 0)).shape[:2] == (136, 320)


def test_sound_alone_is_no_clip(tmp_path: Path) -> None:
    path = made(tmp_path / "a.mp4", "libx264", "yuv420p", "aac")
    song = tmp_path / "b.mp4"
    with av.open(path) as source, av.open(song, "w") as out:
        sound = source.streams.audio[0]
        copied = out.add_stream_from_template(sound)
        for packet in source.demux(sound):
            if packet.dts is not None:
                packet.stream = copied
                out.mux(packet)

    with pytest.raises(Exception, match="no video"):
        Clip.open(song)


@pytest.mark.parametrize(
    "matrix",
    [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0), (-1, 0, 0, 1), (1, 0, 0, -1)],
)
def test_turned_and_mirrored_frames_are_upright(
    matrix: tuple[int, int, int, int], tmp_path: Path
) -> None:
    path = made(tmp_path / "a.mp4", "libx264", "yuv420p", source="rgb24")
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (int(value * 65536).to_bytes(4, "big", signed=True) for value in matrix)
    data[at : at + 20] = a + b + bytes(4) + c + d
    path.write_bytes(data)
    clip = Clip.open(path)
    derive(path, tmp_path, clip.sha256)
    thumb = cv2.imread(str(tmp_path / f"{clip.sha256}.thumb.jpg"))
    still = decoded(frame_png(path, clip.facts.time_of(1)))

    turned = matrix[0] == 0
    assert (clip.width, clip.height) == ((136, 240) if turned else (240, 136))
    assert still.shape[:2] == (clip.height, clip.width)
    assert thumb.shape[0] > 192 if turned else thumb.shape[0] < 192
    light = np.argwhere(still.mean(2) > 200).mean(0) / still.shape[:2]
    assert light == pytest.approx(where(matrix), abs=0.05)


def where(matrix: tuple[int, int, int, int]) -> tuple[float, float]:
    """Return where the last block is that frame 1 lights, after a file's matrix."""
    a, b, c, d = matrix
    x, y = 1 - 0.5 / BITS - 0.5, 0.0
    return (0.5 + b * x + d * y, 0.5 + a * x + c * y)
