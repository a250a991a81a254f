"""One spoken line by eSpeak NG, as a program of its own.

Run by path with voice, words a minute and pitch; the text comes on standard input,
and the rate (four bytes, little-endian) and 16-bit samples go to standard output.

A library with state: only the first line that a process speaks is the same each
time, so each line gets a process. And a licence of its own (GPL-3): it is an extra
that stays outside this program.
"""

import ctypes
import os
import sys

import espeakng_loader

SYNCHRONOUS, NO_EXIT, UTF8 = 2, 0x8000, 1
RATE, VOLUME, PITCH = 1, 2, 3


def main() -> None:
    """Speak what comes in."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    folder = os.path.dirname(espeakng_loader.get_data_path())  # noqa: PTH120
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, os.fsencode(folder), NO_EXIT)
    parts: list[bytes] = []
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)

    def heard(samples: int | None, count: int, _: int | None) -> int:
        if samples and count > 0:
            parts.append(ctypes.string_at(samples, count * 2))
        return 0

    callback = kind(heard)
    library.espeak_SetSynthCallback(callback)
    voice, words, pitch = sys.argv[1:4]
    library.espeak_SetVoiceByName(voice.encode())
    library.espeak_SetParameter(RATE, int(words), 0)
    library.espeak_SetParameter(PITCH, int(pitch), 0)
    text = sys.stdin.buffer.read() + b"\0"
    size = ctypes.c_size_t(len(text))
    library.espeak_Synth(text, size, 0, 1, 0, UTF8, None, None)
    library.espeak_Synchronize()
    sys.stdout.buffer.write(rate.to_bytes(4, "little") + b"".join(parts))


if __name__ == "__main__":
    main()
