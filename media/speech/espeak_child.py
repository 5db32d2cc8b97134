"""A process of its own that says one text with espeak-ng: text on stdin (UTF-8), a WAV on stdout.

espeak-ng keeps its state in globals, so it can say one thing at a time, and a fault in it ends the process that it
runs in. It is loaded by ctypes from the package ``espeakng_loader`` (speak_lib.h of espeak-ng 1.52).
"""

from __future__ import annotations

import ctypes
import sys
import wave
from typing import Final

import espeakng_loader  # type: ignore[import-untyped]

VOICE: Final = b"cmn+Annie"
WORDS_PER_MINUTE: Final = 130
LOUDNESS: Final = 100
SYNCHRONOUS: Final = 2
RATE, VOLUME = 1, 2
UTF8: Final = 1
_BUFFER_MS: Final = 200

Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def spoken(text: str) -> tuple[int, bytes]:
    """The sample rate, and the 16-bit mono samples of ``text``."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(SYNCHRONOUS, _BUFFER_MS, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0:
        raise SystemExit("espeak-ng did not start")
    if library.espeak_SetVoiceByName(VOICE) != 0:
        raise SystemExit("espeak-ng has no Mandarin voice")
    chunks: list[bytes] = []

    def take(data: ctypes._Pointer[ctypes.c_short], count: int, _: object) -> int:
        if count > 0:
            chunks.append(ctypes.string_at(data, count * 2))
        return 0

    callback = Callback(take)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(RATE, WORDS_PER_MINUTE, 0)
    library.espeak_SetParameter(VOLUME, LOUDNESS, 0)
    words = text.encode()
    failed = library.espeak_Synth(words, ctypes.c_size_t(len(words) + 1), 0, 0, 0, UTF8, None, None)
    if failed or library.espeak_Synchronize():
        raise SystemExit("espeak-ng could not say it")
    return rate, b"".join(chunks)


if __name__ == "__main__":
    frequency, samples = spoken(sys.stdin.buffer.read().decode())
    with wave.open(sys.stdout.buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(frequency)
        file.setnframes(len(samples) // 2)
        file.writeframesraw(samples)
