"""For measures that are read for all institutions at once, and for what they must see twice to believe it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from realtime_rules.ports import Row

LEAST: Final = timedelta(seconds=30)


@dataclass(slots=True)
class Everywhere:
    """Reads a measure: gives one tenant's rows of what ``every`` gave for all of them at this moment.

    So the looks of many tenants at the same moment cost one statement.
    """

    every: Callable[[AsyncConnection, datetime], Awaitable[Mapping[str, list[Row]]]]
    _place: tuple[URL, datetime] | None = None
    _rows: Mapping[str, list[Row]] | None = None

    async def read(self, db: AsyncConnection, tenant: str, now: datetime) -> list[Row]:
        """The rows of one tenant."""
        place = (db.engine.url, now)
        if self._rows is None or self._place != place:
            self._rows, self._place = await self.every(db, now), place
        return self._rows.get(tenant, [])


@dataclass(slots=True)
class Standstill:
    """Tells what stands still from what is on its way: a look ``LEAST`` earlier must have met the same.

    A clock that is put forward, or a machine that slept, makes everything that is on its way look late.
    """

    _since: dict[URL, dict[str, tuple[object, datetime]]] = field(default_factory=dict)

    def among(self, url: URL, first: Mapping[str, object], now: datetime) -> frozenset[str]:
        """The tenants whose ``first`` in line has been the same at the looks since then."""
        before = self._since.get(url, {})
        since: dict[str, tuple[object, datetime]] = {}
        for tenant, one in first.items():
            known = before.get(tenant)
            since[tenant] = known if known is not None and known[0] == one else (one, now)
        self._since = {url: since}
        return frozenset(tenant for tenant, (_, at) in since.items() if now - at >= LEAST)
