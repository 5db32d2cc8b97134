"""Orders, registrations and places in and out of their tables; the tenant is always in the WHERE."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.registration.model import Item, OrderState, State
from domains.registration.tables import openings, orders, registrations, slots
from hub.errors import NotFound

Found = sa.Row[Any]
Day = tuple[datetime, datetime]


async def load(db: AsyncConnection, tenant: str, registration_id: str, *, lock: bool = False) -> Found:
    """The registration; ``NotFound`` if it is not this tenant's. ``lock`` holds it until the end of the transaction."""
    found = await maybe(db, tenant, registration_id, lock=lock)
    if found is None:
        raise NotFound
    return found


async def maybe(db: AsyncConnection, tenant: str, registration_id: str, *, lock: bool = False) -> Found | None:
    """The registration, if there is one."""
    query = sa.select(registrations).where(registrations.c.tenant == tenant, registrations.c.id == registration_id)
    return (await db.execute(query.with_for_update() if lock else query)).first()


async def referral(db: AsyncConnection, tenant: str, origin: str, origin_id: str) -> Found | None:
    """What was made here of a registration that another institution has sent, locked."""
    query = sa.select(registrations).where(
        registrations.c.tenant == tenant,
        registrations.c.direction == "received",
        registrations.c.other_tenant == origin,
        registrations.c.other_id == origin_id,
    )
    return (await db.execute(query.with_for_update())).first()


async def add(db: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Write a new registration."""
    await db.execute(sa.insert(registrations).values(dict(values)))


async def change(db: AsyncConnection, tenant: str, registration_id: str, **values: Any) -> None:
    """Write what is different of a registration."""
    mine = sa.and_(registrations.c.tenant == tenant, registrations.c.id == registration_id)
    await db.execute(sa.update(registrations).where(mine).values(values))


def _of_day(day: Day) -> sa.ColumnElement[bool]:
    """Registered on that day, or to be examined then."""
    submitted = sa.and_(registrations.c.registered_at >= day[0], registrations.c.registered_at < day[1])
    expected = sa.and_(registrations.c.pre_exam_time >= day[0], registrations.c.pre_exam_time < day[1])
    return sa.or_(submitted, expected)


async def of_day(db: AsyncConnection, tenant: str, day: Day) -> list[Found]:
    """The registrations of a day (from, until)."""
    return list(await db.execute(sa.select(registrations).where(registrations.c.tenant == tenant, _of_day(day))))


async def by_ids(db: AsyncConnection, tenant: str, ids: Collection[str], day: Day) -> list[tuple[Found, bool]]:
    """These registrations, and whether each is one of the day's."""
    query = sa.select(registrations, _of_day(day).label("today"))
    rows = await db.execute(query.where(registrations.c.tenant == tenant, registrations.c.id.in_(list(ids))))
    return [(row, bool(row.today)) for row in rows]


async def order(db: AsyncConnection, tenant: str, order_id: str, *, lock: bool = False) -> Found:
    """The order; ``NotFound`` if it is not this tenant's."""
    query = sa.select(orders).where(orders.c.tenant == tenant, orders.c.id == order_id)
    row = (await db.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return row


async def order_by_number(db: AsyncConnection, tenant: str, order_no: str) -> Found | None:
    """The order with this number of the hospital's information system, locked."""
    query = sa.select(orders).where(orders.c.tenant == tenant, orders.c.order_no == order_no)
    return (await db.execute(query.with_for_update())).first()


async def lock_order_number(db: AsyncConnection, tenant: str, order_no: str) -> None:
    """Let two messages about the same order come one after the other, also when there is none yet."""
    key = sa.func.hashtextextended(f"registration:order:{tenant}:{order_no}", 0)
    await db.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


async def registered_from(db: AsyncConnection, tenant: str, order_id: str) -> str | None:
    """The id of the registration that an order led to, unless that was cancelled."""
    query = sa.select(registrations.c.id).where(
        registrations.c.tenant == tenant, registrations.c.order_id == order_id, registrations.c.state != State.CANCELLED
    )
    return (await db.execute(query)).scalar()


async def open_orders(db: AsyncConnection, tenant: str, patient_ids: Collection[str]) -> list[Found]:
    """The orders of a patient, by all his records, that wait to be registered, newest first."""
    query = sa.select(orders).where(
        orders.c.tenant == tenant, orders.c.patient_id.in_(list(patient_ids)), orders.c.state == OrderState.WAITING
    )
    return list(await db.execute(query.order_by(orders.c.received_at.desc(), orders.c.id.desc())))


async def orders_of_day(db: AsyncConnection, tenant: str, day: Day) -> list[Found]:
    """The orders that came on a day and still wait."""
    query = sa.select(orders).where(
        orders.c.tenant == tenant,
        orders.c.state == OrderState.WAITING,
        orders.c.received_at >= day[0],
        orders.c.received_at < day[1],
    )
    return list(await db.execute(query))


async def orders_by_ids(db: AsyncConnection, tenant: str, ids: Collection[str]) -> list[Found]:
    """These orders, however they stand."""
    return list(await db.execute(sa.select(orders).where(orders.c.tenant == tenant, orders.c.id.in_(list(ids)))))


async def add_order(db: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Write a new order."""
    await db.execute(sa.insert(orders).values(dict(values)))


async def change_order(db: AsyncConnection, tenant: str, order_id: str, **values: Any) -> None:
    """Write what is different of an order."""
    mine = sa.and_(orders.c.tenant == tenant, orders.c.id == order_id)
    await db.execute(sa.update(orders).where(mine).values(values))


async def take_place(db: AsyncConnection, tenant: str, room_id: str, at: datetime, places: int) -> int | None:
    """Take one of so many places of a slot; gives the slot's version, or None when all are taken.

    The slot's row is the lock: of two desks that want the last place, the second waits here, and then finds none.
    """
    new = insert(slots).values(tenant=tenant, room_id=room_id, at=at, taken=1, v=1)
    taken = new.on_conflict_do_update(
        index_elements=["tenant", "room_id", "at"],
        set_={"taken": slots.c.taken + 1, "v": slots.c.v + 1},
        where=slots.c.taken < places,
    )
    found = (await db.execute(taken.returning(slots.c.v))).scalar()
    return None if found is None else int(found)


async def give_place_back(db: AsyncConnection, tenant: str, room_id: str, at: datetime) -> int:
    """Give a place back; gives the slot's version."""
    mine = sa.and_(slots.c.tenant == tenant, slots.c.room_id == room_id, slots.c.at == at)
    given = sa.update(slots).where(mine).values(taken=slots.c.taken - 1, v=slots.c.v + 1)
    return int((await db.execute(given.returning(slots.c.v))).scalar_one())


async def taken(db: AsyncConnection, tenant: str, room_id: str, since: datetime) -> list[Found]:
    """The slots of a room from a moment on in which places were ever taken."""
    query = sa.select(slots).where(slots.c.tenant == tenant, slots.c.room_id == room_id, slots.c.at >= since)
    return list(await db.execute(query))


async def slots_at(db: AsyncConnection, tenant: str, room_id: str, moments: Sequence[datetime]) -> list[Found]:
    """These slots of a room."""
    query = sa.select(slots).where(slots.c.tenant == tenant, slots.c.room_id == room_id, slots.c.at.in_(moments))
    return list(await db.execute(query))


async def open_to_referrals(db: AsyncConnection, institution: str, campus: str, exam_types: Sequence[str]) -> None:
    """Write for which examinations a campus takes referrals; none takes the offer back."""
    if not exam_types:
        mine = sa.and_(openings.c.institution == institution, openings.c.campus == campus)
        await db.execute(sa.delete(openings).where(mine))
        return
    values = {"exam_types": list(exam_types)}
    new = insert(openings).values(institution=institution, campus=campus, **values)
    await db.execute(new.on_conflict_do_update(index_elements=["institution", "campus"], set_=values))


async def openings_of(db: AsyncConnection, institutions: Collection[str]) -> list[Found]:
    """What these institutions offer to take, by campus."""
    query = sa.select(openings).where(openings.c.institution.in_(list(institutions)))
    return list(await db.execute(query.order_by(openings.c.institution, openings.c.campus)))


def items_of(row: Found) -> tuple[Item, ...]:
    """The items of an order or registration."""
    return items_in(row.items)


def items_in(column: Any) -> tuple[Item, ...]:
    """The items as their column holds them."""
    return msgspec.convert(column, tuple[Item, ...])
