"""The units that H.264 and HEVC are written in, without those that show nothing.

An MP4 has each unit behind its length (ISO/IEC 14496-15); in a stream they stand behind start codes.
"""

from __future__ import annotations

import re
from typing import Final

ENCODER: Final = re.compile(rb"Lav[cf][\d.]+")
"""What FFmpeg writes about itself into headers, and into a sound's first frame."""
H264, HEVC = "h264", "hevc"
WORDS: Final = {H264: frozenset({6}), HEVC: frozenset({39, 40})}
"""Units in which encoders write about themselves, by codec."""
FILLER: Final = {H264: b"\x0c", HEVC: b"\x4c\x01"}
"""How a unit begins that decoders pass over."""
HEADS: Final = {H264: (7, 4), HEVC: (23, 21)}
"""How long a header is at the least, and where in it the size of lengths stands."""


def prefix_of(codec: str, header: bytes) -> int:
    """Return how many bytes a length has; 0 where units stand behind start codes, or are none.

    Args:
        codec: What the track is coded in.
        header: Its extra data.
    """
    least, at = HEADS.get(codec, (0, 0))
    return (header[at] & 3) + 1 if least and len(header) >= least and header[0] == 1 else 0


def quiet_units(codec: str, data: bytes, prefix: int, *, fill: bool = False) -> bytes:
    """Return a frame's units without the encoder's words.

    Args:
        codec: What it is coded in.
        data: Units behind their lengths.
        prefix: How many bytes a length has.
        fill: Whether as many bytes of nothing stand where words stood.
    """
    kept, at = [], 0
    while at < len(data):
        end = at + prefix + int.from_bytes(data[at : at + prefix])
        first = data[at + prefix]
        kind = first & 31 if codec == H264 else first >> 1 & 63
        if kind not in WORDS[codec]:
            kept.append(data[at:end])
        elif fill:
            rest = end - at - prefix - len(FILLER[codec]) - 1
            kept += [data[at : at + prefix], FILLER[codec], b"\xff" * rest, b"\x80"]
        at = end
    return b"".join(kept)


def quiet_header(codec: str, header: bytes) -> bytes:
    """Return what a decoder is set up with, without the encoder's words.

    Args:
        codec: What it is coded in.
        header: The track's extra data.
    """
    if codec != HEVC or not prefix_of(codec, header):
        return blanked(header)
    start, _ = HEADS[HEVC]
    kept, at = [], start
    for _ in range(header[start - 1]):
        begin, kind, units = at, header[at] & 63, int.from_bytes(header[at + 1 : at + 3])
        at += 3
        for _ in range(units):
            at += 2 + int.from_bytes(header[at : at + 2])
        kept += [] if kind in WORDS[HEVC] else [header[begin:at]]
    return header[: start - 1] + bytes([len(kept)]) + b"".join(kept)


def blanked(data: bytes) -> bytes:
    """Return bytes, as many as before, with spaces for an encoder's name."""
    return ENCODER.sub(lambda found: b" " * len(found[0]), data)
