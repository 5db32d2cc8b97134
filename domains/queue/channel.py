"""The live lines: ``queue-room`` for staff, ``queue-screen`` (masked names) for lobby screens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, ReadRows, Reset, Row, Touch
from domains.access.public import institution
from domains.queue import permissions, store
from domains.queue.days import day_bounds
from domains.queue.events import LINE_EVENTS, DayBegan, RoomChanged, TicketEvent
from domains.queue.model import LISTED, State, listed, order_of
from domains.queue.queries import age_of, class_name
from hub.caller import Caller
from hub.clock import day_of
from hub.masking import mask_name

SHOWN_ON_SCREEN = (State.WAITING, State.CALLING, State.CALLED, State.PASSED)


class LineRow(msgspec.Struct, frozen=True):
    """A ticket as staff see it; ``order`` is compared element by element."""

    ticket_id: str
    order: tuple[int, int, str, str]
    number: str
    name: str
    sex: str
    age: int
    patient_class: str
    exam_type: str
    items: tuple[str, ...]
    exam_no: str
    image_no: str
    pre_exam_time: datetime
    state: str
    calls: int
    room_id: str
    arrears: bool


class ScreenRow(msgspec.Struct, frozen=True):
    """A ticket as the lobby sees it."""

    ticket_id: str
    order: tuple[int, int, str, str]
    number: str
    name: str
    patient_class: str
    state: str
    room_id: str
    room_name: str
    called_at: datetime | None
    calls: int


def touches(fact: TicketEvent | DayBegan) -> Iterable[Touch | Reset]:
    """The ticket's row in its room, and in the room that it left; all rooms when the day turns."""
    if isinstance(fact, DayBegan):
        yield from (Reset({"room_id": room_id}) for room_id in fact.room_ids)
        return
    yield Touch({"room_id": fact.room_id}, fact.ticket_id)
    if isinstance(fact, RoomChanged):
        yield Touch({"room_id": fact.from_room_id}, fact.ticket_id)


def _rows(states: tuple[State, ...], shown: Callable[[store.Seen, datetime, str], Any]) -> ReadRows:
    async def read(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
        zone = (await institution(db, place.tenant)).time_zone
        room_id, day = place.params["room_id"], day_bounds(now, zone)
        if keys is None:
            seen = await store.line(db, place.tenant, room_id, day)
        else:
            seen = await store.by_ids(db, place.tenant, room_id, keys)
        rows = []
        for one in seen:
            ticket = one.ticket
            here = ticket.room_id == room_id and ticket.state in states and listed(ticket, day)
            if here or keys is not None:
                rows.append(Row(ticket.id, ticket.v + one.room_v, shown(one, now, zone) if here else None))
        return rows

    return read


def _line_row(seen: store.Seen, now: datetime, zone: str) -> LineRow:
    ticket = seen.ticket
    fields = {k: getattr(ticket, k) for k in LineRow.__struct_fields__ if hasattr(ticket, k)}
    return LineRow(
        **{
            **fields,
            "ticket_id": ticket.id,
            "order": order_of(ticket),
            "age": age_of(ticket, day_of(now, zone)),
            "patient_class": class_name(ticket),
        }
    )


def _screen_row(seen: store.Seen, _: datetime, __: str) -> ScreenRow:
    ticket = seen.ticket
    return ScreenRow(
        ticket_id=ticket.id,
        order=order_of(ticket),
        number=ticket.number,
        name=mask_name(ticket.name),
        patient_class=class_name(ticket),
        state=ticket.state,
        room_id=ticket.room_id,
        room_name=seen.room_name,
        called_at=ticket.called_at,
        calls=ticket.calls,
    )


def _paired_with(caller: Caller, place: Place) -> bool:
    return caller.covers(place.params["room_id"])


room_line = Channel(
    pattern="queue-room:{tenant}:{room_id}",
    needs=permissions.VIEW,
    facts=(*LINE_EVENTS, DayBegan),
    touches=touches,
    rows=_rows(LISTED, _line_row),
    may_join=_paired_with,
)

room_screen = Channel(
    pattern="queue-screen:{tenant}:{room_id}",
    needs=permissions.SCREEN,
    facts=(*LINE_EVENTS, DayBegan),
    touches=touches,
    rows=_rows(SHOWN_ON_SCREEN, _screen_row),
    may_join=_paired_with,
)
