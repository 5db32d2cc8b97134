"""What staff change of a paired screen, and what the screen tells of itself."""

from __future__ import annotations

from typing import ClassVar, Literal

from domains.access.public import rescope_device, unpair_device
from domains.queue import permissions, screens, store
from domains.queue.commands.calls import TIMER, TicketState, end
from domains.queue.commands.pairing import Name, RoomIds
from domains.queue.commands.rooms import Code, RoomName, ScreenPlace, code_of, device_of
from domains.queue.errors import NotPaired
from domains.queue.events import NamesChosen, ScreenChanged
from domains.queue.model import State
from hub.caller import Permission
from hub.commands import REST, Command, Tx, handles
from hub.errors import NotFound


class ChangeScreen(Command, frozen=True):
    """Give a screen another name or other rooms; it follows at once."""

    needs: ClassVar[Permission] = permissions.MANAGE
    code: Code
    name: Name
    room_ids: RoomIds


class RevokeScreen(Command, frozen=True):
    """End a screen's pairing: it goes dark at once and asks to be paired anew."""

    needs: ClassVar[Permission] = permissions.MANAGE
    code: Code


class ChooseNames(Command, frozen=True):
    """How the institution's screens name patients, to eyes and ears: in full, masked, or by number only."""

    needs: ClassVar[Permission] = permissions.MANAGE
    names: Literal["full", "masked", "number"]


class ReportScreen(Command, frozen=True):
    """A screen tells whether it can be heard; ``blocked``: its browser waits for somebody to allow the sound."""

    needs: ClassVar[Permission] = permissions.SCREEN
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    sound: Literal["on", "blocked"]


class ReportAnnouncement(Command, frozen=True):
    """A screen tells that the announcement of the ``call``-th call is over, and whether it was ``heard``."""

    needs: ClassVar[Permission] = permissions.SCREEN
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    ticket_id: str
    call: int
    heard: bool


@handles(ChangeScreen)
async def change_screen(cmd: ChangeScreen, tx: Tx) -> ScreenPlace:
    """Its session keeps living, with the new rooms."""
    tenant = tx.caller.tenant
    rooms = [await store.room(tx.db, tenant, room_id) for room_id in cmd.room_ids]
    screen = await screens.one(tx.db, tenant, cmd.code)
    await screens.change(tx.db, tenant, cmd.code, name=cmd.name, room_ids=list(cmd.room_ids), v=screen.v + 1)
    await rescope_device(tx, device_of(cmd.code), cmd.room_ids)
    tx.record(ScreenChanged(screen_id=screen.id, code=cmd.code, v=screen.v + 1))
    return ScreenPlace(cmd.code, cmd.name, tuple(RoomName(r.id, r.name) for r in rooms))


@handles(RevokeScreen)
async def revoke_screen(cmd: RevokeScreen, tx: Tx) -> None:
    """The row stays, so that another device can be paired in its place."""
    screen = await screens.one(tx.db, tx.caller.tenant, cmd.code)
    await screens.change(tx.db, tx.caller.tenant, cmd.code, revoked=True, hears=False, sound="", v=screen.v + 1)
    await unpair_device(tx, device_of(cmd.code))
    tx.record(ScreenChanged(screen_id=screen.id, code=cmd.code, revoked=True, v=screen.v + 1))


@handles(ChooseNames)
async def choose_names(cmd: ChooseNames, tx: Tx) -> None:
    """All screens read their rows anew."""
    tenant = tx.caller.tenant
    v = await screens.choose_names(tx.db, tenant, cmd.names)
    room_ids = tuple(room.id for room in await store.all_rooms(tx.db, tenant))
    tx.record(NamesChosen(institution_id=tenant, names=cmd.names, room_ids=room_ids, v=v))


@handles(ReportScreen)
async def report_screen(cmd: ReportScreen, tx: Tx) -> None:
    """Counts for how long a call may take: see ``commands.calls``."""
    code = await _itself(tx)
    values = {"sound": cmd.sound, "hears": cmd.sound == "on", "reported_at": tx.now}
    await screens.change(tx.db, tx.caller.tenant, code, **values)


@handles(ReportAnnouncement)
async def report_announcement(cmd: ReportAnnouncement, tx: Tx) -> TicketState:
    """The first screen to tell ends the announcement; what a later one tells, or too late, only counts for itself."""
    code, tenant = await _itself(tx), tx.caller.tenant
    ticket = await store.load(tx.db, tenant, cmd.ticket_id, lock=True)
    if not tx.caller.covers(ticket.room_id):
        raise NotFound
    if cmd.heard:
        await screens.change(tx.db, tenant, code, hears=True, last_number=ticket.number, spoken_at=tx.now)
    if ticket.state != State.CALLING or ticket.calls != cmd.call:
        return TicketState(ticket.id, ticket.state)
    tx.disarm(TIMER, ticket.id)
    return await end(ticket, tx)


async def _itself(tx: Tx) -> str:
    """The code of the screen that tells."""
    code = code_of(tx.caller)
    if code is None:
        raise NotPaired
    await screens.one(tx.db, tx.caller.tenant, code)
    return code
