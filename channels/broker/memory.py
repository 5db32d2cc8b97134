"""A broker inside one process: for one node without Redis, and the twin that keeps the Redis broker honest."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.broker.base import Health, History, Position, Publication, Published, Retention
from channels.broker.limits import IDEMPOTENCY_SECONDS, check_publish, new_epoch
from channels.broker.rows import RowVersions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


@dataclass(slots=True)
class _Log:
    epoch: str
    top: int = 0
    kept: deque[Publication] = field(default_factory=deque)
    kept_until: float = 0.0
    meta_ttl: float = field(default_factory=lambda: Retention().meta_ttl)
    forgotten_at: float = 0.0
    rows: RowVersions = field(default_factory=RowVersions)
    results: dict[str, tuple[float, Position]] = field(default_factory=dict)

    @property
    def position(self) -> Position:
        return Position(self.top, self.epoch)


class MemoryBroker:
    """Keeps everything in this process. Nothing survives `stop`, so a new start means new epochs."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        """`now` gives seconds on any steady scale; the running loop's time by default."""
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._logs: dict[str, _Log] = {}
        self._heard: set[str] = set()
        self._on_publication: Callable[[str, Publication], None] | None = None
        self._started = False

    @property
    def health(self) -> Health:
        """Healthy while started."""
        return Health(self._started, "in this process" if self._started else "not started")

    async def start(self) -> None:
        """Begin to deliver."""
        self._started = True

    async def stop(self) -> None:
        """Forget everything."""
        self._started = False
        self._logs.clear()
        self._heard.clear()

    def listen(self, on_publication: Callable[[str, Publication], None], on_gap: Callable[[str | None], None]) -> None:
        """See `Broker.listen`; nothing is ever missed here, so `on_gap` is not called."""
        del on_gap
        self._on_publication = on_publication

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        self._heard.add(channel)

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`."""
        self._heard.discard(channel)

    async def publish(
        self,
        channel: str,
        data: bytes,
        retention: Retention,
        *,
        key: str | None = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> Published:
        """See `Broker.publish`."""
        check_publish(channel, data, retention, key, version)
        now = self._now()
        log = self._log(channel, now)
        log.meta_ttl, log.forgotten_at = retention.meta_ttl, now + retention.meta_ttl
        log.results = {name: result for name, result in log.results.items() if result[0] > now}
        if idempotency_key is not None and idempotency_key in log.results:
            return Published(log.results[idempotency_key][1], applied=False)
        if key is not None and version is not None and not log.rows.admit(key, version, now):
            return Published(log.position, applied=False)
        self._append(channel, log, data, retention)
        if idempotency_key is not None:
            log.results[idempotency_key] = (now + IDEMPOTENCY_SECONDS, log.position)
        return Published(log.position, applied=True)

    async def wanted(self, channels: Collection[str]) -> frozenset[str]:
        """See `Broker.wanted`."""
        return frozenset(channels) & self._logs.keys()

    async def history(self, channel: str, since: Position | None, limit: int) -> History:
        """See `Broker.history`."""
        now = self._now()
        log = self._log(channel, now)
        log.forgotten_at = now + log.meta_ttl
        if limit <= 0 or (since is not None and since.epoch != log.epoch):
            return History(log.position, ())
        if since is None:
            return History(log.position, tuple(log.kept)[-limit:])
        newer = [publication for publication in log.kept if publication.offset > since.offset]
        return History(log.position, tuple(newer[:limit]))

    def flush(self) -> None:
        """Lose all logs, as a flushed server does."""
        self._logs.clear()

    def _log(self, channel: str, now: float) -> _Log:
        log = self._logs.get(channel)
        if log is None or log.forgotten_at <= now:
            log = self._logs[channel] = _Log(new_epoch(), forgotten_at=now + Retention().meta_ttl)
        if log.kept and log.kept_until <= now:
            log.kept.clear()
        return log

    def _append(self, channel: str, log: _Log, data: bytes, retention: Retention) -> None:
        log.top += 1
        publication = Publication(log.top, log.epoch, data)
        log.kept.append(publication)
        while len(log.kept) > retention.size:
            log.kept.popleft()
        log.kept_until = self._now() + retention.ttl
        if channel in self._heard and self._on_publication is not None:
            self._on_publication(channel, publication)
