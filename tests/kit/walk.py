"""Walks everything that the registry declares, with the demo hospital's ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from hub.house import House

async def ids_of(house: House, tenant: str) -> Mapping[str, Any]:
    """The institution's ids by the field names that commands, queries and channels use."""
    query = sa.text("select id, room_id from queue_tickets where tenant = :t order by id limit 1")
    async with house.engine.connect() as db:
        ticket = (await db.execute(query, {"t": tenant})).one()
    return {"ticket_id": ticket.id, "room_id": ticket.room_id, "call": 1}


async def secrets_of(house: House, tenant: str) -> frozenset[str]:
    """Every text in the institution's rows that names one particular thing of it."""
    found: set[str] = set()
    async with house.engine.connect() as db:
        for table in await tenant_tables(db):
            for row in await db.execute(sa.text(f'select * from "{table}" where tenant = :t'), {"t": tenant}):
                found.update(value for value in row if isinstance(value, str) and _telling(value))
    return frozenset(found)


def _telling(text: str) -> bool:
    """Whether a text names one particular thing: an id, a number, a person. Not a state or a code that all share."""
    return len(text) >= 32 or any("\u4e00" <= c <= "\u9fff" for c in text)


async def tenant_tables(db: Any) -> list[str]:
    """Every table with a tenant column."""
    query = (
        "select c.table_name from information_schema.columns c join information_schema.tables t using (table_name)"
        " where c.column_name = 'tenant' and c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1"
    )
    return [row[0] for row in await db.execute(sa.text(query))]


async def fingerprint(house: House, tenant: str) -> dict[str, str]:
    """A digest of everything that belongs to an institution, by table."""
    async with house.engine.connect() as db:
        digests = {}
        for table in await tenant_tables(db):
            query = f"select md5(coalesce(string_agg(x::text, ';' order by x::text), '')) from \"{table}\" x where tenant = :t"
            digests[table] = (await db.execute(sa.text(query), {"t": tenant})).scalar_one()
        return digests
