"""The broker that a settings URL names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.broker.memory import MemoryBroker
from channels.broker.redis import RedisBroker

if TYPE_CHECKING:
    from channels.broker.base import Broker

MEMORY = "memory://"


def broker(url: str, *, prefix: str = "carewire", probe_seconds: float = 10.0) -> Broker:
    """`memory://` for one process alone, or a Redis URL as `hub.bus.address.parse` takes it. Not started.

    Raises ValueError with one sentence for anything else.
    """
    if url == MEMORY:
        return MemoryBroker()
    return RedisBroker(url, prefix=prefix, probe_seconds=probe_seconds)
