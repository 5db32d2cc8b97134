"""The live channel of a declared list page.

It carries only which row changed, to which version and how. Who hears that asks for the part of the list that he sees,
under his own rights; so one channel serves everybody, whatever they may see. It holds the newest changes only: a page
asks anew when it joins anyway.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Reset, Row, Touch
from hub.events import Event
from hub.resources.facts import RowChanged
from hub.resources.parts import parts_of
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of

NEWEST: Final = 100
"""Rows that the snapshot holds."""
MANY: Final = ("imported", "synced")


class Change(msgspec.Struct, frozen=True):
    """A row is there in this version."""

    id: str
    v: int
    enabled: bool


def provide(resource: Resource) -> tuple[object, ...]:
    """Everything that the resource gives the house, its live channel included, for ``Module.provides``."""
    return (*parts_of(resource), channel_of(resource))


def channel_of(resource: Resource) -> Channel:
    """The channel ``<domain>-<name>:{tenant}`` of a resource."""
    if not resource.changes:
        return _showing(resource)
    table = resource.table

    async def read(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
        del now
        query = sa.select(table.c.id, table.c.v, table.c.enabled, table.c.deleted_at).where(
            table.c.tenant == place.tenant
        )
        if keys is None:
            query = query.where(table.c.deleted_at.is_(None)).order_by(table.c.updated_at.desc(), table.c.id.desc())
            query = query.limit(NEWEST)
        else:
            query = query.where(table.c.id.in_(list(keys)))
        return [
            Row(row.id, row.v, None if row.deleted_at is not None else Change(row.id, row.v, row.enabled))
            for row in await db.execute(query)
        ]

    # The registry tells by the module of its reader to which room a channel belongs.
    read.__module__ = resource.module
    return Channel(
        pattern=f"{resource.channel}:{{tenant}}",
        needs=resource.rights["view"],
        facts=(shapes_of(resource).changed,),
        touches=_touches,
        rows=read,
    )


def _showing(resource: Resource) -> Channel:
    """The same for rows that other commands change: ``told_by`` says which facts tell of it."""
    table, names = resource.table, dict(resource.told_by)
    deleted = table.c.deleted_at if "deleted_at" in table.c else sa.null()
    newest = table.c[resource.sort.lstrip("-")]

    async def read(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
        del now
        query = sa.select(table.c.id, table.c.v, deleted.label("deleted_at")).where(table.c.tenant == place.tenant)
        if keys is None:
            query = query.where(deleted.is_(None)).order_by(newest.desc(), table.c.id.desc()).limit(NEWEST)
        else:
            query = query.where(table.c.id.in_(list(keys)))
        return [
            Row(row.id, row.v, None if row.deleted_at is not None else Change(row.id, row.v, enabled=True))
            for row in await db.execute(query)
        ]

    def touches(fact: Event) -> Iterable[Touch | Reset]:
        yield Touch({}, getattr(fact, names[type(fact)]))

    read.__module__ = resource.module
    return Channel(
        pattern=f"{resource.channel}:{{tenant}}",
        needs=resource.rights["view"],
        facts=tuple(names),
        touches=touches,
        rows=read,
    )


def _touches(fact: RowChanged) -> Iterable[Touch | Reset]:
    yield Reset({}) if fact.operation in MANY else Touch({}, fact.id)
