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
from domains.alerts.tables import alerts, groups, silences, steps, tellings, turns
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


_PLACE: Final = sa.tuple_(alerts.c.rule, alerts.c.key)
_OCCASION: Final = sa.tuple_(alerts.c.rule, alerts.c.key, alerts.c.occasion)
_MINE: Final = alerts.c.tenant == sa.bindparam("tenant")
_OPEN_NOW: Final = (
    sa.select(alerts)
    .where(_MINE, alerts.c.closed_at.is_(None), _PLACE.in_(sa.bindparam("places", expanding=True)))
    .order_by(alerts.c.id)
    .with_for_update()
    .cte("open_now")
)
_OPEN_OR_KNOWN: Final = sa.select(_OPEN_NOW).union_all(
    sa.select(alerts).where(
        _MINE, alerts.c.closed_at.is_not(None), _OCCASION.in_(sa.bindparam("occasions", expanding=True))
    )
)


async def open_or_known(
    db: AsyncConnection,
    tenant: str,
    places: Collection[tuple[str, str]],
    occasions: Collection[tuple[str, str, str]],
) -> list[Found]:
    """The open alerts of these (rule, key) pairs, locked in one order, and the closed ones of these occasions."""
    values = {"tenant": tenant, "places": list(places), "occasions": list(occasions)}
    return list(await db.execute(_OPEN_OR_KNOWN, values))


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


_LAST_STEPS: Final = (
    sa.select(steps.c.alert_id, sa.func.max(steps.c.n))
    .where(steps.c.tenant == sa.bindparam("tenant"), steps.c.alert_id.in_(sa.bindparam("ids", expanding=True)))
    .group_by(steps.c.alert_id)
)


async def tell_story(db: AsyncConnection, tenant: str, lines: Iterable[Step], *, new: Collection[str] = ()) -> None:
    """Add lines to stories; the alerts are locked, so numbers follow each other. Those that are ``new`` have none."""
    lines = list(lines)
    if not lines:
        return
    last: dict[str, int] = {}
    told = {line.alert_id for line in lines}.difference(new)
    if told:
        found = await db.execute(_LAST_STEPS, {"tenant": tenant, "ids": list(told)})
        last = {row[0]: int(row[1]) for row in found}
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


_LOCKED: Final = (
    sa.select(groups.c.rule, groups.c.grouped, groups.c.told_at, groups.c.due_at)
    .where(
        groups.c.tenant == sa.bindparam("tenant"),
        sa.tuple_(groups.c.rule, groups.c.grouped).in_(sa.bindparam("places", expanding=True)),
    )
    .order_by(groups.c.rule, groups.c.grouped)
    .with_for_update()
    .cte("locked")
)
_GROUPS: Final = sa.select(_LOCKED, sa.literal_column("0").label("lately")).union_all(
    sa.select(groups.c.rule, sa.null(), sa.null(), sa.null(), sa.func.count())
    .where(
        groups.c.tenant == sa.bindparam("tenant"),
        groups.c.rule.in_(sa.bindparam("rules", expanding=True)),
        groups.c.told_at > sa.bindparam("since"),
    )
    .group_by(groups.c.rule)
)


async def groups_of(
    db: AsyncConnection, tenant: str, places: Collection[tuple[str, str]], rules: Collection[str], since: datetime
) -> list[Found]:
    """When these (rule, group) were told and will be, locked.

    Besides, for each of the rules that people were told of since then, a row with no group: of how many groups
    (``lately``).
    """
    values = {"tenant": tenant, "places": list(places), "rules": list(rules), "since": since}
    return list(await db.execute(_GROUPS, values))


async def keep_groups(db: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Write when groups were told and will be."""
    if rows:
        written = insert(groups)
        renewed = {name: written.excluded[name] for name in ("told_at", "due_at")}
        kept = written.on_conflict_do_update(index_elements=["tenant", "rule", "grouped"], set_=renewed)
        await db.execute(kept, rows)


async def next_turn(db: AsyncConnection, tenant: str, rule: str, recipient: str) -> int:
    """Count a turn; gives how many there were before."""
    written = insert(turns).values(tenant=tenant, rule=rule, recipient=recipient, n=0)
    counted = written.on_conflict_do_update(index_elements=["tenant", "rule", "recipient"], set_={"n": turns.c.n + 1})
    return int((await db.execute(counted.returning(turns.c.n))).scalar_one())


async def still_open(db: AsyncConnection, tenant: str, rule: str, grouped: str) -> list[Found]:
    """The alerts of a group that people were told of and that nobody has taken over, locked, oldest first."""
    query = sa.select(alerts).where(
        alerts.c.tenant == tenant,
        alerts.c.open,
        alerts.c.rule == rule,
        alerts.c.grouped == grouped,
        alerts.c.told_at.is_not(None),
        alerts.c.withheld == "",
        alerts.c.acknowledged_at.is_(None),
        alerts.c.shelved_until.is_(None),
    )
    return list(await db.execute(query.order_by(alerts.c.opened_at, alerts.c.id).with_for_update()))


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
