"""How a node with its fleet begins, and what it shows of itself in figures."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

import psutil

from channels.broker.base import BrokerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.fleet.fleet import Fleet
    from channels.wire.node import Node

log = logging.getLogger("carewire.fleet")

RETRY = 0.5

_process = psutil.Process()


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
    """What the node counts, and what is so now, by name as Prometheus writes a series: ``closes_total{code=3008}``.

    Counters end in ``_total``. Each figure names its node: several processes may answer at one address in turn, and
    their counts must never be taken for one.
    """
    now = {
        "connections": node.connections,
        "users": node.users,
        "channels": node.channels,
        "subscriptions": node.subscriptions,
        "queued_bytes": node.queued,
        "healthy": int(node.broker.health.healthy),
        "memory_bytes": _process.memory_info().rss,
    }
    counted = asdict(node.counters)
    closes: dict[int, int] = counted.pop("closes")
    times = _process.cpu_times()
    counted["cpu_seconds"] = times.user + times.system
    sums = {f"{name}_total{{node={node.id}}}": count for name, count in counted.items()}
    by_code = {f"closes_total{{node={node.id},code={code}}}": count for code, count in sorted(closes.items())}
    return {**{f"{name}{{node={node.id}}}": value for name, value in now.items()}, **sums, **by_code}
