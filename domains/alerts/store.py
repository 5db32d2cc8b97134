"""Alerts and their stories in and out of their tables; the tenant is always in the WHERE."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.alerts.model import Alert
from domains.alerts.tables import alerts, groups, silences, steps, tellings
from hub.errors import NotFound
from hub.levels import Level

Found = sa.Row[Any]
LIFE: Final = Alert.__struct_fields__


def life_of(row: Any) -> Alert:
    """The state machine's part of a row."""
    fields = {name: getattr(row, name) for name in LIFE}
    return Alert(**{**fields, "level": Level(row.level)})


def life(alert: Alert) -> dict[str, Any]:
    """What the state machine writes."""
    return {**{name: getattr(alert, name) for name in LIFE if name != "id"}, "state": alert.state.value}


async def one(db: AsyncConnection, tenant: str, alert_id: str, *, lock: bool = False) -> Found:
    """The institution's alert; raises ``NotFound``."""
    query = sa.select(alerts).where(alerts.c.tenant == tenant, alerts.c.id == alert_id)
    row = (await db.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return row


async def open_for(db: AsyncConnection, tenant: str, places: Collection[tuple[str, str]]) -> list[Found]:
    """The open alerts of these (rule, key) pairs, locked in one order."""
    place = sa.tuple_(alerts.c.rule, alerts.c.key)
    query = sa.select(alerts).where(alerts.c.tenant == tenant, alerts.c.closed_at.is_(None), place.in_(list(places)))
    return list(await db.execute(query.order_by(alerts.c.id).with_for_update()))


async def known(
    db: AsyncConnection, tenant: str, occasions: Collection[tuple[str, str, str]]
) -> set[tuple[str, str, str]]:
    """Which of these (rule, key, occasion) have made an alert before."""
    place = sa.tuple_(alerts.c.rule, alerts.c.key, alerts.c.occasion)
    query = sa.select(alerts.c.rule, alerts.c.key, alerts.c.occasion)
    rows = await db.execute(query.where(alerts.c.tenant == tenant, place.in_(list(occasions))))
    return {(row.rule, row.key, row.occasion) for row in rows}


async def open_rules(
    db: AsyncConnection, tenant: str, rules: Collection[str], keys: Collection[str]
) -> dict[str, set[str]]:
    """For each of the keys, which of the rules have an open alert about it."""
    query = sa.select(alerts.c.key, alerts.c.rule).where(
        alerts.c.tenant == tenant, alerts.c.closed_at.is_(None), alerts.c.rule.in_(rules), alerts.c.key.in_(keys)
    )
    found: dict[str, set[str]] = {}
    for row in await db.execute(query):
        found.setdefault(row.key, set()).add(row.rule)
    return found


async def told_lately(db: AsyncConnection, tenant: str, rules: Collection[str], since: datetime) -> dict[str, int]:
    """How many groups of each rule people were told of since then."""
    query = (
        sa.select(groups.c.rule, sa.func.count())
        .where(groups.c.tenant == tenant, groups.c.rule.in_(rules), groups.c.told_at > since)
        .group_by(groups.c.rule)
    )
    return {row[0]: int(row[1]) for row in await db.execute(query)}


async def add(db: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Write new alerts."""
    if rows:
        await db.execute(sa.insert(alerts), rows)


_ID: Final[sa.BindParameter[str]] = sa.bindparam("that_id")
_TENANT: Final[sa.BindParameter[str]] = sa.bindparam("that_tenant")


async def change(db: AsyncConnection, tenant: str, changes: dict[str, dict[str, Any]]) -> None:
    """Write what is different, by id; each of the same columns."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for alert_id, values in changes.items():
        row = {**values, "that_id": alert_id, "that_tenant": tenant}
        by_columns.setdefault(tuple(sorted(values)), []).append(row)
    for columns, rows in by_columns.items():
        mine = sa.and_(alerts.c.tenant == _TENANT, alerts.c.id == _ID)
        await db.execute(sa.update(alerts).where(mine).values({c: sa.bindparam(c) for c in columns}), rows)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an alert's story."""

    alert_id: str
    at: datetime
    actor: str
    step: str
    reason: str = ""
    detail: dict[str, Any] = {}


async def tell_story(db: AsyncConnection, tenant: str, lines: Iterable[Step]) -> None:
    """Add lines to stories; the alerts are locked, so numbers follow each other."""
    lines = list(lines)
    if not lines:
        return
    ids = {line.alert_id for line in lines}
    query = sa.select(steps.c.alert_id, sa.func.max(steps.c.n)).where(
        steps.c.tenant == tenant, steps.c.alert_id.in_(ids)
    )
    last = {row[0]: int(row[1]) for row in await db.execute(query.group_by(steps.c.alert_id))}
    rows = []
    for line in lines:
        last[line.alert_id] = last.get(line.alert_id, 0) + 1
        rows.append({**msgspec.structs.asdict(line), "tenant": tenant, "n": last[line.alert_id]})
    await db.execute(sa.insert(steps), rows)


async def note_tellings(db: AsyncConnection, tenant: str, alert_id: str, told: Iterable[str], at: datetime) -> None:
    """Count one message to each of these people, in rows of their own so that nobody waits for anybody."""
    rows = [{"tenant": tenant, "account": account, "at": at, "alert_id": alert_id} for account in told]
    if rows:
        await db.execute(insert(tellings).on_conflict_do_nothing(), rows)


async def story(db: AsyncConnection, tenant: str, alert_id: str) -> list[Found]:
    """The lines of an alert's story in their order."""
    query = sa.select(steps).where(steps.c.tenant == tenant, steps.c.alert_id == alert_id).order_by(steps.c.n)
    return list(await db.execute(query))


async def groups_of(
    db: AsyncConnection, tenant: str, places: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Found]:
    """When these (rule, group) were told and will be, locked."""
    place = sa.tuple_(groups.c.rule, groups.c.grouped)
    query = sa.select(groups).where(groups.c.tenant == tenant, place.in_(list(places)))
    rows = await db.execute(query.order_by(groups.c.rule, groups.c.grouped).with_for_update())
    return {(row.rule, row.grouped): row for row in rows}


async def keep_groups(db: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Write when groups were told and will be."""
    if rows:
        written = insert(groups)
        renewed = {name: written.excluded[name] for name in ("told_at", "due_at")}
        kept = written.on_conflict_do_update(index_elements=["tenant", "rule", "grouped"], set_=renewed)
        await db.execute(kept, rows)


async def untold(db: AsyncConnection, tenant: str, rule: str, grouped: str) -> list[Found]:
    """The open alerts of a group that people have not been told of and that nothing keeps from them, oldest first."""
    query = sa.select(alerts).where(
        alerts.c.tenant == tenant,
        alerts.c.rule == rule,
        alerts.c.grouped == grouped,
        alerts.c.told_at.is_(None),
        alerts.c.withheld == "",
        alerts.c.closed_at.is_(None),
    )
    return list(await db.execute(query.order_by(alerts.c.opened_at, alerts.c.id).with_for_update()))


async def withheld(db: AsyncConnection, tenant: str, reason: str) -> list[Found]:
    """The open alerts that were kept from people for this reason, locked, oldest first."""
    query = sa.select(alerts).where(alerts.c.tenant == tenant, alerts.c.open, alerts.c.withheld == reason)
    return list(await db.execute(query.order_by(alerts.c.id).with_for_update()))


async def add_silence(db: AsyncConnection, row: dict[str, Any]) -> None:
    """Write a new silence."""
    await db.execute(sa.insert(silences).values(row))


async def silence(db: AsyncConnection, tenant: str, silence_id: str) -> Found:
    """The institution's silence, locked; raises ``NotFound``."""
    query = sa.select(silences).where(silences.c.tenant == tenant, silences.c.id == silence_id)
    row = (await db.execute(query.with_for_update())).first()
    if row is None:
        raise NotFound
    return row


async def end_silence(db: AsyncConnection, tenant: str, silence_id: str, ends_at: datetime) -> None:
    """Write when it ended."""
    mine = sa.and_(silences.c.tenant == tenant, silences.c.id == silence_id)
    await db.execute(sa.update(silences).where(mine).values(ends_at=ends_at, v=silences.c.v + 1))


async def silences_lately(db: AsyncConnection, tenant: str, since: datetime, limit: int) -> list[Found]:
    """The silences that are in force, will be, or have ended since then; the last to end first."""
    query = sa.select(silences).where(silences.c.tenant == tenant, silences.c.ends_at > since)
    return list(await db.execute(query.order_by(silences.c.ends_at.desc(), silences.c.id).limit(limit)))


async def silences_now(db: AsyncConnection, tenant: str, now: datetime) -> list[Found]:
    """What is in force at this moment."""
    query = sa.select(silences).where(
        silences.c.tenant == tenant, silences.c.starts_at <= now, silences.c.ends_at > now
    )
    return list(await db.execute(query.order_by(silences.c.id)))
