"""Synchronising with a source merges: what is missing is added, what nobody has touched since is brought up to date.

What people have added or changed here stays as it is, and nothing is deleted. A row that has been deleted here comes
back, because the source says that there is such a thing; who does not want it disables it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from hub.commands import Handler, Tx
from hub.ids import new_id
from hub.resources.checking import problem
from hub.resources.errors import SyncFailed
from hub.resources.facts import tell
from hub.resources.known import target_of
from hub.resources.narrowing import living
from hub.resources.resource import Resource
from hub.resources.shapes import Synced, shapes_of
from hub.resources.source import Source, SourceRows
from hub.resources.stamps import stamps

log = logging.getLogger(__name__)


def syncing(resource: Resource, source: Source) -> Handler[Any]:
    """Merges what the source has."""
    shapes = shapes_of(resource)
    if shapes.sync is None:
        raise ValueError(f"{resource.path} has no source")

    async def run(_: Any, tx: Tx) -> Synced:
        rows = await _fetched(resource, source, tx)
        done = await _merged(resource, source, tx, rows)
        if done.added or done.updated:
            await tell(tx, resource, shapes.changed(id=new_id(), operation="synced", v=1))
        return done

    return Handler(shapes.sync, run, Synced)


async def _fetched(resource: Resource, source: Source, tx: Tx) -> list[dict[str, Any]]:
    """The source's rows with ids instead of codes; raises ``SyncFailed`` for whatever is wrong with them."""
    try:
        rows = await source.rows(tx.db, tx.caller.tenant)
    except Exception as error:
        log.exception("source failed", extra={"resource": resource.path})
        raise SyncFailed from error
    found = [await _resolved(resource, tx, row) for row in _whole(resource, rows)]
    for row in found:
        for field in resource.plain:
            reason = problem(field, row[field.name])
            if reason is not None:
                log.error(
                    "source row refused", extra={"resource": resource.path, "field": field.name, "why": reason.en}
                )
                raise SyncFailed
    return found


def _whole(resource: Resource, rows: SourceRows) -> list[dict[str, Any]]:
    """Every row with every field; a field that the source does not have is blank."""
    return [{field.name: row.get(field.name, field.blank) for field in resource.plain} for row in rows]


async def _resolved(resource: Resource, tx: Tx, row: dict[str, Any]) -> dict[str, Any]:
    for reference in resource.references:
        if row[reference.name] is None:
            continue
        other = target_of(reference)
        key = other.source.match if other.source else other.unique[0][0]
        query = sa.select(other.table.c.id).where(
            living(other, tx.caller.tenant), other.table.c[key] == row[reference.name]
        )
        row[reference.name] = (await tx.db.execute(query)).scalar_one_or_none()
    return row


async def _merged(resource: Resource, source: Source, tx: Tx, rows: list[dict[str, Any]]) -> Synced:
    table = resource.table
    query = sa.select(table).where(living(resource, tx.caller.tenant)).order_by(table.c.id).with_for_update()
    here = {getattr(row, source.match): row for row in await tx.db.execute(query)}
    missing = [row for row in rows if row[source.match] not in here]
    stale = [(here[row[source.match]], row) for row in rows if row[source.match] in here]
    changed = [(old, new) for old, new in stale if old.v == old.synced_v and _differs(old, new)]
    if missing:
        await tx.db.execute(sa.insert(table), [_new(tx, row) for row in missing])
    for old, new in changed:
        values = {**new, "v": old.v + 1, "synced_v": old.v + 1, "updated_at": tx.now, "updated_by": tx.caller.actor}
        mine = sa.and_(living(resource, tx.caller.tenant), table.c.id == old.id)
        await tx.db.execute(sa.update(table).where(mine).values(values))
    return Synced(len(missing), len(changed), len(rows) - len(missing) - len(changed))


def _new(tx: Tx, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, **stamps(tx), "tenant": tx.caller.tenant, "id": new_id(), "v": 1, "synced_v": 1, "enabled": True}


def _differs(old: sa.Row[Any], new: Mapping[str, Any]) -> bool:
    return any(getattr(old, name) != value for name, value in new.items())
