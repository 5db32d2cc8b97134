"""Rooms and tickets in and out of their tables; the tenant is always in the WHERE."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.queue.model import LISTED, State, Ticket
from domains.queue.tables import counters, rooms, screens, tickets
from hub.errors import NotFound

Found = sa.Row[Any]


def _ticket(row: Found) -> Ticket:
    return msgspec.convert(row, Ticket, from_attributes=True)


async def load(db: AsyncConnection, tenant: str, ticket_id: str, *, lock: bool = False) -> Ticket:
    """The ticket; ``NotFound`` if it is not this tenant's. ``lock`` holds it until the end of the transaction."""
    query = sa.select(tickets).where(tickets.c.tenant == tenant, tickets.c.id == ticket_id)
    row = (await db.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return _ticket(row)


async def by_ids(db: AsyncConnection, tenant: str, ids: Collection[str]) -> list[Ticket]:
    """These tickets, wherever they stand."""
    query = sa.select(tickets).where(tickets.c.tenant == tenant, tickets.c.id.in_(ids))
    return [_ticket(row) for row in await db.execute(query)]


async def line(db: AsyncConnection, tenant: str, room_id: str, day: tuple[datetime, datetime]) -> list[Ticket]:
    """The tickets of the room whose pre-exam time lies within ``day`` (from, until) and that are not yet done."""
    query = sa.select(tickets).where(
        tickets.c.tenant == tenant,
        tickets.c.room_id == room_id,
        tickets.c.state.in_(LISTED),
        tickets.c.pre_exam_time >= day[0],
        tickets.c.pre_exam_time < day[1],
    )
    return [_ticket(row) for row in await db.execute(query)]


async def calling_in(db: AsyncConnection, tenant: str, room_id: str) -> Ticket | None:
    """Who is being called in the room."""
    query = sa.select(tickets).where(
        tickets.c.tenant == tenant, tickets.c.room_id == room_id, tickets.c.state == State.CALLING
    )
    row = (await db.execute(query)).first()
    return None if row is None else _ticket(row)


async def busy_elsewhere(db: AsyncConnection, tenant: str, ticket: Ticket) -> Ticket | None:
    """Another ticket of the same patient that is being called or examined."""
    query = sa.select(tickets).where(
        tickets.c.tenant == tenant,
        tickets.c.patient_id == ticket.patient_id,
        tickets.c.id != ticket.id,
        tickets.c.state.in_((State.CALLING, State.EXAMINING)),
    )
    row = (await db.execute(query.limit(1))).first()
    return None if row is None else _ticket(row)


async def add(db: AsyncConnection, tenant: str, ticket: Ticket) -> None:
    """Write a new ticket."""
    await db.execute(sa.insert(tickets).values(tenant=tenant, **msgspec.structs.asdict(ticket)))


async def save(db: AsyncConnection, tenant: str, ticket: Ticket) -> None:
    """Write what a step changed."""
    changed = {k: getattr(ticket, k) for k in ("room_id", "state", "calls", "called_at", "v")}
    mine = sa.and_(tickets.c.tenant == tenant, tickets.c.id == ticket.id)
    await db.execute(sa.update(tickets).where(mine).values(**changed))


async def room(db: AsyncConnection, tenant: str, room_id: str, *, lock: bool = False) -> Found:
    """The room; ``NotFound`` if it is not this tenant's. ``lock`` serialises the calls of the room."""
    query = sa.select(rooms).where(rooms.c.tenant == tenant, rooms.c.id == room_id)
    row = (await db.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return row


async def all_rooms(db: AsyncConnection, tenant: str) -> list[Found]:
    """The tenant's rooms by campus and name."""
    query = sa.select(rooms).where(rooms.c.tenant == tenant).order_by(rooms.c.campus, rooms.c.name)
    return list(await db.execute(query))


async def add_room(db: AsyncConnection, values: dict[str, Any]) -> bool:
    """Write a new room; False when there is one with this id."""
    done = await db.execute(insert(rooms).values(values).on_conflict_do_nothing())
    return done.rowcount == 1


async def screen(db: AsyncConnection, code: str) -> Found | None:
    """The screen with this code. A code is unique everywhere: nobody has signed in yet who asks for it."""
    return (await db.execute(sa.select(screens).where(screens.c.code == code))).first()


async def add_screen(db: AsyncConnection, values: dict[str, Any]) -> bool:
    """Write a new screen; False when the code is taken."""
    done = await db.execute(insert(screens).values(values).on_conflict_do_nothing())
    return done.rowcount == 1


async def next_number(db: AsyncConnection, tenant: str, name: str) -> int:
    """The next number of a counter, from 1; held until the end of the transaction, so there are no gaps."""
    fresh = insert(counters).values(tenant=tenant, name=name, value=1)
    drawn = fresh.on_conflict_do_update(
        index_elements=["tenant", "name"], set_={"value": counters.c.value + 1}
    ).returning(counters.c.value)
    return int((await db.execute(drawn)).scalar_one())
