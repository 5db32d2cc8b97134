"""A listener that writes down what it hears, and waiting for what it shall hear."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from channels.broker.base import Publication, Signal

PATIENCE = 25.0
"""Seconds: longer than a fail-over on a busy machine."""


class Ear:
    """See the module's text."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Publication]] = []
        self.signals: list[tuple[str, Signal]] = []
        self.gaps: list[str | None] = []
        self.orders: list[bytes] = []

    def hear(self, channel: str, publication: Publication) -> None:
        self.heard.append((channel, publication))

    def signal(self, channel: str, signal: Signal) -> None:
        self.signals.append((channel, signal))

    def gap(self, channel: str | None) -> None:
        self.gaps.append(channel)

    def told(self, message: bytes) -> None:
        self.orders.append(message)

    def offsets(self, channel: str) -> list[int]:
        return [publication.offset for name, publication in self.heard if name == channel]

    def data(self, channel: str) -> list[bytes]:
        return [publication.data for name, publication in self.heard if name == channel]


async def eventually(condition: Callable[[], Awaitable[bool]] | Callable[[], bool]) -> None:
    """Wait until it is so; fail after a while."""
    async with asyncio.timeout(PATIENCE):
        while True:
            result = condition()
            if result if isinstance(result, bool) else await result:
                return
            await asyncio.sleep(0.01)
