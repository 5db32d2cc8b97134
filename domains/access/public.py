"""What other domains may use of this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access import commands, store, tokens
from domains.access.commands import CreateAccount, CreateInstitution, Institution
from domains.access.events import DevicePaired
from domains.access.permissions import SIGNED_IN
from hub.commands import Tx
from hub.errors import NotFound
from hub.ids import new_id

__all__ = [
    "CreateAccount",
    "CreateInstitution",
    "DeviceSession",
    "Institution",
    "institution",
    "is_known",
    "names",
    "pair_device",
]


_KNOWN: dict[tuple[URL, str], Institution] = {}


@dataclass(frozen=True, slots=True)
class DeviceSession:
    """A device's tokens: a lasting one for requests, a short one for the live connection."""

    token: str
    connection_token: str


async def institution(db: AsyncConnection, tenant: str) -> Institution:
    """The institution with this id; ``NotFound`` if there is none. Remembered: nothing of it ever changes."""
    place = (db.engine.url, tenant)
    known = _KNOWN.get(place)
    if known is None:
        row = await store.institution(db, tenant)
        if row is None:
            raise NotFound
        known = _KNOWN[place] = Institution(row.id, row.name, row.time_zone)
    return known


async def names(db: AsyncConnection, tenant: str, actors: Iterable[str]) -> dict[str, str]:
    """Display names of accounts by id."""
    return await store.names(db, tenant, actors)


async def is_known(db: AsyncConnection, tenant: str, actor: str) -> bool:
    """Whether ``actor`` is a person or a paired device of the institution."""
    return await store.is_known(db, tenant, actor)


async def pair_device(tx: Tx, device: str, permissions: Iterable[str], scope: Iterable[str]) -> DeviceSession:
    """Open a session for a device with just these rights, limited to the things named in ``scope``.

    Besides them it may do what everybody may who has a session: renew its connection token, and sign out.
    """
    session_id, actor = new_id(), f"device:{device}"
    values = {
        "id": session_id,
        "tenant": tx.caller.tenant,
        "device": device,
        "permissions": sorted({SIGNED_IN.name, *permissions}),
        "scope": sorted(scope),
        "opened_at": tx.now,
        "expires_at": tx.now + tokens.DEVICE_LIFE,
    }
    await store.add_session(tx.db, values)
    tx.record(DevicePaired(device=device, session_id=session_id, v=1))
    return DeviceSession(
        commands.access_token(tx, actor, session_id, tokens.DEVICE_LIFE),
        commands.connection_token(tx, actor, session_id),
    )
