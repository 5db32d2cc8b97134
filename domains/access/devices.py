"""Sessions of devices: one at a time for each, limited to the things that it is there for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from domains.access import tokens
from domains.access.commands.sign_in import access_token, connection_token
from domains.access.events import DevicePaired
from domains.access.permissions import SIGNED_IN
from domains.access.tables import sessions
from hub.commands import Tx
from hub.ids import new_id


@dataclass(frozen=True, slots=True)
class DeviceSession:
    """A device's tokens: a lasting one for requests, a short one for the live connection."""

    token: str
    connection_token: str


async def pair_device(tx: Tx, device: str, permissions: Iterable[str], scope: Iterable[str]) -> DeviceSession:
    """Tokens for a device with just these rights, limited to the things named in ``scope``.

    Besides them it may do what everybody may who has a session: renew its connection token, and sign out. A living
    session with the same rights and scope goes on; any other of this device ends. The caller holds a lock that keeps
    the same device from being paired twice at once.
    """
    rights, things = sorted({SIGNED_IN.name, *permissions}), sorted(scope)
    query = sa.select(sessions).where(*_living(tx, device)).order_by(sessions.c.opened_at.desc())
    same = [s for s in await tx.db.execute(query) if sorted(s.permissions) == rights and sorted(s.scope) == things]
    if same:
        return _tokens(tx, device, same[0].id)
    await unpair_device(tx, device)
    session_id = new_id()
    values = {
        "id": session_id,
        "tenant": tx.caller.tenant,
        "device": device,
        "permissions": rights,
        "scope": things,
        "opened_at": tx.now,
        "expires_at": tx.now + tokens.DEVICE_LIFE,
        "terminal": "screen",
    }
    await tx.db.execute(sa.insert(sessions).values(values))
    tx.record(DevicePaired(device=device, session_id=session_id, v=1))
    return _tokens(tx, device, session_id)


async def rescope_device(tx: Tx, device: str, scope: Iterable[str]) -> None:
    """From now on the device is limited to these things. The caller records a fact that ``Revokes``."""
    await tx.db.execute(sa.update(sessions).where(*_living(tx, device)).values(scope=sorted(scope)))


async def unpair_device(tx: Tx, device: str) -> None:
    """End the device's sessions. The caller records a fact that ``Revokes``, or there is a new session."""
    await tx.db.execute(sa.update(sessions).where(*_living(tx, device)).values(ended_at=tx.now, ended_why="unpaired"))


def _living(tx: Tx, device: str) -> tuple[sa.ColumnElement[bool], ...]:
    mine = (sessions.c.tenant == tx.caller.tenant, sessions.c.device == device)
    return *mine, sessions.c.ended_at.is_(None), sessions.c.expires_at > tx.now


def _tokens(tx: Tx, device: str, session_id: str) -> DeviceSession:
    actor = f"device:{device}"
    return DeviceSession(
        access_token(tx, actor, session_id, tokens.DEVICE_LIFE),
        connection_token(tx, actor, session_id),
    )
