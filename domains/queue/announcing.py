"""What a screen asks to speak, and what staff ask about the screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

import msgspec

from channels.broker.base import BrokerUnavailableError
from channels.fleet import people
from channels.fleet.fleet import Fleet
from domains.queue import permissions, screens, store
from domains.queue.commands.rooms import RoomName, device_of
from domains.queue.errors import CallIsOver
from domains.queue.model import State, announcement, shown_name
from hub.caller import Caller, Permission
from hub.commands import REST, Look, Query, answers
from hub.errors import NotFound
from media.ports import NoVoice, Sound, Speech

STALE: Final = timedelta(minutes=1)
"""A call so old is shown and not spoken: whoever was meant has read it or gone."""

TIMES: Final = 2
_MOST_CONNECTIONS: Final = 2000


class Announcement(msgspec.Struct, frozen=True):
    """What to play for a call, ``times`` over; ``sound`` None: there is no voice now, play a chime and show it."""

    number: str
    times: int
    sound: Sound | None


class PairedScreen(msgspec.Struct, frozen=True):
    """A screen and how it is. ``online_since`` None: not connected, or nobody knows (then ``known`` is false)."""

    code: str
    name: str
    rooms: tuple[RoomName, ...]
    revoked: bool
    known: bool
    online_since: datetime | None
    sound: str
    last_number: str
    spoken_at: datetime | None


class WaitingScreen(msgspec.Struct, frozen=True):
    """A screen that asks this institution to be paired, with the six digits that it shows."""

    digits: str
    asked_at: datetime
    expires_at: datetime


class ScreenList(msgspec.Struct, frozen=True):
    """The institution's screens by name, those that wait, and how patients are named on them."""

    names: str
    screens: tuple[PairedScreen, ...]
    waiting: tuple[WaitingScreen, ...]


class HearCall(Query, frozen=True):
    """The sound of a ticket's ``call``-th call, for a screen of its room (RIS-108, RIS-117)."""

    needs: ClassVar[Permission] = permissions.SCREEN
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    ticket_id: str
    call: int


class ListScreens(Query, frozen=True):
    """The institution's lobby screens."""

    needs: ClassVar[Permission] = permissions.MANAGE


@answers(HearCall)
async def hear_call(caller: Caller, query: HearCall, look: Look) -> Announcement:
    """Spoken as the screen shows it: what the eye may not read, the ear does not hear."""
    ticket = await store.load(look.db, caller.tenant, query.ticket_id)
    if not caller.covers(ticket.room_id):
        raise NotFound
    fresh = ticket.called_at is not None and look.now - ticket.called_at < STALE
    if ticket.calls != query.call or ticket.state not in (State.CALLING, State.CALLED) or not fresh:
        raise CallIsOver
    room = await store.room(look.db, caller.tenant, ticket.room_id)
    name = shown_name(ticket.name, await screens.names(look.db, caller.tenant))
    try:
        sound = await look.tool(Speech).say(announcement(ticket.number, name, room.name))
    except NoVoice:
        sound = None  # told in /health by the voice itself
    return Announcement(ticket.number, TIMES, sound)


@answers(ListScreens)
async def list_screens(caller: Caller, _: ListScreens, look: Look) -> ScreenList:
    """By name; whether one is connected is asked of the nodes."""
    rooms = {room.id: RoomName(room.id, room.name) for room in await store.all_rooms(look.db, caller.tenant)}
    online = await _online(caller.tenant, look)
    found = await screens.every(look.db, caller.tenant)
    waiting = await screens.pairings_of(look.db, caller.tenant, look.now)
    return ScreenList(
        await screens.names(look.db, caller.tenant),
        tuple(_screen(one, rooms, online) for one in found),
        tuple(WaitingScreen(one.digits, one.asked_at, one.expires_at) for one in waiting),
    )


def _screen(one: screens.Found, rooms: Mapping[str, RoomName], online: Mapping[str, datetime] | None) -> PairedScreen:
    return PairedScreen(
        code=one.code,
        name=one.name,
        rooms=tuple(rooms[room_id] for room_id in one.room_ids if room_id in rooms),
        revoked=one.revoked,
        known=online is not None,
        online_since=None if online is None else online.get(f"device:{device_of(one.code)}"),
        sound=one.sound,
        last_number=one.last_number,
        spoken_at=one.spoken_at,
    )


async def _online(tenant: str, look: Look) -> Mapping[str, datetime] | None:
    """Since when each device is connected; None when the live door cannot tell."""
    fleet = look.tools.get(Fleet)
    if not isinstance(fleet, Fleet):
        return None
    try:
        found = await people.connections(fleet, people.Wanted(tenant, most=_MOST_CONNECTIONS))
    except BrokerUnavailableError:
        return None
    since: dict[str, datetime] = {}
    for one in found:
        if one.user.startswith("device:"):
            since.setdefault(one.user, datetime.fromtimestamp(one.opened_at, UTC))
    return since
