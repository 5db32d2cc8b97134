"""The chain is checked all the time: what is new at once, and in rounds everything from the first link on."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.audit import flaws, store
from domains.audit.flaws import Far, Flaw
from domains.audit.sealing import LOCK, flaw_of
from hub.house import House

CHUNK: Final = 200
"""Links of a round that one check looks at: some 10 ms of work, about eight million links a day."""
NEW: Final = 1000
"""New links that one check looks at at most."""


class Rounds:
    """Checks by and by; one process at a time in the whole installation."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def check(self) -> int:
        """Look at what is new and at the next part of the round; gives how many flaws these parts have.

        It gives 0 also where another process is at it.
        """
        async with self._house.engine.begin() as db:
            lock = sa.select(sa.func.pg_try_advisory_xact_lock(LOCK, 1))
            if not (await db.execute(lock)).scalar():
                return 0
            head, _ = await store.head(db)
            before = await flaws.far(db)
            start = before.passed if before.passed < head else 0
            found = await self._part(db, before.newest + 1, min(head, before.newest + NEW))
            found += await self._part(db, start + 1, min(head, start + CHUNK))
            found += await self._end(db, head, before.newest)
            newest = max(before.newest, min(head, before.newest + NEW))
            await flaws.keep_far(db, Far(newest, min(head, start + CHUNK)))
        return found

    async def _part(self, db: AsyncConnection, first: int, last: int) -> int:
        """Check the links from ``first`` to ``last``, each by the one before as it stands."""
        if last < first:
            return 0
        found: dict[int, Flaw] = {}
        n, digest = first - 1, await store.digest_of(db, first - 1)
        async for row in store.chain(db, first, last):
            what = flaw_of(self._house, row, n, digest)
            if what:
                found[n + 1 if row.n != n + 1 else row.n] = Flaw(_whose(row, n), what)
            n, digest = row.n, row.digest
        if n < last:
            found[last] = Flaw("", f"link {last} is missing")
        await flaws.replace(db, first, last, found, self._house.clock())
        return len(found)

    async def _end(self, db: AsyncConnection, head: int, newest: int) -> int:
        """The newest link has its seal, and no link that was there is gone."""
        found: dict[int, Flaw] = {}
        if head < newest:
            found[newest] = Flaw("", f"links {head + 1} to {newest} are gone")
            await flaws.replace(db, head + 1, newest, found, self._house.clock())
        elif not await store.is_sealed(db, head):
            found[head] = Flaw("", f"link {head} has no seal")
            await flaws.replace(db, head, head, found, self._house.clock())
        return len(found)


def _whose(row: Any, n: int) -> str:
    """The tenant of the entry, where it is there and the link is the one that was expected."""
    return row.tenant if row.id is not None and row.n == n + 1 else ""
