"""The broker on Redis or Valkey: one Lua call per publish and per history, and PUB/SUB between the nodes.

**Why offsets are never reused unnoticed.** A log carries the *fence token* of the server life it was written in. The
token lies in one key of the same database and names the server's run id and replication id. Each connection begins
with a claim: it reads both ids (INFO) and the claim script replaces the token when they differ from what it names. The
publish and history scripts begin a new epoch for every log whose token is not the present one. A server that was
restarted has a new run id, a promoted replica has its own run id and a new replication id, and both cut all
connections, so each of their new connections claims before it publishes. Whatever the old server lost (up to a second
with appendfsync everysec, or a replica's lag) can therefore only lie in an epoch that has ended: clients get
`recovered: false` and a fresh snapshot. The rule prefers a false new epoch (a plain restart that lost nothing) to a
silent loss. A flushed database has no token: scripts answer NOFENCE and the node claims anew.

Limits: a proxy that moves one TCP connection between servers would defeat the rule, so there must be none between;
Redis Cluster needs one fence per slot and is not served by this class.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from redis.exceptions import ResponseError

from channels.broker.base import BrokerUnavailableError, Health, History, Position, Publication, Published, Retention
from channels.broker.ears import Ears
from channels.broker.keys import Keys
from channels.broker.limits import IDEMPOTENCY_SECONDS, check_publish, new_epoch
from channels.broker.line import Line, connector
from channels.broker.rows import GENERATION_SECONDS
from channels.broker.scripts import CLAIM, HISTORY, PUBLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ANSWER_SECONDS = 3.0
MOVED_ON = ("NOSCRIPT", "NOFENCE", "READONLY", "LOADING", "MASTERDOWN")
"""Refusals that say nothing was written: the server lost our scripts or token, or is no master (yet)."""


class RedisBroker:
    """A `Broker` on one Redis protocol server. See the module's text for the epoch rule."""

    def __init__(self, url: str, *, prefix: str = "carewire", probe_seconds: float = 10.0) -> None:
        """`url` is `redis://`, `rediss://` or `unix://`; `probe_seconds` is how often PUB/SUB is proved alive."""
        self._keys = Keys(prefix)
        self._connect = connector(url)
        self._line: Line | None = None
        self._opening = asyncio.Lock()
        self._ears = Ears(self._connect, self._keys, self._ask, probe_seconds=probe_seconds)
        self._started = False

    @property
    def health(self) -> Health:
        """Healthy when the PUB/SUB connection is up and heard its last probe."""
        return self._ears.health if self._started else Health(healthy=False, detail="not started")

    async def start(self) -> None:
        """See `Broker.start`."""
        await self._open_line()
        try:
            await self._ears.start()
        except BrokerUnavailableError:
            await self.stop()
            raise
        self._started = True

    async def stop(self) -> None:
        """See `Broker.stop`."""
        self._started = False
        await self._ears.stop()
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    def listen(self, on_publication: Callable[[str, Publication], None], on_gap: Callable[[str | None], None]) -> None:
        """See `Broker.listen`."""
        self._ears.listen(on_publication, on_gap)

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        await self._ears.subscribe(channel)

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`; Redis is told a second later, in case somebody comes back."""
        self._ears.unsubscribe(channel)

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
        keys, result = self._keys, self._keys.meta(channel)
        if idempotency_key is not None:
            result = keys.result(channel, idempotency_key)
        script_keys = (
            keys.stream(channel), keys.meta(channel), keys.rows(channel), keys.old_rows(channel), result, keys.fence
        )  # fmt: skip
        size_and_times = (retention.size, round(retention.ttl * 1000), round(retention.meta_ttl * 1000))
        row = ("0", "", "") if key is None or version is None else ("1", key, version)
        result_ms = 0 if idempotency_key is None else IDEMPOTENCY_SECONDS * 1000
        arguments = (data, *size_and_times, new_epoch(), keys.live(channel), *row, result_ms, GENERATION_SECONDS)
        offset, epoch, applied = await self._ask("EVALSHA", PUBLISH.sha, len(script_keys), *script_keys, *arguments)
        return Published(Position(offset, epoch.decode()), bool(applied))

    async def wanted(self, channels: Collection[str]) -> frozenset[str]:
        """See `Broker.wanted`."""
        names = list(channels)
        found = await asyncio.gather(*(self._ask("EXISTS", self._keys.meta(name)) for name in names))
        return frozenset(name for name, exists in zip(names, found, strict=True) if exists)

    async def history(self, channel: str, since: Position | None, limit: int) -> History:
        """See `Broker.history`."""
        keys = self._keys
        offset, known_epoch = (-1, "") if since is None else (since.offset, since.epoch)
        default_ttl = round(Retention().meta_ttl * 1000)
        top, raw_epoch, entries = await self._ask(
            "EVALSHA", HISTORY.sha, 3, keys.stream(channel), keys.meta(channel), keys.fence,
            offset, known_epoch, limit, new_epoch(), default_ttl,
        )  # fmt: skip
        epoch = raw_epoch.decode()
        publications = tuple(
            Publication(int(entry_id.partition(b"-")[0]), epoch, fields[1]) for entry_id, fields in entries
        )
        return History(Position(top, epoch), publications)

    async def _ask(self, *command: str | bytes | int) -> Any:
        """One command on a claimed line; asked a second time only when the first surely did nothing."""
        for last_try in (False, True):
            line = self._line
            if line is None or line.closed:
                line = await self._open_line()
            try:
                return await line.ask(*command)
            except ResponseError as refusal:
                moved_on = type(refusal).__name__ != "ResponseError" or str(refusal).startswith(MOVED_ON)
                if last_try or not moved_on:
                    raise BrokerUnavailableError(f"refused: {refusal}") from refusal
                await line.close()
        raise AssertionError("unreachable")

    async def _open_line(self) -> Line:
        async with self._opening:
            if self._line is not None and not self._line.closed:
                return self._line
            if self._line is not None:
                await self._line.close()
            line = Line(await self._connect(), answer_seconds=ANSWER_SECONDS)
            try:
                await self._claim(line)
            except ResponseError as refusal:
                await line.close()
                raise BrokerUnavailableError(f"refused: {refusal}") from refusal
            except BaseException:
                await line.close()
                raise
            self._line = line
            return line

    async def _claim(self, line: Line) -> None:
        server, replication = _fields(await line.ask("INFO", "server")), _fields(await line.ask("INFO", "replication"))
        if replication.get("role", "master") != "master":
            raise BrokerUnavailableError("the server is a replica")
        life = f"{server['run_id']}:{replication.get('master_replid', '-')}"
        await line.ask("EVAL", CLAIM.text, 1, self._keys.fence, life, new_epoch())
        await line.ask("SCRIPT", "LOAD", PUBLISH.text)
        await line.ask("SCRIPT", "LOAD", HISTORY.text)


def _fields(info: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in info.decode().splitlines())
    return {name: value for name, colon, value in lines if colon}
