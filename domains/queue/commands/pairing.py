"""Pairing a screen: it shows six digits, staff who see them say what it is and which rooms it may show."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.access.public import unpair_device
from domains.queue import permissions, screens, store
from domains.queue.commands.rooms import RoomName, ScreenPlace, device_of, digest
from domains.queue.errors import NoSuchPairing, TooManyGuesses, TooManyPairings
from domains.queue.events import ScreenChanged
from hub.caller import PUBLIC, Permission
from hub.commands import REST, Command, Noted, Tx, handles
from hub.errors import Unavailable
from hub.ids import new_id

Digits = Annotated[str, Meta(pattern="^[0-9]{6}$")]
Name = Annotated[str, Meta(min_length=1, max_length=50)]
RoomIds = Annotated[tuple[str, ...], Meta(min_length=1, max_length=20)]

LIFE: Final = timedelta(minutes=10)
"""How long a code can be entered."""

GUESSES, GUESS_MINUTES = 5, 10
FROM_ONE_PLACE, FROM_ALL = 20, 500
"""Screens that wait at the same time, behind one address (a hospital's proxy may be one) and in all."""

_DRAWS: Final = 20


class Pairing(msgspec.Struct, frozen=True):
    """What an unpaired screen shows, and the secret by which it asks how it stands."""

    digits: str
    secret: str
    expires_at: datetime


class RequestPairing(Command, frozen=True):
    """Ask to become a lobby screen. Staff of ``institution`` see the request; without one they type its digits."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    secret_result: ClassVar[bool] = True
    institution: Annotated[str, Meta(max_length=64)] = ""


class ApproveScreen(Command, frozen=True):
    """Make a screen of what shows these digits: a new one, or in place of the one with ``code``."""

    needs: ClassVar[Permission] = permissions.MANAGE
    digits: Digits
    name: Name
    room_ids: RoomIds
    code: Annotated[str, Meta(pattern="^([a-z0-9][a-z0-9-]{0,31})?$")] = ""


class RefuseScreen(Command, frozen=True):
    """Tell what shows these digits that it is not wanted."""

    needs: ClassVar[Permission] = permissions.MANAGE
    digits: Digits


@handles(RequestPairing)
async def request_pairing(cmd: RequestPairing, tx: Tx) -> Pairing:
    """Draw six digits that no other waiting screen shows."""
    await screens.forget_pairings(tx.db, tx.now)
    address = tx.caller.address or ""
    here, everywhere = await screens.waiting_pairings(tx.db, address)
    if here >= FROM_ONE_PLACE or everywhere >= FROM_ALL:
        raise TooManyPairings(minutes=int(LIFE.total_seconds() / 60))
    secret, until = secrets.token_urlsafe(32), tx.now + LIFE
    values: dict[str, Any] = {
        "id": new_id(),
        "secret": digest(secret),
        "tenant": cmd.institution or None,
        "address": address,
        "asked_at": tx.now,
        "expires_at": until,
    }
    for _ in range(_DRAWS):
        digits = f"{secrets.randbelow(10**6):06}"
        if await screens.ask_pairing(tx.db, {**values, "digits": digits}):
            return Pairing(digits, secret, until)
    raise Unavailable(part="配对 pairing")


@handles(ApproveScreen)
async def approve_screen(cmd: ApproveScreen, tx: Tx) -> ScreenPlace:
    """Write the screen; it opens by itself the next time that it asks."""
    tenant = tx.caller.tenant
    asked = await _asked(cmd.digits, tx)
    rooms = [await store.room(tx.db, tenant, room_id) for room_id in cmd.room_ids]
    code = cmd.code or await _added(cmd, tx)
    screen = await screens.one(tx.db, tenant, code)
    values = {"name": cmd.name, "room_ids": list(cmd.room_ids), "revoked": False, "v": screen.v + 1}
    await screens.change(tx.db, tenant, code, **values)
    await unpair_device(tx, device_of(code))
    await screens.settle_pairing(tx.db, asked.id, tenant, "approved", code)
    tx.record(ScreenChanged(screen_id=screen.id, code=code, v=screen.v + 1))
    return ScreenPlace(code, cmd.name, tuple(RoomName(r.id, r.name) for r in rooms))


@handles(RefuseScreen)
async def refuse_screen(cmd: RefuseScreen, tx: Tx) -> None:
    """The request stays for its screen to hear the answer."""
    asked = await _asked(cmd.digits, tx)
    await screens.settle_pairing(tx.db, asked.id, tx.caller.tenant, "refused", None)


async def _asked(digits: str, tx: Tx) -> screens.Found:
    """The request with these digits. Wrong digits are counted: nobody may try them all."""
    tenant, actor, since = tx.caller.tenant, tx.caller.actor, tx.now - timedelta(minutes=GUESS_MINUTES)
    tries = await screens.wrong_guesses(tx.db, tenant, actor, since)
    if tries >= GUESSES:
        raise TooManyGuesses(minutes=GUESS_MINUTES)
    asked = await screens.pairing_by_digits(tx.db, tenant, digits, tx.now)
    if asked is None:
        await screens.note_guess(tx.db, tenant, actor, tx.now, since)
        raise Noted(NoSuchPairing(left=GUESSES - tries - 1))
    return asked


async def _added(cmd: ApproveScreen, tx: Tx) -> str:
    """A new screen with a code of its own."""
    screen_id = new_id()
    code = f"s-{screen_id.replace('-', '')[-12:]}"
    values = {"id": screen_id, "code": code, "tenant": tx.caller.tenant, "name": cmd.name, "from_loopback": False}
    await screens.add(tx.db, {**values, "room_ids": list(cmd.room_ids), "v": 0})
    return code
