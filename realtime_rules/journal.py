"""Where the triggers' memory is kept: a journal of what changed, now and then replaced by the whole."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from realtime_rules.engine import Memory

CHUNK: Final = 5_000
"""So many memories stand in one row of the whole."""
SMALLEST: Final = 4 * 2**20
"""A journal of fewer bytes is never replaced."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[tuple[str, str, str, msgspec.Raw, float | None]]).decode


class Ousted(Exception):
    """Another process has taken the rules over; what this one wanted to write is not written."""


_TAKE_OVER = sa.text("update watch_leader set epoch = epoch + 1 returning epoch")
_APPEND = sa.text("insert into watch_journal (whole, memories) values (:whole, :memories)")
# One question to the database: this stands in the way of every alert.
_WRITE = sa.text(
    "with held as (select 1 from watch_leader where epoch = :epoch for share),"
    " kept as (insert into watch_journal (whole, memories)"
    " select false, n.memories from held, (select cast(:memories as bytea) memories) n where n.memories is not null),"
    " placed as (insert into watch_positions (shard, seq)"
    " select n.shard, n.seq from held, unnest(cast(:shards as smallint[]), cast(:seqs as bigint[])) n (shard, seq)"
    " on conflict (shard) do update set seq = excluded.seq)"
    " select count(*) from held"
)


@dataclass(slots=True)
class Journal:
    """One leader's pen. ``whole`` and ``since`` are bytes: of the last whole, and of what was appended since."""

    epoch: int
    whole: int = 0
    since: int = 0
    positions: dict[int, int] = field(default_factory=dict)

    @staticmethod
    async def take_over(db: AsyncConnection) -> Journal:
        """From now on nobody else writes; commit before reading."""
        return Journal(int((await db.execute(_TAKE_OVER)).scalar_one()))

    async def read(self, db: AsyncConnection) -> list[Memory]:
        """Everything that is remembered, and how far each shard was read."""
        kept: dict[tuple[str, str, str], Memory] = {}
        self.whole = self.since = 0
        rows = await db.execute(sa.text("select whole, memories from watch_journal order by n"))
        for whole, blob in rows:
            if whole:
                self.whole += len(blob)
            else:
                self.since += len(blob)
            for tenant, code, key, state, due in _decode(blob):
                if bytes(state) == _NONE:
                    kept.pop((tenant, code, key), None)
                else:
                    kept[tenant, code, key] = (tenant, code, key, msgspec.msgpack.decode(state), due)
        positions = await db.execute(sa.text("select shard, seq from watch_positions"))
        self.positions = {int(shard): int(seq) for shard, seq in positions}
        return list(kept.values())

    async def write(self, db: AsyncConnection, memories: Iterable[Memory], positions: dict[int, int]) -> None:
        """Keep what changed and how far was read, with whatever else this transaction does.

        Raises ``Ousted``; then the transaction must not be committed.
        """
        changed = list(memories)
        blob = _encode(changed) if changed else None
        place = {"shards": list(positions), "seqs": list(positions.values())}
        if not (await db.execute(_WRITE, {"epoch": self.epoch, "memories": blob, **place})).scalar():
            raise Ousted
        self.since += len(blob or b"")
        self.positions |= positions

    def grown(self) -> bool:
        """Whether it is time for a new whole."""
        return self.since > max(SMALLEST, 3 * self.whole)

    async def replace(self, db: AsyncConnection, everything: Iterator[Memory]) -> None:
        """Begin anew with the whole."""
        await db.execute(sa.text("delete from watch_journal"))
        self.whole = self.since = 0
        while chunk := list(itertools.islice(everything, CHUNK)):
            blob = _encode(chunk)
            self.whole += len(blob)
            await db.execute(_APPEND, {"whole": True, "memories": blob})


_NONE: Final = _encode(None)
