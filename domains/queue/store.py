"""Rooms and tickets in and out of their tables; the tenant is always in the WHERE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, array, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.catalog.public import EXAM_TYPE, MODALITIES
from domains.queue.model import UNDERWAY, Names, State, Ticket
from domains.queue.tables import manners, rooms, tickets
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


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as seen from a room, with that room's name and version, and how names are shown there."""

    ticket: Ticket
    room_name: str
    room_v: int
    names: str
    names_v: int


_SEEN = (
    sa.select(
        tickets,
        rooms.c.name.label("room_name"),
        rooms.c.v.label("room_v"),
        sa.func.coalesce(manners.c.names, Names.MASKED).label("names"),
        sa.func.coalesce(manners.c.v, 0).label("names_v"),
    )
    .join(rooms, sa.and_(rooms.c.tenant == tickets.c.tenant, rooms.c.id == sa.bindparam("seen_from")))
    .outerjoin(manners, manners.c.tenant == tickets.c.tenant)
    .where(tickets.c.tenant == sa.bindparam("of_tenant"))
)
_SOME = _SEEN.where(tickets.c.id == sa.any_(sa.bindparam("ids", type_=ARRAY(sa.Text))))
_LINE = _SEEN.where(
    tickets.c.room_id == sa.bindparam("seen_from"),
    # One by one, so that the planner sees that the index of the line holds them all.
    tickets.c.state != State.EXAMINED,
    tickets.c.state != State.WITHDRAWN,
    sa.or_(tickets.c.pre_exam_time >= sa.bindparam("begins"), tickets.c.state.in_(UNDERWAY)),
    tickets.c.pre_exam_time < sa.bindparam("ends"),
)


def _seen(rows: Iterable[Found]) -> list[Seen]:
    return [Seen(_ticket(row), row.room_name, row.room_v, row.names, row.names_v) for row in rows]


async def by_ids(db: AsyncConnection, tenant: str, room_id: str, ids: Iterable[str]) -> list[Seen]:
    """These tickets, wherever they stand, as seen from the room."""
    return _seen(await db.execute(_SOME, {"of_tenant": tenant, "seen_from": room_id, "ids": list(ids)}))


async def line(db: AsyncConnection, tenant: str, room_id: str, day: tuple[datetime, datetime]) -> list[Seen]:
    """The tickets of the room whose pre-exam time lies within ``day`` (from, until) and that are not yet done."""
    params = {"of_tenant": tenant, "seen_from": room_id, "begins": day[0], "ends": day[1]}
    return _seen(await db.execute(_LINE, params))


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


_ADD = sa.insert(tickets)
_SAVE = (
    sa.update(tickets)
    .where(tickets.c.tenant == sa.bindparam("of_tenant"), tickets.c.id == sa.bindparam("ticket_id"))
    .values({name: sa.bindparam(name) for name in ("room_id", "state", "calls", "called_at", "v")})
)


async def add(db: AsyncConnection, tenant: str, ticket: Ticket) -> None:
    """Write a new ticket."""
    await db.execute(_ADD, {"tenant": tenant, **msgspec.structs.asdict(ticket)})


async def rewrite(db: AsyncConnection, tenant: str, ticket: Ticket) -> None:
    """Write all that the ticket says."""
    mine = sa.and_(tickets.c.tenant == tenant, tickets.c.id == ticket.id)
    await db.execute(sa.update(tickets).where(mine).values(msgspec.structs.asdict(ticket)))


async def save(db: AsyncConnection, tenant: str, ticket: Ticket) -> None:
    """Write what a step changed."""
    changed = {k: getattr(ticket, k) for k in ("room_id", "state", "calls", "called_at", "v")}
    await db.execute(_SAVE, {"of_tenant": tenant, "ticket_id": ticket.id, **changed})


_ROOMS: sa.Select[Any] = (
    sa.select(
        *(column for column in rooms.c if column is not rooms.c.exam_types),
        sa.case((MODALITIES.c.id.is_(None), rooms.c.exam_types), else_=array([EXAM_TYPE])).label("exam_types"),
    )
    .outerjoin(MODALITIES, sa.and_(MODALITIES.c.tenant == rooms.c.tenant, MODALITIES.c.id == rooms.c.modality_id))
    .where(rooms.c.deleted_at.is_(None))
)
_ROOM = _ROOMS.where(rooms.c.tenant == sa.bindparam("tenant"), rooms.c.id == sa.bindparam("room_id"))
_ROOM_LOCKED = _ROOM.with_for_update(of=rooms)


async def room(db: AsyncConnection, tenant: str, room_id: str, *, lock: bool = False) -> Found:
    """The room; ``NotFound`` if it is not this tenant's. ``lock`` serialises the calls of the room."""
    asked = {"tenant": tenant, "room_id": room_id}
    row: Found | None = (await db.execute(_ROOM_LOCKED if lock else _ROOM, asked)).first()
    if row is None:
        raise NotFound
    return row


async def all_rooms(db: AsyncConnection, tenant: str) -> list[Found]:
    """The tenant's rooms by campus and name."""
    return list(await db.execute(_ROOMS.where(rooms.c.tenant == tenant).order_by(rooms.c.campus, rooms.c.name)))


async def shown_rooms(db: AsyncConnection, tenant: str, ids: Iterable[str]) -> list[Found]:
    """The rooms with these ids that there are or were, in this order."""
    wanted = list(ids)
    found = await db.execute(sa.select(rooms).where(rooms.c.tenant == tenant, rooms.c.id.in_(wanted)))
    return sorted(found, key=lambda row: wanted.index(row.id))


async def rooms_version(db: AsyncConnection, tenant: str) -> int:
    """A number that grows with every change of any room."""
    total = sa.select(sa.func.coalesce(sa.func.sum(rooms.c.v), 0)).where(rooms.c.tenant == tenant)
    return int((await db.execute(total)).scalar_one())


async def tickets_of_room(db: AsyncConnection, tenant: str, room_id: str) -> int:
    """How many tickets name the room, whatever became of them."""
    mine = sa.and_(tickets.c.tenant == tenant, tickets.c.room_id == room_id)
    return int((await db.execute(sa.select(sa.func.count()).select_from(tickets).where(mine))).scalar_one())


async def add_room(db: AsyncConnection, values: dict[str, Any]) -> bool:
    """Write a new room; False when there is one with this id or name."""
    done = await db.execute(insert(rooms).values(values).on_conflict_do_nothing())
    return done.rowcount == 1


_DRAW = sa.text(
    "insert into queue_counters (tenant, name, value) values (:tenant, :first, 1), (:tenant, :second, 1)"
    " on conflict (tenant, name) do update set value = queue_counters.value + 1 returning value"
)


async def next_numbers(db: AsyncConnection, tenant: str, first: str, second: str) -> tuple[int, int]:
    """The next numbers of two counters, from 1; held until the end of the transaction, so there are no gaps."""
    drawn = (await db.execute(_DRAW, {"tenant": tenant, "first": first, "second": second})).scalars().all()
    return drawn[0], drawn[1]
