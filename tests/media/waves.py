"""WAV files for tests: tones that can be told apart by their length."""

from __future__ import annotations

import io
import math
import wave
from array import array


def tone(seconds: float, rate: int = 22_050, channels: int = 1, hertz: float = 440.0) -> bytes:
    """A loud sine as a 16-bit WAV."""
    values = array("h")
    for i in range(int(seconds * rate)):
        values.extend([int(12_000 * math.sin(2 * math.pi * hertz * (i + 1) / rate))] * channels)
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(values.tobytes())
    return target.getvalue()


def seconds(data: bytes) -> float:
    """How long a WAV sounds."""
    with wave.open(io.BytesIO(data)) as file:
        return float(file.getnframes() / file.getframerate())
