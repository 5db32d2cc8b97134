"""Rooms, the screens in front of them, and the turn of the day."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.access.public import Institution, institution, pair_device
from domains.catalog.public import modality_for
from domains.queue import permissions, screens, store
from domains.queue.errors import NoSuchScreen, NotPaired, PairingRefused, PairingWaits
from domains.queue.events import DayBegan, RoomOpened, RoomsChanged, ScreenPaired
from hub.caller import PUBLIC, Caller, Permission
from hub.clock import day_of, next_midnight
from hub.commands import CLI, INSIDE, REST, Command, Tx, handles
from hub.ids import new_id
from hub.resources.errors import Taken
from hub.resources.stamps import stamps
from hub.settings import is_loopback

Code = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,31}$")]
RENAMING: Final = frozenset({"edited", "synced"})
"""Operations after which a room that is shown somewhere may have another name."""
MIDNIGHT: Final = "queue.midnight"
DEVICE: Final = "screen-"


class RoomName(msgspec.Struct, frozen=True):
    """A room as a screen names it."""

    id: str
    name: str


class ScreenPlace(msgspec.Struct, frozen=True):
    """What a screen is and which rooms it shows."""

    code: str
    name: str
    rooms: tuple[RoomName, ...]


class OpenedScreen(msgspec.Struct, frozen=True):
    """The tokens of a paired screen, and what it shows."""

    token: str
    connection_token: str
    institution: Institution
    screen: ScreenPlace


class OpenRoom(Command, frozen=True):
    """Open an examination room; one of this id or this name that is there stays as it is."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = frozenset({CLI})
    id: Code
    name: Annotated[str, Meta(min_length=1, max_length=50)]
    campus: Annotated[str, Meta(min_length=1, max_length=50)]
    exam_types: Annotated[tuple[str, ...], Meta(min_length=1)]


class AddScreen(Command, frozen=True):
    """Set up a lobby screen; ``from_loopback`` lets a browser on the server itself pair by the code alone."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = frozenset({CLI})
    code: Code
    name: Annotated[str, Meta(min_length=1, max_length=50)]
    room_ids: Annotated[tuple[str, ...], Meta(min_length=1, max_length=20)]
    from_loopback: bool = False


class OpenScreen(Command, frozen=True):
    """Open this browser as a lobby screen (RIS-117): one that is paired already, or was just approved.

    ``code`` is what its address says; ``secret`` is what ``RequestPairing`` gave it.
    """

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"secret"})
    code: Code
    secret: Annotated[str, Meta(max_length=100)] = ""


class BeginDay(Command, frozen=True):
    """The institution's midnight has passed: all lists are of another day. Sent by its timer."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = INSIDE


def device_of(code: str) -> str:
    """The name of the screen as a device."""
    return f"{DEVICE}{code}"


def code_of(caller: Caller) -> str | None:
    """The code of the screen that asks; None when it is somebody else."""
    kind, _, device = caller.actor.partition(":")
    return device.removeprefix(DEVICE) if kind == "device" and device.startswith(DEVICE) else None


def digest(secret: str) -> bytes:
    """What is kept of a pairing's secret."""
    return hashlib.sha256(secret.encode()).digest()


@handles(OpenRoom)
async def open_room(cmd: OpenRoom, tx: Tx) -> RoomName:
    """Write the room, and see to it that its day turns. Raises ``Taken`` for the id of a room that was deleted."""
    tenant = tx.caller.tenant
    alone = cmd.exam_types[0] if len(cmd.exam_types) == 1 else ""
    values = {
        **msgspec.structs.asdict(cmd),
        **stamps(tx),
        "exam_types": list(cmd.exam_types),
        "modality_id": await modality_for(tx.db, tenant, alone),
        "note": "",
        "tenant": tenant,
        "enabled": True,
        "v": 1,
    }
    if await store.add_room(tx.db, values):
        tx.record(RoomOpened(room_id=cmd.id, v=1))
        await follow_rooms(tx, ("created",))
        return RoomName(cmd.id, cmd.name)
    there = [room for room in await store.all_rooms(tx.db, tenant) if cmd.id == room.id or cmd.name == room.name]
    if not there:
        raise Taken(label_zh="检查室编号", label_en="room id", value=cmd.id)
    return RoomName(there[0].id, there[0].name)


async def follow_rooms(tx: Tx, operations: Sequence[str]) -> None:
    """What there is to do when rooms were changed: see to it that their day turns, and tell who shows their names."""
    tenant = tx.caller.tenant
    zone = (await institution(tx.db, tenant)).time_zone
    tx.arm(MIDNIGHT, tenant, next_midnight(tx.now, zone), BeginDay())
    if not RENAMING & set(operations):
        return
    room_ids = tuple(room.id for room in await store.all_rooms(tx.db, tenant))
    codes = tuple(screen.code for screen in await screens.every(tx.db, tenant))
    v = await store.rooms_version(tx.db, tenant)
    tx.record(RoomsChanged(institution_id=tenant, room_ids=room_ids, codes=codes, v=v))


@handles(AddScreen)
async def add_screen(cmd: AddScreen, tx: Tx) -> ScreenPlace:
    """Write the screen; one with this code stays as it is."""
    tenant = tx.caller.tenant
    rooms = [await store.room(tx.db, tenant, room_id) for room_id in cmd.room_ids]
    values = {
        **msgspec.structs.asdict(cmd),
        "room_ids": list(cmd.room_ids),
        "tenant": tenant,
        "id": new_id(),
        "v": 1,
    }
    await screens.add(tx.db, values)
    return ScreenPlace(cmd.code, cmd.name, tuple(RoomName(r.id, r.name) for r in rooms))


@handles(OpenScreen)
async def open_screen(cmd: OpenScreen, tx: Tx) -> OpenedScreen:
    """Give the screen a device session that sees just its rooms; a session that it has goes on."""
    screen = await _itself(tx) or await _approved(cmd.secret, tx) or await _on_this_machine(cmd.code, tx)
    tx.act_as(screen.tenant, f"device:{device_of(screen.code)}")
    rooms = [await store.room(tx.db, screen.tenant, room_id) for room_id in screen.room_ids]
    device = await pair_device(tx, device_of(screen.code), [permissions.SCREEN.name], screen.room_ids)
    tx.record(ScreenPaired(screen_id=screen.id, v=screen.v))
    return OpenedScreen(
        token=device.token,
        connection_token=device.connection_token,
        institution=await institution(tx.db, screen.tenant),
        screen=ScreenPlace(screen.code, screen.name, tuple(RoomName(r.id, r.name) for r in rooms)),
    )


async def _itself(tx: Tx) -> screens.Found | None:
    """The screen that asks, when it has come with its device token."""
    code = code_of(tx.caller)
    if code is None:
        return None
    screen = await screens.one(tx.db, tx.caller.tenant, code)
    return None if screen.revoked else screen


async def _approved(secret: str, tx: Tx) -> screens.Found | None:
    """The screen that staff made of the pairing with this secret."""
    asked = await screens.pairing_by_secret(tx.db, digest(secret), tx.now) if secret else None
    if asked is None:
        return None
    if asked.state == "refused":
        raise PairingRefused
    if asked.state != "approved":
        raise PairingWaits
    return await screens.one(tx.db, asked.tenant, asked.screen)


async def _on_this_machine(code: str, tx: Tx) -> screens.Found:
    """The demo's screen, which a browser on the server itself may open by its code alone."""
    screen = await screens.anywhere(tx.db, code)
    if screen is None:
        raise NoSuchScreen(code=code)
    here = tx.caller.address is not None and is_loopback(tx.caller.address)
    if not (screen.from_loopback and here) or screen.revoked:
        raise NotPaired
    return screen


@handles(BeginDay)
async def begin_day(_: BeginDay, tx: Tx) -> None:
    """Tell every list of the institution, and arm the next midnight."""
    tenant = tx.caller.tenant
    zone = (await institution(tx.db, tenant)).time_zone
    room_ids = tuple(r.id for r in await store.all_rooms(tx.db, tenant))
    tx.record(DayBegan(institution_id=tenant, room_ids=room_ids, v=day_of(tx.now, zone).toordinal()))
    tx.arm(MIDNIGHT, tenant, next_midnight(tx.now, zone), BeginDay())
