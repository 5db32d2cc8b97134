"""How a node describes itself to the others and to the operator."""

from __future__ import annotations

import asyncio
import platform
from typing import TYPE_CHECKING

import psutil

from channels.fleet.messages import NodeInfo

if TYPE_CHECKING:
    from channels.wire.node import Node

SHORTEST = 1.0
"""Rates are measured over at least so many seconds."""


class Describer:
    """Makes a `NodeInfo`; rates are those since the last measurement."""

    def __init__(self, node: Node, name: str) -> None:
        """`name` is what the operator calls the node; its process otherwise."""
        self._node = node
        self._process = psutil.Process()
        self._name = name or f"{platform.node()}:{self._process.pid}"
        self._measured_at: float | None = None
        self._started_at = 0.0
        self._before = (0, 0)
        self._rates = (0.0, 0.0)
        self._cpu = 0.0

    def now(self) -> NodeInfo:
        """The node as it is."""
        node, counters, time = self._node, self._node.counters, asyncio.get_running_loop().time()
        self._measure(time)
        health = node.broker.health
        return NodeInfo(
            uid=node.id,
            name=self._name,
            version=node.version,
            clients=node.connections,
            users=node.users,
            channels=node.channels,
            subscriptions=node.subscriptions,
            uptime=round(time - self._started_at),
            queued=node.queued,
            rss=self._process.memory_info().rss,
            cpu=self._cpu,
            delivered_per_second=self._rates[0],
            heard_per_second=self._rates[1],
            opened=counters.opened,
            slow_closes=counters.slow_closes,
            insufficient=counters.insufficient,
            repaired=counters.repaired,
            healthy=health.healthy,
            detail=health.detail,
            closes=dict(counters.closes),
        )

    def _measure(self, time: float) -> None:
        sums = (self._node.counters.delivered, self._node.counters.heard)
        if self._measured_at is None:
            self._started_at = self._measured_at = time
            self._before = sums
            self._process.cpu_percent()
        elif time - self._measured_at >= SHORTEST:
            passed = time - self._measured_at
            self._rates = ((sums[0] - self._before[0]) / passed, (sums[1] - self._before[1]) / passed)
            self._before, self._measured_at = sums, time
            self._cpu = self._process.cpu_percent()
