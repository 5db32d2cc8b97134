"""Which slots a room has on a day, and the taking of places."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import institution
from domains.queue.public import Room
from domains.registration import store
from domains.registration.errors import NoSuchSlot, SlotFull
from domains.registration.events import SlotChanged
from domains.registration.timetable import room_schedule
from hub.clock import day_of
from hub.commands import Tx
from hub.resources.narrowing import living

MIDNIGHT: Final = "24:00"


class Slot(msgspec.Struct, frozen=True):
    """A time of a room's schedule: it begins ``at``, and this many can be booked to it."""

    at: datetime
    places: int


async def slots_of(db: AsyncConnection, tenant: str, room_id: str, day: date, zone: str) -> list[Slot]:
    """The slots of a room on a day, in order; where lines of the schedule overlap, places add up."""
    table = room_schedule.table
    mine = (living(room_schedule, tenant), table.c.enabled, table.c.room_id == room_id)
    lines = await db.execute(sa.select(table).where(*mine, table.c.weekday == str(day.isoweekday())))
    places: dict[datetime, int] = {}
    for line in lines:
        at, until = _moment(day, line.opens, zone), _moment(day, line.closes, zone)
        while at + timedelta(minutes=line.minutes) <= until:
            places[at] = places.get(at, 0) + line.places
            at += timedelta(minutes=line.minutes)
    return [Slot(at, places[at]) for at in sorted(places)]


def _moment(day: date, clock: str, zone: str) -> datetime:
    """A time of day as a moment. 24:00 is the next day's beginning."""
    hours, minutes = (0, 0) if clock == MIDNIGHT else (int(clock[:2]), int(clock[3:]))
    there = day + timedelta(days=1) if clock == MIDNIGHT else day
    return datetime(there.year, there.month, there.day, hours, minutes, tzinfo=ZoneInfo(zone)).astimezone(
        ZoneInfo("UTC")
    )


async def take(tx: Tx, room: Room, at: datetime) -> None:
    """Take a place in the room's slot. Raises ``NoSuchSlot``, and ``SlotFull`` when somebody was faster."""
    tenant = tx.caller.tenant
    zone = (await institution(tx.db, tenant)).time_zone
    offered = {slot.at: slot for slot in await slots_of(tx.db, tenant, room.id, day_of(at, zone), zone)}
    named = {"room": room.name, "time": f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"}
    if at not in offered:
        raise NoSuchSlot(**named)
    v = await store.take_place(tx.db, tenant, room.id, at, offered[at].places)
    if v is None:
        raise SlotFull(**named)
    _record(tx, room.id, at, v)


async def give_back(tx: Tx, room_id: str, at: datetime) -> None:
    """Give a place back."""
    _record(tx, room_id, at, await store.give_place_back(tx.db, tx.caller.tenant, room_id, at))


def slot_name(room_id: str, at: datetime) -> str:
    """How a slot is called in facts and rows."""
    return f"{room_id}@{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _record(tx: Tx, room_id: str, at: datetime, v: int) -> None:
    tx.record(SlotChanged(slot=slot_name(room_id, at), room_id=room_id, at=at, v=v))
