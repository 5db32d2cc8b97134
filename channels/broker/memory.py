"""A broker inside one process: for one node without Redis, and the twin that keeps the Redis broker honest."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.broker.base import (
    NO_EXTRAS,
    Crowd,
    Extras,
    Health,
    History,
    Listener,
    Position,
    Publication,
    Published,
    Retention,
    Signal,
)
from channels.broker.limits import check_publish, new_epoch
from channels.broker.presence import Presence
from channels.broker.rows import RowVersions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from channels.protocol.people import ClientInfo

SWEEP_SECONDS = 60.0


@dataclass(slots=True)
class _Log:
    epoch: str
    forgotten_at: float
    top: int = 0
    kept: deque[Publication] = field(default_factory=deque)
    kept_until: float = 0.0
    meta_ttl: float = field(default_factory=lambda: Retention().meta_ttl)
    rows: RowVersions = field(default_factory=RowVersions)

    @property
    def position(self) -> Position:
        return Position(self.top, self.epoch)


class MemoryBroker:
    """Keeps everything in this process. Nothing survives `stop`, so a new start means new epochs."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        """`now` gives seconds on any steady scale; the running loop's time by default."""
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._logs: dict[str, _Log] = {}
        self._results: dict[tuple[str, str], tuple[float, Position]] = {}
        self._presence = Presence()
        self._swept_at = 0.0
        self._heard: set[str] = set()
        self._listener: Listener | None = None
        self._node = ""
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
        self.flush()
        self._heard.clear()

    def listen(self, listener: Listener, node: str = "") -> None:
        """See `Broker.listen`; nothing is ever missed here, so `gap` is not called."""
        self._listener, self._node = listener, node

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        self._heard.add(channel)

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`."""
        self._heard.discard(channel)

    async def publish(
        self, channel: str, data: bytes, retention: Retention | None, extras: Extras = NO_EXTRAS
    ) -> Published:
        """See `Broker.publish`."""
        check_publish(channel, data, retention, extras)
        now = self._now()
        self._sweep(now)
        before = None if extras.idempotency_key is None else self._results.get((channel, extras.idempotency_key))
        if before is not None and before[0] > now:
            return Published(before[1], applied=False)
        if retention is None:
            published = self._send(channel, data, extras, now)
        else:
            published = self._append(channel, data, retention, extras, now)
        if extras.idempotency_key is not None and published.applied:
            self._results[channel, extras.idempotency_key] = (now + extras.idempotency_ttl, published.position)
        return published

    async def announce(self, channel: str, signal: Signal) -> None:
        """See `Broker.announce`."""
        if channel in self._heard and self._listener is not None:
            self._listener.signal(channel, signal)

    async def enter(self, channel: str, info: ClientInfo, ttl: float) -> None:
        """See `Broker.enter`."""
        now = self._now()
        self._sweep(now)
        self._presence.enter(channel, info, now + ttl)

    async def leave(self, channel: str, client: str) -> None:
        """See `Broker.leave`."""
        self._presence.leave(channel, client)

    async def present(self, channel: str) -> Mapping[str, ClientInfo]:
        """See `Broker.present`."""
        return self._presence.present(channel, self._now())

    async def crowd(self, channel: str) -> Crowd:
        """See `Broker.crowd`."""
        return self._presence.crowd(channel, self._now())

    async def tell(self, message: bytes, node: str | None = None) -> int:
        """See `Broker.tell`; this node is the only one."""
        if self._listener is None or not (node is None or (node and node == self._node)):
            return 0
        self._listener.told(message)
        return 1

    async def wanted(self, channels: Collection[str]) -> frozenset[str]:
        """See `Broker.wanted`."""
        return frozenset(channels) & self._logs.keys()

    async def history(
        self, channel: str, since: Position | None, limit: int, *, reverse: bool = False, meta_ttl: float | None = None
    ) -> History:
        """See `Broker.history`."""
        now = self._now()
        self._sweep(now)
        log = self._log(channel, now)
        log.forgotten_at = now + (log.meta_ttl if meta_ttl is None else meta_ttl)
        if limit <= 0 or (since is not None and since.epoch != log.epoch):
            return History(log.position, ())
        return History(log.position, tuple(_chosen(log.kept, since, reverse=reverse, limit=limit)))

    async def forget(self, channel: str) -> None:
        """See `Broker.forget`."""
        if channel in self._logs:
            self._logs[channel].kept.clear()

    def flush(self) -> None:
        """Lose everything, as a flushed server does."""
        self._logs.clear()
        self._results.clear()
        self._presence.clear()

    def _log(self, channel: str, now: float) -> _Log:
        log = self._logs.get(channel)
        if log is None or log.forgotten_at <= now:
            log = self._logs[channel] = _Log(new_epoch(), now + Retention().meta_ttl)
        if log.kept and log.kept_until <= now:
            log.kept.clear()
        return log

    def _send(self, channel: str, data: bytes, extras: Extras, now: float) -> Published:
        if extras.key is not None and extras.version is not None:
            log = self._log(channel, now)
            log.forgotten_at = now + Retention().meta_ttl
            if not log.rows.admit(extras.key, extras.version, now):
                return Published(Position(0, ""), applied=False)
        self._deliver(channel, Publication(0, "", data, extras.key, extras.tags or None, extras.info))
        return Published(Position(0, ""), applied=True)

    def _append(self, channel: str, data: bytes, retention: Retention, extras: Extras, now: float) -> Published:
        log = self._log(channel, now)
        log.meta_ttl, log.forgotten_at = retention.meta_ttl, now + retention.meta_ttl
        if (
            extras.key is not None
            and extras.version is not None
            and not log.rows.admit(extras.key, extras.version, now)
        ):
            return Published(log.position, applied=False)
        log.top += 1
        publication = Publication(log.top, log.epoch, data, extras.key, extras.tags or None, extras.info)
        log.kept.append(publication)
        while len(log.kept) > retention.size:
            log.kept.popleft()
        log.kept_until = now + retention.ttl
        self._deliver(channel, publication)
        return Published(log.position, applied=True)

    def _deliver(self, channel: str, publication: Publication) -> None:
        if channel in self._heard and self._listener is not None:
            self._listener.hear(channel, publication)

    def _sweep(self, now: float) -> None:
        """Give the memory of forgotten things back, once in a while."""
        if now - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = now
        self._results = {name: result for name, result in self._results.items() if result[0] > now}
        self._logs = {channel: log for channel, log in self._logs.items() if log.forgotten_at > now}
        for log in self._logs.values():
            if log.kept_until <= now:
                log.kept.clear()
        self._presence.sweep(now)


def _chosen(kept: deque[Publication], since: Position | None, *, reverse: bool, limit: int) -> Iterable[Publication]:
    if reverse:
        return [item for item in reversed(kept) if since is None or item.offset < since.offset][:limit]
    if since is None:
        return list(kept)[-limit:]
    return [item for item in kept if item.offset > since.offset][:limit]
