"""How much a client may ask: token buckets, and the advice for those who were turned away."""

from __future__ import annotations

import random

LONGEST_WAIT = 10
"""Seconds."""


class Budget:
    """So many at once, refilled at a steady rate. A rate of 0 is unlimited."""

    __slots__ = ("_at", "_left", "_most", "_rate")

    def __init__(self, rate: float, most: int, now: float) -> None:
        """`rate` per second, `most` at once; the budget is full at `now` (seconds on any steady scale)."""
        self._rate, self._most = rate, float(most)
        self._left, self._at = self._most, now

    def take(self, now: float) -> bool:
        """Spend one; False when nothing is left."""
        if self._rate <= 0:
            return True
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def come_back_in() -> int:
    """Seconds after which a client that was turned away may try again; different for each, so that they spread."""
    return random.randint(1, LONGEST_WAIT)  # noqa: S311 - spreads the load, no secret
