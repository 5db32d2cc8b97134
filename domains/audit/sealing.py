"""The sealer: one at a time in the whole installation, it gives every new entry its link."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from domains.audit import store
from domains.audit.model import FIRST, before, link
from hub.audit import AuditTrail, Verdict
from hub.ciphers import keyed_digest, sm3
from hub.house import House

LOCK: Final = 7304
RECENT: Final = 60_000
"""Milliseconds before the newest sealed entry in which others may still appear."""


class Sealer:
    """Seals what is new. The ids of entries begin with the time of their making, so only the newest are looked at."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._after = ""

    def look_at_all(self) -> None:
        """Next time, look at every entry."""
        self._after = ""

    async def seal(self) -> int:
        """Seal one batch; gives how many there were, 0 also when another process is at it."""
        async with self._house.engine.begin() as db:
            lock = sa.select(sa.func.pg_try_advisory_xact_lock(LOCK, 0))
            if not (await db.execute(lock)).scalar():
                return 0
            entries = await store.unsealed(db, self._after)
            if not entries:
                return 0
            n, digest = await store.head(db)
            rows = []
            for n, entry in enumerate(entries, n + 1):  # noqa: B020 - goes on from the head's number
                digest = link(digest, entry, sm3)
                rows.append({"n": n, "entry_id": entry.id, "digest": digest})
            await store.add_links(db, rows, {"n": n, "mac": self._mac(n, digest), "at": self._house.clock()})
        self._after = before(entries[-1].id, RECENT)
        return len(entries)

    def _mac(self, n: int, digest: bytes) -> bytes:
        return _mac(self._house, n, digest)


def _mac(house: House, n: int, digest: bytes) -> bytes:
    """Only who has the installation's secret can make it: writing to the database is not enough to forge a chain."""
    return keyed_digest(house.settings.secret, "audit seal", f"{n} {digest.hex()}")


async def verify(house: House) -> Verdict:
    """Reckon every link anew from the entries as they are now."""
    async with house.dispatch.reads.connect() as db:
        unsealed = await store.count_unsealed(db)
    async with house.engine.connect() as db:
        n, digest, sealed_at = 0, FIRST, 0
        async for row in store.chain(db):
            broken = flaw_of(house, row, n, digest)
            if broken:
                return Verdict(n, unsealed, digest.hex(), broken)
            n, digest = row.n, row.digest
            sealed_at = n if row.mac is not None else sealed_at
        broken = "" if sealed_at == n else f"links {sealed_at + 1} to {n} have no seal"
    return Verdict(n, unsealed, digest.hex(), broken)


def flaw_of(house: House, row: Any, n: int, digest: bytes | None) -> str:
    """What is wrong with the link after number ``n``; empty when nothing is.

    Without the ``digest`` of the one before (it is missing, and told by itself) what binds to it cannot be told.
    """
    if row.n != n + 1:
        return f"link {n + 1} is missing"
    if row.id is None:
        return f"link {row.n}: entry {row.entry_id} is gone"
    if digest is not None and link(digest, store.entry_of(row), sm3) != row.digest:
        return f"link {row.n}: entry {row.entry_id} of {row.at} ({row.command}) is not what was sealed"
    if row.mac is not None and row.mac != _mac(house, row.n, row.digest):
        return f"link {row.n}: the seal was not made with this installation's secret"
    return ""


async def export(house: House) -> AsyncIterator[bytes]:
    """Every sealed entry with its link."""
    async with house.engine.connect() as db:
        async for row in store.chain(db):
            if row.id is not None:
                fields = msgspec.to_builtins(store.entry_of(row), builtin_types=(bytes,))
                fields["body"] = msgspec.Raw(row.body or b"{}")
                yield msgspec.json.encode({"n": row.n, "link": row.digest.hex(), **fields})


trail = AuditTrail(verify, export)
