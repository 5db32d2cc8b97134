"""Reads and writes the room's tables; the tenant stands in every WHERE."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.messages import tables as t
from domains.messages.model import Policy, Preference, Template
from hub.ciphers import keyed_digest, seal, unseal

ADDRESS = "messages-address"
"""What addresses are sealed for."""
LISTED = "messages-listed"
WAY = "messages-way"

Row = sa.Row[Any]


async def policy(db: AsyncConnection, tenant: str) -> Policy:
    """What the institution has decided, or what is usual."""
    spec = (await db.execute(sa.select(t.policies.c.spec).where(t.policies.c.tenant == tenant))).scalar()
    return policy_of(spec)


def policy_of(spec: Any) -> Policy:
    """What is written of it; None: nothing is."""
    return msgspec.convert(spec or {}, Policy)


async def save_policy(db: AsyncConnection, tenant: str, given: Policy) -> None:
    """Write it."""
    written = insert(t.policies).values(tenant=tenant, spec=msgspec.to_builtins(given))
    await db.execute(written.on_conflict_do_update(index_elements=["tenant"], set_={"spec": written.excluded.spec}))


async def preferences(db: AsyncConnection, tenant: str, accounts: Collection[str]) -> dict[str, Preference]:
    """What these people wish; who has said nothing is not in it."""
    mine = sa.and_(t.preferences.c.tenant == tenant, t.preferences.c.account.in_(accounts))
    rows = await db.execute(sa.select(t.preferences.c.account, t.preferences.c.spec).where(mine))
    return {row.account: msgspec.convert(row.spec, Preference) for row in rows}


async def save_preference(db: AsyncConnection, tenant: str, account: str, given: Preference) -> None:
    """Write it."""
    written = insert(t.preferences).values(tenant=tenant, account=account, spec=msgspec.to_builtins(given))
    await db.execute(
        written.on_conflict_do_update(index_elements=["tenant", "account"], set_={"spec": written.excluded.spec})
    )


async def addresses(db: AsyncConnection, tenant: str, account: str, secret: str) -> dict[str, str]:
    """Where a person is reached, by way; the phone is not here, it belongs to the account."""
    mine = sa.and_(t.addresses.c.tenant == tenant, t.addresses.c.account == account)
    rows = await db.execute(sa.select(t.addresses.c.way, t.addresses.c.sealed).where(mine))
    return {row.way: unseal(secret, ADDRESS, row.sealed).decode() for row in rows}


async def save_address(db: AsyncConnection, secret: str, values: dict[str, Any], address: str) -> None:
    """Write where a person is reached on a way; an empty address is taken away."""
    place = sa.and_(*(t.addresses.c[name] == values[name] for name in ("tenant", "account", "way")))
    if not address:
        await db.execute(sa.delete(t.addresses).where(place))
        return
    sealed = seal(secret, ADDRESS, address.encode())
    written = insert(t.addresses).values(**values, sealed=sealed)
    renewed = {"sealed": written.excluded.sealed, "changed_at": written.excluded.changed_at}
    await db.execute(written.on_conflict_do_update(index_elements=["tenant", "account", "way"], set_=renewed))


async def way(db: AsyncConnection, tenant: str, name: str, *, lock: bool = False) -> Row | None:
    """An institution's settings of a way."""
    query = sa.select(t.ways).where(t.ways.c.tenant == tenant, t.ways.c.way == name)
    return (await db.execute(query.with_for_update() if lock else query)).first()


async def all_ways(db: AsyncConnection, tenant: str) -> dict[str, Row]:
    """All ways that the institution has set up."""
    return {row.way: row for row in await db.execute(sa.select(t.ways).where(t.ways.c.tenant == tenant))}


async def save_way(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write settings."""
    written = insert(t.ways).values(values)
    renewed = {name: written.excluded[name] for name in ("enabled", "settings", "sealed", "v", "changed_at")}
    await db.execute(written.on_conflict_do_update(index_elements=["tenant", "way"], set_=renewed))


def secrets_of(secret: str, row: Row | None) -> dict[str, str]:
    """The secrets of a way, in clear."""
    if row is None or row.sealed is None:
        return {}
    return msgspec.json.decode(unseal(secret, WAY, row.sealed), type=dict[str, str])


def sealed(secret: str, secrets: dict[str, str]) -> bytes | None:
    """The secrets of a way as they are kept."""
    return seal(secret, WAY, msgspec.json.encode(secrets)) if secrets else None


def _newest(tenant: str) -> sa.Select[Any]:
    c = t.templates.c
    return sa.select(t.templates).where(c.tenant == tenant).ext(distinct_on(c.topic, c.way))


async def templates(db: AsyncConnection, tenant: str) -> list[Row]:
    """The newest version of each, the one that was created last first."""
    c = t.templates.c
    newest = _newest(tenant).order_by(c.topic, c.way, c.version.desc()).subquery()
    first = sa.select(c.topic, c.way, sa.func.min(c.at).label("created")).where(c.tenant == tenant)
    begun = first.group_by(c.topic, c.way).subquery()
    same = sa.and_(begun.c.topic == newest.c.topic, begun.c.way == newest.c.way)
    query = sa.select(newest).join(begun, same).order_by(begun.c.created.desc(), newest.c.topic, newest.c.way)
    return list(await db.execute(query))


async def template(db: AsyncConnection, tenant: str, topic: str, name: str) -> tuple[Template, int] | None:
    """The words for a topic on a way that hold now: its own, else those of every topic; None: there are none."""
    c = t.templates.c
    query = _newest(tenant).where(c.way == name, c.topic.in_((topic, "*")))
    found = {row.topic: row for row in await db.execute(query.order_by(c.topic, c.way, c.version.desc()))}
    for place in (topic, "*"):
        if place in found:
            spec = msgspec.convert(found[place].spec, Template)
            if spec.enabled:
                return spec, found[place].version
    return None


async def versions(db: AsyncConnection, tenant: str, topic: str, name: str) -> list[Row]:
    """All versions of a template, the newest first."""
    c = t.templates.c
    query = sa.select(t.templates).where(c.tenant == tenant, c.topic == topic, c.way == name)
    return list(await db.execute(query.order_by(c.version.desc())))


async def add_template(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a version."""
    await db.execute(sa.insert(t.templates).values(values))


def digest(secret: str, address: str) -> bytes:
    """How an address stands in a list: nobody reads it there."""
    return keyed_digest(secret, LISTED, address.strip().lower())


async def lists_of(db: AsyncConnection, tenant: str, name: str, address_digest: bytes) -> set[str]:
    """On which lists (``black``, ``white``) an address stands for this way."""
    c = t.listed.c
    query = sa.select(c.kind).where(c.tenant == tenant, c.way.in_((name, "")), c.digest == address_digest)
    return set((await db.execute(query)).scalars())


async def is_listing(db: AsyncConnection, tenant: str, name: str) -> bool:
    """Whether there is a white list for this way: then nobody else gets anything on it."""
    c = t.listed.c
    query = sa.select(sa.literal(1)).where(c.tenant == tenant, c.kind == "white", c.way == name).limit(1)
    return (await db.execute(query)).first() is not None


async def listed(db: AsyncConnection, tenant: str) -> list[Row]:
    """Both lists, the newest first."""
    return list(await db.execute(sa.select(t.listed).where(t.listed.c.tenant == tenant).order_by(t.listed.c.id.desc())))


async def add_listed(db: AsyncConnection, values: dict[str, Any]) -> bool:
    """Put an address on a list; False: it stood there."""
    written = insert(t.listed).values(values).on_conflict_do_nothing().returning(t.listed.c.id)
    return (await db.execute(written)).first() is not None


async def remove_listed(db: AsyncConnection, tenant: str, listed_id: str) -> bool:
    """Take it off; False: it was not there."""
    gone = sa.delete(t.listed).where(t.listed.c.tenant == tenant, t.listed.c.id == listed_id).returning(t.listed.c.id)
    return (await db.execute(gone)).first() is not None


async def delivery(db: AsyncConnection, tenant: str, delivery_id: str, *, lock: bool = False) -> Row | None:
    """One delivery."""
    query = sa.select(t.deliveries).where(t.deliveries.c.tenant == tenant, t.deliveries.c.id == delivery_id)
    return (await db.execute(query.with_for_update() if lock else query)).first()


async def add_deliveries(db: AsyncConnection, rows: list[dict[str, Any]]) -> list[Row]:
    """Write deliveries; a way that a message takes in this round already is not taken twice."""
    if not rows:
        return []
    written = insert(t.deliveries).on_conflict_do_nothing().returning(*t.deliveries.c)
    return list(await db.execute(written, rows))


async def change_delivery(db: AsyncConnection, tenant: str, delivery_id: str, values: dict[str, Any]) -> None:
    """Change some columns; the version counts up."""
    place = sa.and_(t.deliveries.c.tenant == tenant, t.deliveries.c.id == delivery_id)
    await db.execute(sa.update(t.deliveries).where(place).values(**values, v=t.deliveries.c.v + 1))


async def of_message(db: AsyncConnection, tenant: str, message_id: str) -> list[Row]:
    """All deliveries of a message, in the order in which they were begun."""
    query = sa.select(t.deliveries).where(t.deliveries.c.tenant == tenant, t.deliveries.c.message_id == message_id)
    return list(await db.execute(query.order_by(t.deliveries.c.id)))


async def message(db: AsyncConnection, tenant: str, message_id: str) -> Row | None:
    """One message."""
    query = sa.select(t.messages).where(t.messages.c.tenant == tenant, t.messages.c.id == message_id)
    return (await db.execute(query)).first()
