"""Screens, and the codes by which they are paired, in and out of their tables; the tenant is in the WHERE.

Except where nobody is known yet: a screen's code and a pairing's secret are unique everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.queue.model import Names
from domains.queue.tables import guesses, manners, pairings, screens
from hub.errors import NotFound

Found = sa.Row[Any]


async def anywhere(db: AsyncConnection, code: str) -> Found | None:
    """The screen with this code, locked: nobody has signed in yet who asks for it."""
    return (await db.execute(sa.select(screens).where(screens.c.code == code).with_for_update())).first()


async def one(db: AsyncConnection, tenant: str, code: str) -> Found:
    """The institution's screen with this code, locked; ``NotFound`` if there is none."""
    query = sa.select(screens).where(screens.c.tenant == tenant, screens.c.code == code)
    row = (await db.execute(query.with_for_update())).first()
    if row is None:
        raise NotFound
    return row


async def every(db: AsyncConnection, tenant: str) -> list[Found]:
    """The institution's screens by name."""
    query = sa.select(screens).where(screens.c.tenant == tenant).order_by(screens.c.name, screens.c.code)
    return list(await db.execute(query))


async def of_room(db: AsyncConnection, tenant: str, room_id: str) -> list[str]:
    """The names of the screens that show the room, those that are switched off left out."""
    shows = (screens.c.tenant == tenant, sa.not_(screens.c.revoked), screens.c.room_ids.contains([room_id]))
    return list((await db.execute(sa.select(screens.c.name).where(*shows).order_by(screens.c.name))).scalars())


async def by_codes(db: AsyncConnection, tenant: str, codes: Iterable[str]) -> list[Found]:
    """Those of the institution's screens that have these codes."""
    query = sa.select(screens).where(screens.c.tenant == tenant, screens.c.code.in_(list(codes)))
    return list(await db.execute(query))


async def add(db: AsyncConnection, values: dict[str, Any]) -> bool:
    """Write a new screen; False when the code is taken."""
    done = await db.execute(insert(screens).values(values).on_conflict_do_nothing())
    return done.rowcount == 1


async def change(db: AsyncConnection, tenant: str, code: str, **values: Any) -> None:
    """Write what has changed of a screen."""
    mine = sa.and_(screens.c.tenant == tenant, screens.c.code == code)
    await db.execute(sa.update(screens).where(mine).values(values))


async def hears(db: AsyncConnection, tenant: str, room_id: str) -> bool:
    """Whether a screen of this room told last that it can be heard."""
    query = sa.select(screens.c.code).where(*_speaking(tenant, room_id)).limit(1)
    return (await db.execute(query)).first() is not None


async def doubt(db: AsyncConnection, tenant: str, room_id: str) -> None:
    """No screen of the room has told the end of an announcement: none is counted on until it reports again."""
    await db.execute(sa.update(screens).where(*_speaking(tenant, room_id)).values(hears=False))


def _speaking(tenant: str, room_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return screens.c.tenant == tenant, screens.c.hears, screens.c.room_ids.contains([room_id])


async def names(db: AsyncConnection, tenant: str) -> str:
    """How the institution's screens name patients."""
    found = await db.execute(sa.select(manners.c.names).where(manners.c.tenant == tenant))
    return str(found.scalar() or Names.MASKED)


async def choose_names(db: AsyncConnection, tenant: str, chosen: str) -> int:
    """Write how patients are named from now on; gives the version of that choice."""
    values = insert(manners).values(tenant=tenant, names=chosen, v=1)
    renewed = values.on_conflict_do_update(index_elements=["tenant"], set_={"names": chosen, "v": manners.c.v + 1})
    return int((await db.execute(renewed.returning(manners.c.v))).scalar_one())


async def ask_pairing(db: AsyncConnection, values: dict[str, Any]) -> bool:
    """Write a request to be paired; False when another screen shows these digits."""
    done = await db.execute(insert(pairings).values(state="waiting", **values).on_conflict_do_nothing())
    return done.rowcount == 1


async def forget_pairings(db: AsyncConnection, now: datetime) -> None:
    """Take away all requests whose time is over."""
    await db.execute(sa.delete(pairings).where(pairings.c.expires_at <= now))


async def waiting_pairings(db: AsyncConnection, address: str) -> tuple[int, int]:
    """How many requests there are: from this address, and in all."""
    mine = sa.func.count().filter(pairings.c.address == address)
    row = (await db.execute(sa.select(mine, sa.func.count()).where(pairings.c.state == "waiting"))).one()
    return row[0], row[1]


async def pairing_by_secret(db: AsyncConnection, digest: bytes, now: datetime) -> Found | None:
    """The living request of the screen that holds this secret."""
    query = sa.select(pairings).where(pairings.c.secret == digest, pairings.c.expires_at > now)
    return (await db.execute(query)).first()


async def pairing_by_digits(db: AsyncConnection, tenant: str, digits: str, now: datetime) -> Found | None:
    """The waiting request with these digits, locked, unless it was made for another institution."""
    query = sa.select(pairings).where(pairings.c.digits == digits, *_waiting(now), _for(tenant, strictly=False))
    return (await db.execute(query.with_for_update())).first()


async def pairings_of(db: AsyncConnection, tenant: str, now: datetime) -> list[Found]:
    """The waiting requests that were made for just this institution, the oldest first."""
    query = sa.select(pairings).where(*_waiting(now), _for(tenant, strictly=True))
    return list(await db.execute(query.order_by(pairings.c.asked_at)))


async def settle_pairing(db: AsyncConnection, pairing_id: str, tenant: str, state: str, screen: str | None) -> None:
    """Write what staff have decided."""
    change_ = sa.update(pairings).where(pairings.c.id == pairing_id)
    await db.execute(change_.values(state=state, tenant=tenant, screen=screen))


def _waiting(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return pairings.c.state == "waiting", pairings.c.expires_at > now


def _for(tenant: str, *, strictly: bool) -> sa.ColumnElement[bool]:
    mine = pairings.c.tenant == tenant
    return mine if strictly else sa.or_(mine, pairings.c.tenant.is_(None))


async def wrong_guesses(db: AsyncConnection, tenant: str, actor: str, since: datetime) -> int:
    """How often this account has typed a code that no screen shows."""
    mine = (guesses.c.tenant == tenant, guesses.c.actor == actor, guesses.c.at > since)
    return int((await db.execute(sa.select(sa.func.count()).where(*mine))).scalar_one())


async def note_guess(db: AsyncConnection, tenant: str, actor: str, now: datetime, since: datetime) -> None:
    """Count a wrong code, and forget those before ``since``."""
    await db.execute(sa.delete(guesses).where(guesses.c.tenant == tenant, guesses.c.at <= since))
    await db.execute(sa.insert(guesses).values(tenant=tenant, actor=actor, at=now))
