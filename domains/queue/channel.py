"""The live lines: ``queue-room`` for staff, ``queue-screen`` for lobby screens; ``queue-place`` is a screen's own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, ReadRows, Reset, Row, Touch
from domains.access.public import institution
from domains.queue import permissions, screens, store
from domains.queue.commands.rooms import RoomName, device_of
from domains.queue.days import day_bounds
from domains.queue.events import (
    LINE_EVENTS,
    DayBegan,
    NamesChosen,
    RoomChanged,
    RoomsChanged,
    ScreenChanged,
    TicketEvent,
)
from domains.queue.model import LISTED, State, listed, order_of, shown_name
from domains.queue.queries import age_of, class_name
from hub.caller import Caller
from hub.clock import day_of

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


class PlaceRow(msgspec.Struct, frozen=True):
    """What a screen is, for the screen itself."""

    code: str
    name: str
    rooms: tuple[RoomName, ...]


def touches(fact: TicketEvent | DayBegan | NamesChosen | RoomsChanged) -> Iterable[Touch | Reset]:
    """The ticket's row in its room, and in the room that it left; all rooms when the day or what things are called."""
    if isinstance(fact, DayBegan | NamesChosen | RoomsChanged):
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
                version = ticket.v + one.room_v + one.names_v
                rows.append(Row(ticket.id, version, shown(one, now, zone) if here else None))
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
            "age": age_of(ticket.birth_date, day_of(now, zone)),
            "patient_class": class_name(ticket),
        }
    )


def _screen_row(seen: store.Seen, _: datetime, __: str) -> ScreenRow:
    ticket = seen.ticket
    return ScreenRow(
        ticket_id=ticket.id,
        order=order_of(ticket),
        number=ticket.number,
        name=shown_name(ticket.name, seen.names),
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
    facts=(*LINE_EVENTS, DayBegan, NamesChosen, RoomsChanged),
    touches=touches,
    rows=_rows(SHOWN_ON_SCREEN, _screen_row),
    may_join=_paired_with,
)

_MORE_THAN_ROOMS = 1_000_000
"""A screen may swap a room of a high version for one of a low one: its own version counts for more than theirs."""


async def _place(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    rows = []
    for screen in await screens.by_codes(db, place.tenant, [place.params["code"]] if keys is None else keys):
        rooms = await store.shown_rooms(db, place.tenant, screen.room_ids)
        version = screen.v * _MORE_THAN_ROOMS + sum(room.v for room in rooms)
        shown = PlaceRow(screen.code, screen.name, tuple(RoomName(room.id, room.name) for room in rooms))
        here = screen.code == place.params["code"] and not screen.revoked
        if here or keys is not None:
            rows.append(Row(screen.code, version, shown if here else None))
    return rows


def _screens(fact: ScreenChanged | RoomsChanged) -> Iterable[Touch]:
    for code in (fact.code,) if isinstance(fact, ScreenChanged) else fact.codes:
        yield Touch({"code": code}, code)


screen_place = Channel(
    pattern="queue-place:{tenant}:{code}",
    needs=permissions.SCREEN,
    facts=(ScreenChanged, RoomsChanged),
    touches=_screens,
    rows=_place,
    may_join=lambda caller, place: caller.actor == f"device:{device_of(place.params['code'])}",
)
