"""What a node counts, for the metrics."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Counters:
    """Sums since the start of the process."""

    opened: int = 0
    heard: int = 0
    """Publications taken from the broker for channels of this node."""
    delivered: int = 0
    """Publications put on the way to a socket, once per member."""
    repaired: int = 0
    """Publications that PUB/SUB lost and the log brought back."""
    insufficient: int = 0
    """Subscriptions cut with 2500."""
    slow_closes: int = 0
    skipped: int = 0
    """Rows that a slow connection did not get because a newer one of the same key came before it could."""
    recovered: int = 0
    """Subscriptions that continued from their position."""
    not_recovered: int = 0
    """Subscriptions that asked to continue and got a fresh snapshot."""
    closes: dict[int, int] = field(default_factory=dict)
    """Connections that the node closed, by code."""
