"""How a node with its fleet begins, and what it shows of itself in figures."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from channels.broker.base import BrokerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.fleet.fleet import Fleet
    from channels.wire.node import Node

log = logging.getLogger("carewire.fleet")

RETRY = 0.5


async def start(fleet: Fleet) -> None:
    """Start as soon as the broker answers; until then upgrades are told to come again (503)."""
    while True:
        try:
            await fleet.node.start()
        except BrokerUnavailableError as error:
            log.warning("broker does not answer yet", extra={"error": repr(error)})
            await asyncio.sleep(RETRY)
        else:
            await fleet.start()
            return


def figures(node: Node) -> Mapping[str, float]:
    """What the node counts, and what is open now, by name."""
    now = {
        "connections": node.connections,
        "users": node.users,
        "channels": node.channels,
        "subscriptions": node.subscriptions,
        "queued_bytes": node.queued,
    }
    counted = asdict(node.counters)
    closes: dict[int, int] = counted.pop("closes")
    return {**now, **counted, **{f"closes_{code}": count for code, count in closes.items()}}
