"""Pages hear that a silence or a roster has changed, and ask anew under their own rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.alerts import permissions
from domains.alerts.events import RosterChanged, SilencesChanged
from domains.alerts.tables import rosters, silences

NEWEST: Final = 100
"""Rows that a snapshot holds: a page asks anew when it joins anyway."""


class Changed(msgspec.Struct, frozen=True):
    """It is there in this version."""

    id: str
    v: int


async def _read(
    db: AsyncConnection, table: sa.Table, gone: sa.ColumnElement[bool], tenant: str, keys: Collection[str] | None
) -> list[Row]:
    query = sa.select(table.c.id, table.c.v, gone.label("gone")).where(table.c.tenant == tenant)
    if keys is None:
        query = query.where(sa.not_(gone)).order_by(table.c.id.desc()).limit(NEWEST)
    else:
        query = query.where(table.c.id.in_(keys))
    return [Row(row.id, row.v, None if row.gone else Changed(row.id, row.v)) for row in await db.execute(query)]


async def _silences(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    return await _read(db, silences, sa.false(), place.tenant, keys)


async def _rosters(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    return await _read(db, rosters, rosters.c.deleted_at.is_not(None), place.tenant, keys)


def _silence(fact: SilencesChanged) -> Iterable[Touch]:
    yield Touch({}, fact.silence_id)


def _roster(fact: RosterChanged) -> Iterable[Touch]:
    yield Touch({}, fact.roster_id)


silenced = Channel(
    pattern="alerts-silences:{tenant}",
    needs=permissions.VIEW,
    facts=(SilencesChanged,),
    touches=_silence,
    rows=_silences,
)
duty = Channel(
    pattern="alerts-rosters:{tenant}",
    needs=permissions.VIEW,
    facts=(RosterChanged,),
    touches=_roster,
    rows=_rosters,
)
