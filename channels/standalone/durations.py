"""Lengths of time as configurations write them: `25s`, `1h30m`, `500ms`, or a number."""

from __future__ import annotations

import re
from math import isfinite
from typing import Final

_UNITS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PART: Final = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)")
_NANOSECONDS_FROM: Final = 1e9


class Seconds(float):
    """A length of time in seconds, never negative."""

    __slots__ = ()


def seconds(said: object) -> Seconds:
    """Read a length of time. Raises ValueError.

    A number means seconds, for that is what people mean by it. Numbers from a thousand million on are nanoseconds:
    so Centrifugo writes out its own configuration, and nobody waits for 31 years.
    """
    if isinstance(said, str):
        return _spelled(said)
    if isinstance(said, bool) or not isinstance(said, int | float) or not isfinite(said) or said < 0:
        raise ValueError("expected a length of time such as 25s")
    return Seconds(said * 1e-9 if said >= _NANOSECONDS_FROM else said)


def _spelled(text: str) -> Seconds:
    total, at = 0.0, 0
    for part in _PART.finditer(text):
        if part.start() != at:
            break
        total += float(part[1]) * _UNITS[part[2]]
        at = part.end()
    if text != "0" and (not text or at < len(text)):
        raise ValueError(f"expected a length of time such as 25s, not {text!r}")
    return Seconds(total)
