"""Uncompressed speech: 16-bit mono WAV in and out, joined from pieces of any sample rate."""

from __future__ import annotations

import array
import io
import sys
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from media.ports import NoVoice, Sound

WAV: Final = "audio/wav"
RATE: Final = 22_050
"""Samples per second of what is put together; the embedded engine's own."""

_QUIET: Final = 200
_WIDTH: Final = 2


@dataclass(frozen=True, slots=True)
class Samples:
    """Mono samples of 16 bits at ``RATE``."""

    values: array.array[int]

    def trimmed(self) -> Samples:
        """Without the silence before and after."""
        first = next((i for i, v in enumerate(self.values) if abs(v) > _QUIET), 0)
        last = next((i for i, v in enumerate(reversed(self.values)) if abs(v) > _QUIET), 0)
        return Samples(self.values[first : len(self.values) - last])


def pause(seconds: float) -> Samples:
    """Silence."""
    return Samples(array.array("h", bytes(_WIDTH * int(RATE * seconds))))


def joined(pieces: Iterable[Samples]) -> Sound:
    """One WAV out of all pieces, one after the other."""
    values = array.array("h")
    for piece in pieces:
        values.extend(piece.values)
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_WIDTH)
        file.setframerate(RATE)
        file.writeframes(_little(values).tobytes())
    return Sound(WAV, target.getvalue())


def samples(sound: Sound) -> Samples:
    """The samples of a WAV with 16 bits, mono or the first channel of more; raises ``NoVoice`` for anything else."""
    try:
        with wave.open(io.BytesIO(sound.data)) as file:
            if file.getsampwidth() != _WIDTH:
                raise NoVoice(f"a WAV of {8 * file.getsampwidth()} bits; 16 are needed")
            rate, channels = file.getframerate(), file.getnchannels()
            values = _little(array.array("h", file.readframes(file.getnframes())))
    except (wave.Error, EOFError) as error:
        raise NoVoice(f"not a WAV: {error}") from error
    return Samples(_resampled(values[::channels], rate))


def _resampled(values: array.array[int], rate: int) -> array.array[int]:
    """At ``RATE``, by straight lines between the samples: good enough for words in a lobby."""
    if rate == RATE or not values:
        return values
    step, last = rate / RATE, len(values) - 1
    found = array.array("h")
    for i in range(int(len(values) / step)):
        whole, part = divmod(i * step, 1)
        at = min(int(whole), last)
        found.append(int(values[at] + (values[min(at + 1, last)] - values[at]) * part))
    return found


def _little(values: array.array[int]) -> array.array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values
