"""Reports, their revisions and logs in and out of their tables; the tenant is always in the WHERE."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.reports.content import content_of, digest_of, stored
from domains.reports.model import UNDERWAY, Report, State
from domains.reports.tables import log, reports, revisions
from hub.commands import Tx
from hub.errors import NotFound

Found = sa.Row[Any]
Day = tuple[datetime, datetime]
LIFE: Final = Report.__struct_fields__
PINNED: Final = 10**15
"""Milliseconds: more than any moment, so that an emergency sorts before everything else."""
SAVED: Final = "saved"
"""The step that is noted once in a row only: drafts are kept every few seconds, each as a revision."""


def life_of(row: Any) -> Report:
    """The state machine's part of a row."""
    plain = {name: getattr(row, name) for name in LIFE}
    submitted = None if row.submitted is None else content_of(row.submitted)
    return Report(**{**plain, "state": State(row.state), "content": content_of(row.content), "submitted": submitted})


def turn_of(rank: int, exam_at: datetime) -> int:
    """Emergency, VIP, normal; among themselves who was examined first."""
    return rank * PINNED + int(exam_at.timestamp() * 1000)


async def maybe(db: AsyncConnection, tenant: str, report_id: str, *, lock: bool = False) -> Found | None:
    """The institution's report; None when there is none."""
    query = sa.select(reports).where(reports.c.tenant == tenant, reports.c.id == report_id)
    return (await db.execute(query.with_for_update() if lock else query)).first()


async def one(db: AsyncConnection, tenant: str, report_id: str, *, lock: bool = False) -> Found:
    """The same; raises ``NotFound``."""
    row = await maybe(db, tenant, report_id, lock=lock)
    if row is None:
        raise NotFound
    return row


async def by_ids(db: AsyncConnection, tenant: str, ids: Collection[str]) -> list[Found]:
    """Several of them."""
    return list(await db.execute(sa.select(reports).where(reports.c.tenant == tenant, reports.c.id.in_(list(ids)))))


async def live(db: AsyncConnection, tenant: str, day: Day) -> list[Found]:
    """Who was examined on a day (from, until), and whatever is being written or reviewed, of any day."""
    mine, today = reports.c.tenant == tenant, sa.and_(reports.c.exam_at >= day[0], reports.c.exam_at < day[1])
    under_way = reports.c.state.in_(UNDERWAY)
    return list(await db.execute(sa.select(reports).where(mine, sa.or_(today, under_way))))


async def of_patient(db: AsyncConnection, tenant: str, patient_ids: Collection[str]) -> list[Found]:
    """All reports of a patient, by all his records, the newest examination first."""
    query = sa.select(reports).where(reports.c.tenant == tenant, reports.c.patient_id.in_(list(patient_ids)))
    return list(await db.execute(query.order_by(reports.c.exam_at.desc(), reports.c.id.desc())))


async def add(tx: Tx, report_id: str, values: dict[str, Any]) -> bool:
    """Write a new report; False when there is one."""
    empty = Report(id=report_id)
    life = {name: getattr(empty, name) for name in LIFE}
    names = {"holder_name": "", "writer_name": "", "reviewer_name": ""}
    plain = {**life, **names, "state": empty.state.value, "content": stored(empty.content)}
    row = {**plain, **values, "tenant": tx.caller.tenant}
    return (await tx.db.execute(insert(reports).values(row).on_conflict_do_nothing())).rowcount == 1


async def rewrite(tx: Tx, report_id: str, values: dict[str, Any]) -> None:
    """Write what is known of the examination."""
    mine = sa.and_(reports.c.tenant == tx.caller.tenant, reports.c.id == report_id)
    await tx.db.execute(sa.update(reports).where(mine).values(values))


async def change(tx: Tx, before: Report, after: Report, more: dict[str, Any]) -> Found:
    """Write what a step changed, with the new revision if there is one; gives the row as it is now."""
    life: dict[str, Any] = {name: getattr(after, name) for name in LIFE if name not in {"id", "content", "submitted"}}
    if after.content is not before.content:
        life["content"] = stored(after.content)
    if after.submitted is not before.submitted:
        life["submitted"] = None if after.submitted is None else stored(after.submitted)
    mine = sa.and_(reports.c.tenant == tx.caller.tenant, reports.c.id == after.id)
    written = sa.update(reports).where(mine).values({**life, "state": after.state.value, **more}).returning(reports)
    row: Found = (await tx.db.execute(written)).one()
    if after.revision != before.revision:
        await revise(tx, after)
    return row


async def revise(tx: Tx, after: Report) -> None:
    """Keep the content as a revision, for good."""
    row = {"tenant": tx.caller.tenant, "report_id": after.id, "n": after.revision, "at": tx.now}
    content = {"content": stored(after.content), "digest": digest_of(after.content)}
    await tx.db.execute(sa.insert(revisions).values({**row, "actor": tx.caller.actor, **content}))


async def note(tx: Tx, after: Report, step: str, name: str, detail: dict[str, Any]) -> None:
    """Add a line to the log, by whoever acts now; of drafts saved in a row the first is noted."""
    tenant = tx.caller.tenant
    if step == SAVED:
        last = sa.select(log.c.step, log.c.actor).where(log.c.tenant == tenant, log.c.report_id == after.id)
        found = (await tx.db.execute(last.order_by(log.c.n.desc()).limit(1))).first()
        if found is not None and (found.step, found.actor) == (SAVED, tx.caller.actor):
            return
    row = {"tenant": tenant, "report_id": after.id, "n": after.v, "at": tx.now, "actor": tx.caller.actor}
    await tx.db.execute(
        sa.insert(log).values({**row, "actor_name": name, "step": step, "state": after.state.value, "detail": detail})
    )


async def log_of(db: AsyncConnection, tenant: str, report_id: str) -> list[Found]:
    """The log, the newest line first."""
    mine = sa.select(log).where(log.c.tenant == tenant, log.c.report_id == report_id)
    return list(await db.execute(mine.order_by(log.c.n.desc())))


async def revisions_of(db: AsyncConnection, tenant: str, report_id: str) -> list[Found]:
    """Every state of the content that was ever kept, in order."""
    mine = sa.select(revisions).where(revisions.c.tenant == tenant, revisions.c.report_id == report_id)
    return list(await db.execute(mine.order_by(revisions.c.n)))
