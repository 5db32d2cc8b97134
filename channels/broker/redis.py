"""The broker on Redis or Valkey: one Lua call per publish and per history, and PUB/SUB between the nodes.

**Why offsets are never reused unnoticed.** A log carries the *fence token* of the server life it was written in. The
token lies in one key of the same partition and names the server's run id and replication id. Each connection begins
with a claim: it reads both ids (INFO) and the claim script replaces the token when they differ from what it names. The
publish and history scripts begin a new epoch for every log whose token is not the present one. A server that was
restarted has a new run id, a promoted replica has its own run id and a new replication id, and both cut all
connections, so each of their new connections claims before it publishes. Whatever the old server lost (up to a second
with appendfsync everysec, or a replica's lag) can therefore only lie in an epoch that has ended: clients get
`recovered: false` and a fresh snapshot. The rule prefers a false new epoch (a plain restart that lost nothing) to a
silent loss. A flushed database has no token: scripts answer NOFENCE and the node claims anew.

In a cluster each partition has its own token, and a node of the cluster that was made a replica and then a master again
may do so without cutting anybody; but it ends the subscriptions of the slots that it loses, upon which ears and line
begin anew. The regular probe asks for the role as well.

Limits: a proxy that moves one TCP connection between servers would defeat the rule, so there must be none between.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

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
from channels.broker.cluster import ManyMasters
from channels.broker.limits import check_publish, new_epoch
from channels.broker.masters import Hearers, Masters, OneMaster, always_at
from channels.broker.parcel import (
    pack_extras,
    pack_present,
    pack_signal,
    pack_unkept,
    unpack,
    unpack_entry,
    unpack_present,
)
from channels.broker.rows import GENERATION_SECONDS
from channels.broker.scripts import CROWD, ENTER, EVERYBODY, HISTORY, LEAVE, PUBLISH, SEND
from channels.broker.sentinel import WatchedMaster
from hub.bus.address import Kind, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from channels.broker.scripts import Script
    from channels.protocol.people import ClientInfo

log = logging.getLogger("carewire.broker")


class RedisBroker:
    """A `Broker` on Redis protocol servers. See the module's text for the epoch rule."""

    def __init__(self, url: str, *, prefix: str = "carewire", probe_seconds: float = 10.0) -> None:
        """`url` is what `hub.bus.address.parse` takes; `probe_seconds` is how often PUB/SUB is proved alive.

        Raises ValueError for another URL or a prefix with braces.
        """
        if not prefix or {"{", "}"} & set(prefix):
            raise ValueError("a key prefix has at least one letter and no braces")
        self._masters = _masters(url, Hearers(self._message, self._again), prefix, probe_seconds)
        self._listener: Listener | None = None
        self._node = ""
        self._started = False

    @property
    def health(self) -> Health:
        """Healthy when all PUB/SUB connections are up and heard their last probe."""
        return self._masters.health if self._started else Health(healthy=False, detail="not started")

    async def start(self) -> None:
        """See `Broker.start`."""
        try:
            await self._masters.start()
            if self._listener is not None:
                names = [None, self._node] if self._node else [None]
                await asyncio.gather(*(self._hear_control(node) for node in names))
        except BaseException:
            await self.stop()
            raise
        self._started = True

    async def stop(self) -> None:
        """See `Broker.stop`."""
        self._started = False
        await self._masters.stop()

    def listen(self, listener: Listener, node: str = "") -> None:
        """See `Broker.listen`."""
        self._listener, self._node = listener, node

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        await self._masters.subscribe(self._masters.keys(channel).live(channel))

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`; Redis is told a second later, in case somebody comes back."""
        self._masters.unsubscribe(self._masters.keys(channel).live(channel))

    async def publish(
        self, channel: str, data: bytes, retention: Retention | None, extras: Extras = NO_EXTRAS
    ) -> Published:
        """See `Broker.publish`."""
        check_publish(channel, data, retention, extras)
        if retention is None:
            return await self._send(channel, data, extras)
        keys = self._masters.keys(channel)
        meta = keys.meta(channel)
        result, result_ms = meta, 0
        if extras.idempotency_key is not None:
            result, result_ms = keys.result(channel, extras.idempotency_key), _ms(extras.idempotency_ttl)
        offset, epoch, applied = await self._masters.ask(
            keys, "EVALSHA", PUBLISH.sha, 6,
            keys.stream(channel), meta, keys.rows(channel), keys.old_rows(channel), result, keys.fence,
            data, pack_extras(extras), retention.size, _ms(retention.ttl), _ms(retention.meta_ttl), new_epoch(),
            self._masters.publish, keys.live(channel), *_row(extras), GENERATION_SECONDS, result_ms,
        )  # fmt: skip
        return Published(Position(offset, epoch.decode()), bool(applied))

    async def announce(self, channel: str, signal: Signal) -> None:
        """See `Broker.announce`."""
        keys = self._masters.keys(channel)
        await self._masters.ask(keys, self._masters.publish, keys.live(channel), pack_signal(signal))

    async def enter(self, channel: str, info: ClientInfo, ttl: float) -> None:
        """See `Broker.enter`."""
        await self._ask_present(ENTER, channel, info.client, pack_present(info), _ms(ttl))

    async def leave(self, channel: str, client: str) -> None:
        """See `Broker.leave`."""
        await self._ask_present(LEAVE, channel, client)

    async def present(self, channel: str) -> Mapping[str, ClientInfo]:
        """See `Broker.present`."""
        answer = await self._ask_present(EVERYBODY, channel)
        return {info.client: info for info in map(unpack_present, answer[1::2])}

    async def crowd(self, channel: str) -> Crowd:
        """See `Broker.crowd`."""
        clients, users = await self._ask_present(CROWD, channel)
        return Crowd(clients, users)

    async def tell(self, message: bytes, node: str | None = None) -> int:
        """See `Broker.tell`."""
        keys = self._masters.keys(node or "")
        heard: int = await self._masters.ask(keys, self._masters.publish, keys.control(node), message)
        return heard

    async def wanted(self, channels: Collection[str]) -> frozenset[str]:
        """See `Broker.wanted`."""
        names = list(channels)
        found = await asyncio.gather(*(self._exists(name) for name in names))
        return frozenset(name for name, exists in zip(names, found, strict=True) if exists)

    async def history(
        self, channel: str, since: Position | None, limit: int, *, reverse: bool = False, meta_ttl: float | None = None
    ) -> History:
        """See `Broker.history`."""
        keys = self._masters.keys(channel)
        offset, known_epoch = (-1, "") if since is None else (since.offset, since.epoch)
        top, raw_epoch, entries = await self._masters.ask(
            keys, "EVALSHA", HISTORY.sha, 3, keys.stream(channel), keys.meta(channel), keys.fence,
            offset, known_epoch, limit, new_epoch(), "" if meta_ttl is None else _ms(meta_ttl),
            _ms(Retention().meta_ttl), int(reverse),
        )  # fmt: skip
        epoch = raw_epoch.decode()
        return History(Position(top, epoch), tuple(unpack_entry(name, epoch, fields) for name, fields in entries))

    async def forget(self, channel: str) -> None:
        """See `Broker.forget`."""
        keys = self._masters.keys(channel)
        await self._masters.ask(keys, "DEL", keys.stream(channel))

    async def _send(self, channel: str, data: bytes, extras: Extras) -> Published:
        """Publish what is not kept: one PUBLISH, unless a row version or an idempotency key may refuse it."""
        keys, applied = self._masters.keys(channel), True
        payload = pack_unkept(data, pack_extras(extras))
        if extras.version is None and extras.idempotency_key is None:
            await self._masters.ask(keys, self._masters.publish, keys.live(channel), payload)
        else:
            meta = keys.meta(channel)
            result, result_ms = meta, 0
            if extras.idempotency_key is not None:
                result, result_ms = keys.result(channel, extras.idempotency_key), _ms(extras.idempotency_ttl)
            answer = await self._masters.ask(
                keys, "EVALSHA", SEND.sha, 4, meta, keys.rows(channel), keys.old_rows(channel), result,
                payload, self._masters.publish, keys.live(channel), *_row(extras), GENERATION_SECONDS,
                _ms(Retention().meta_ttl), result_ms,
            )  # fmt: skip
            applied = bool(answer)
        return Published(Position(0, ""), applied)

    async def _ask_present(self, script: Script, channel: str, *arguments: str | bytes | int) -> Any:
        keys = self._masters.keys(channel)
        names = keys.present(channel)
        return await self._masters.ask(keys, "EVALSHA", script.sha, len(names), *names, *arguments)

    async def _exists(self, channel: str) -> bool:
        keys = self._masters.keys(channel)
        return bool(await self._masters.ask(keys, "EXISTS", keys.meta(channel)))

    async def _hear_control(self, node: str | None) -> None:
        await self._masters.subscribe(self._masters.keys(node or "").control(node))

    def _message(self, name: bytes, data: bytes) -> None:
        if self._listener is None:
            return
        kind, _, channel = name.partition(b"}.")[2].partition(b".")
        if kind != b"live":
            self._listener.told(data)
            return
        try:
            what = unpack(data)
        except ValueError:
            # Not ours: somebody else publishes under our names. A log's reader finds what is missing by itself.
            log.warning("a message that no broker sends was dropped")
            return
        if isinstance(what, Publication):
            self._listener.hear(channel.decode(), what)
        else:
            self._listener.signal(channel.decode(), what)

    def _again(self, names: Collection[bytes] | None) -> None:
        if self._listener is None:
            return
        if names is None:
            self._listener.gap(None)
            return
        for name in names:
            kind, _, channel = name.partition(b"}.")[2].partition(b".")
            if kind == b"live":
                self._listener.gap(channel.decode())


def _masters(url: str, hearers: Hearers, prefix: str, probe_seconds: float) -> Masters:
    address = parse(url)
    if address.kind is Kind.CLUSTER:
        return ManyMasters(address, hearers, prefix=prefix, probe_seconds=probe_seconds)
    if address.kind is Kind.SENTINEL:
        return WatchedMaster(address, hearers, prefix=prefix, probe_seconds=probe_seconds)
    return OneMaster(always_at(address), hearers, prefix=prefix, probe_seconds=probe_seconds)


def _row(extras: Extras) -> tuple[str, str | int]:
    """The row whose version decides; empty when there is none to compare."""
    return ("", "") if extras.version is None else (extras.key or "", extras.version)


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))
