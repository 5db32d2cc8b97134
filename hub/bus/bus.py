"""Facts on Redis streams: one stream per shard, entry id ``<seq>-0``, consumer groups, shard ownership by lease.

Because the entry id is the fact's number in the log, publishing again is refused by Redis itself, and ``append``
compares the stream's last id with what the relay believes: a flushed, restarted or promoted server that is behind
shows at the next append, and the relay goes back.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import NoScriptError, ResponseError

from hub.bus.scripts import APPEND, LEASE, RELEASE
from hub.events import SHARDS, Envelope, Fact

LEASE_MS: Final = 3000
_WAKE: Final = "{facts}:wake"


def stream(shard: int) -> str:
    """The stream of a shard. One hash tag: all lanes live on one cluster node, so scripts may join them."""
    return f"{{facts}}:{shard}"


@dataclass(frozen=True, slots=True)
class Append:
    """What became of an append: ``last`` is the stream's newest number; ``done`` False means it was elsewhere."""

    done: bool
    last: int


class Bus:
    """One process's door to the streams."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._append = hashlib.sha1(APPEND.encode(), usedforsecurity=False).hexdigest()
        self._lease = redis.register_script(LEASE)
        self._release = redis.register_script(RELEASE)

    async def append(self, batches: Mapping[int, tuple[int, Sequence[tuple[int, bytes]]]]) -> dict[int, Append]:
        """Append to each shard its ``(seq, envelope)`` pairs if the stream's last number is ``after``, else nothing.

        All in one round trip; each shard by itself is atomic.
        """
        calls: dict[int, list[Any]] = {}
        for shard, (after, facts) in batches.items():
            calls[shard] = [1, stream(shard), after]
            for seq, envelope in facts:
                calls[shard] += (seq, envelope)
        try:
            answers = await self._appended(calls)
        except NoScriptError:
            await self.redis.script_load(APPEND)
            # What came through at the first time is refused now, and its caller goes on from where the stream is.
            answers = await self._appended(calls)
        return {shard: Append(bool(done), int(last)) for shard, (done, last) in zip(calls, answers, strict=True)}

    async def _appended(self, calls: Mapping[int, list[Any]]) -> list[Any]:
        async with self.redis.pipeline(transaction=False) as pipe:
            for words in calls.values():
                pipe.evalsha(self._append, *words)  # type: ignore[unused-awaitable]  # queued, not sent
            return await pipe.execute()

    async def last(self, shard: int) -> int:
        """The stream's newest number, 0 when there is none."""
        return (await self.append({shard: (-1, ())}))[shard].last

    async def drop(self, shard: int) -> None:
        """Forget the shard's stream and its groups."""
        await self.redis.delete(stream(shard))

    async def synced(self, timeout_ms: int = 3000) -> bool:
        """Whether everything appended so far is on disk; also True where the server keeps no append-only file.

        A write of its own and a wait on the same connection: the file is sequential, so what came before is in too.
        """
        async with self.redis.client() as connection:
            await connection.set("{facts}:synced", 1)
            try:
                local, _ = await connection.waitaof(1, 0, timeout_ms)
            except ResponseError:
                return True
            return int(local) >= 1

    async def wake(self, shards: Iterable[int]) -> None:
        """Tell the relay that there is something new on ``shards``."""
        await self.redis.publish(_WAKE, bytes(shards))

    @contextlib.asynccontextmanager
    async def wakings(self) -> AsyncIterator[Callable[[float], Awaitable[set[int]]]]:
        """Hear the wakings; what it gives waits at most so many seconds and tells which shards have something new."""
        async with self.redis.pubsub() as heard:
            await heard.subscribe(_WAKE)

            async def wait(seconds: float) -> set[int]:
                shards: set[int] = set()
                message = await heard.get_message(ignore_subscribe_messages=True, timeout=seconds)
                while message is not None:
                    # All that have come: one at a time they would fall behind as soon as there are a hundred a second.
                    shards.update(message["data"])
                    message = await heard.get_message(ignore_subscribe_messages=True, timeout=0)
                return shards

            yield wait

    async def ensure_group(self, group: str, shard: int, after: int) -> None:
        """Create ``group`` on the shard so that it reads what comes after ``after``; leaves an existing one alone."""
        try:
            await self.redis.xgroup_create(stream(shard), group, id=f"{after}-0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    async def lease(self, group: str, member: str) -> list[int]:
        """Renew what ``member`` owns and take its fair share of free shards; gives the shards owned for 3 s."""
        keys = [f"{{facts}}:members:{group}", f"{{facts}}:owners:{group}"]
        return [int(s) for s in await self._lease(keys=keys, args=[member, LEASE_MS, SHARDS])]

    async def release(self, group: str, member: str) -> None:
        """Give all shards of ``member`` back at once."""
        await self._release(keys=[f"{{facts}}:members:{group}", f"{{facts}}:owners:{group}"], args=[member])

    async def reclaim(self, group: str, shard: int, member: str) -> list[Fact]:
        """Take over what a former owner read but did not acknowledge, oldest first."""
        found: list[Fact] = []
        start = "0-0"
        while True:
            start, entries, *_ = await self.redis.xautoclaim(
                stream(shard), group, member, min_idle_time=0, start_id=start, count=500
            )
            found += _facts(shard, entries)
            if start in (b"0-0", "0-0"):
                return found

    async def read(
        self, group: str, member: str, shards: Iterable[int], count: int, block_ms: int, done: Sequence[Fact] = ()
    ) -> list[Fact]:
        """Read what is new on ``shards``; waits at most ``block_ms``. Raises ``GroupLost`` after a data loss.

        ``done`` is acknowledged on the way.
        """
        streams: Any = {stream(s): ">" for s in shards}
        async with self.redis.pipeline(transaction=False) as pipe:
            _acknowledge(pipe, group, done)
            pipe.xreadgroup(group, member, streams, count=count, block=block_ms)  # type: ignore[unused-awaitable]
            try:
                *_, answer = await pipe.execute()
            except ResponseError as error:
                if "NOGROUP" in str(error):
                    raise GroupLost from error
                raise
        return [f for name, entries in _pairs(answer) for f in _facts(_shard(name), entries)]

    async def acknowledge(self, group: str, facts: Sequence[Fact]) -> None:
        """Mark ``facts`` as done for ``group``."""
        async with self.redis.pipeline(transaction=False) as pipe:
            _acknowledge(pipe, group, facts)
            await pipe.execute()

    async def trim(self, shard: int) -> int:
        """Cut the stream below the slowest group's oldest open entry; gives the number of entries cut."""
        groups = await self.redis.xinfo_groups(stream(shard))
        floors = [await self._floor(shard, g) for g in groups]
        if not floors:
            return 0
        return int(await self.redis.xtrim(stream(shard), minid=min(floors), approximate=True))

    async def _floor(self, shard: int, group: dict[str, Any]) -> int:
        pending = await self.redis.xpending(stream(shard), group["name"])
        lowest = pending["min"] if pending["pending"] else group["last-delivered-id"]
        return int(lowest.split(b"-")[0])

    async def heard(self, role: str, seconds: int) -> None:
        """Say that ``role`` is alive; the word holds for ``seconds``."""
        await self.redis.set(f"{{facts}}:role:{role}", 1, ex=seconds)

    async def alive(self, role: str) -> bool:
        """Whether some process with ``role`` has said so lately."""
        return bool(await self.redis.exists(f"{{facts}}:role:{role}"))


class GroupLost(Exception):
    """The group is not there any more: the server lost its data."""


def _acknowledge(pipe: Pipeline, group: str, facts: Sequence[Fact]) -> None:
    by_shard: dict[int, list[str]] = {}
    for fact in facts:
        by_shard.setdefault(fact.shard, []).append(f"{fact.seq}-0")
    for shard, ids in by_shard.items():
        pipe.xack(stream(shard), group, *ids)  # type: ignore[unused-awaitable]  # queued, not sent


def _pairs(answer: Any) -> Iterable[tuple[bytes, Any]]:
    """The (stream, entries) pairs of a reply, in RESP2's list or RESP3's map shape."""
    if isinstance(answer, dict):
        return [(name, [e for batch in batches for e in batch]) for name, batches in answer.items()]
    return answer or ()


def _shard(name: bytes) -> int:
    return int(name.rsplit(b":", 1)[1])


def _facts(shard: int, entries: Iterable[tuple[bytes, dict[bytes, bytes]]]) -> list[Fact]:
    return [
        Fact(shard, int(entry_id.split(b"-")[0]), msgspec.json.decode(fields[b"e"], type=Envelope))
        for entry_id, fields in entries
        if fields
    ]
