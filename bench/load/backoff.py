"""How long a client waits before it comes again."""

from __future__ import annotations

import random
from typing import Protocol

QUICK = (0.2, 1.0)
SDK = (0.5, 20.0)


class Backoff(Protocol):
    """A rule; `name` is for tables."""

    name: str

    def wait(self, attempt: int) -> float:
        """Seconds before attempt number `attempt` (0 is the first after a loss)."""
        ...


class Quick:
    """Every 0.2 to 1 second, however often it failed."""

    name = "0.2–1 s"

    def __init__(self) -> None:
        self._chance = random.Random(1)  # noqa: S311 - spreads clients, no secret

    def wait(self, attempt: int) -> float:
        """See `Backoff.wait`."""
        del attempt
        return self._chance.uniform(*QUICK)


class Official:
    """The official JavaScript SDK's own: the shortest wait plus full jitter up to a limit that doubles, 0.5 to 20 s."""

    name = "SDK, 0.5–20 s"

    def __init__(self) -> None:
        self._chance = random.Random(1)  # noqa: S311 - spreads clients, no secret

    def wait(self, attempt: int) -> float:
        """See `Backoff.wait`."""
        shortest, longest = SDK
        limit = min(longest, shortest * 2 ** min(attempt, 31))
        return min(longest, shortest + self._chance.uniform(0, limit))
