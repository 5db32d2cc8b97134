"""Submissions, their flow and the settings in and out of their tables; the tenant is always in the WHERE.

Whoever gets a submission as ``Found`` sees all of it; in a ``Shut`` one the hidden fields are bytes
(``domains.samples.hidden``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.samples.hidden import Found, opened, opened_line, sealed, sealed_changes
from domains.samples.model import Review, Sample, State
from domains.samples.tables import consents, flow, records, settings
from hub.commands import Look, Tx
from hub.errors import NotFound

Shut = sa.Row[Any]
LIFE: Final = Sample.__struct_fields__
PINNED: Final = 10**15
"""Milliseconds: more than any moment, so that what waits sorts before everything else."""


def life_of(row: Any) -> Sample:
    """The state machine's part of a row."""
    plain = {name: getattr(row, name) for name in LIFE}
    state = None if row.state is None else State(row.state)
    return Sample(**{**plain, "review": Review(row.review), "state": state})


async def find(at: Tx | Look, tenant: str, sample_id: str, *, lock: bool = False) -> Found | None:
    """The institution's submission; None when there is none. Raises ``SealedOtherwise``."""
    query = sa.select(records).where(records.c.tenant == tenant, records.c.id == sample_id)
    row = (await at.db.execute(query.with_for_update() if lock else query)).first()
    return None if row is None else opened(at.secret, row)


async def one(look: Look, tenant: str, sample_id: str) -> Found:
    """The same; raises ``NotFound``."""
    row = await find(look, tenant, sample_id)
    if row is None:
        raise NotFound
    return row


async def by_ids(db: AsyncConnection, tenant: str, ids: Collection[str]) -> list[Shut]:
    """Several of them, unopened."""
    return list(await db.execute(sa.select(records).where(records.c.tenant == tenant, records.c.id.in_(list(ids)))))


async def has_phone(db: AsyncConnection, tenant: str, phone: str) -> bool:
    """Whether there is a submission of a patient with this phone."""
    query = sa.select(records.c.id).where(records.c.tenant == tenant, records.c.phone == phone)
    return (await db.execute(query.limit(1))).first() is not None


async def begin(tx: Tx, sample_id: str) -> None:
    """Make an empty one for a patient's account; nothing happens when there is one."""
    row = {"tenant": tx.caller.tenant, "id": sample_id, "updated_at": tx.now}
    await tx.db.execute(insert(records).values(row).on_conflict_do_nothing())


async def change(tx: Tx, after: Sample, more: dict[str, Any]) -> Found:
    """Write what has changed (of the hidden fields all or none); gives the row as it is now."""
    life = {name: getattr(after, name) for name in LIFE if name != "id"}
    state = None if after.state is None else after.state.value
    values = {**life, "review": after.review.value, "state": state, **sealed(tx.secret, more)}
    values |= {"updated_at": tx.now, "updated_by": tx.caller.actor, "turn": turn_of(after, tx.now)}
    mine = sa.and_(records.c.tenant == tx.caller.tenant, records.c.id == after.id)
    row = (await tx.db.execute(sa.update(records).where(mine).values(values).returning(records))).one()
    return opened(tx.secret, row)


def turn_of(after: Sample, at: datetime) -> int:
    """Change requests first, then materials to review, then the rest; among themselves the latest first."""
    pinned = 2 if after.state is State.CHANGE_WAITING else 1 if after.review is Review.WAITING else 0
    return pinned * PINNED + int(at.timestamp() * 1000)


async def note(tx: Tx, before: Sample, after: Sample, step: str, reason: str, changes: list[dict[str, str]]) -> None:
    """Add a line to the flow."""
    states = {
        "state_before": None if before.state is None else before.state.value,
        "state_after": None if after.state is None else after.state.value,
    }
    row = {"tenant": tx.caller.tenant, "sample_id": after.id, "n": after.v, "at": tx.now, "actor": tx.caller.actor}
    told = {"step": step, "reason": reason, "changes": sealed_changes(tx.secret, changes)}
    await tx.db.execute(sa.insert(flow).values({**row, **states, **told}))


async def flow_of(look: Look, tenant: str, sample_id: str) -> list[Found]:
    """The flow, the newest first; raises ``SealedOtherwise``."""
    mine = sa.select(flow).where(flow.c.tenant == tenant, flow.c.sample_id == sample_id)
    rows = await look.db.execute(mine.order_by(flow.c.n.desc()))
    return [opened_line(look.secret, row) for row in rows]


async def waiting(db: AsyncConnection, tenant: str) -> tuple[int, int]:
    """How many materials and how many change requests wait for staff."""
    mine = records.c.tenant == tenant
    counts = sa.select(
        sa.func.count().filter(records.c.review == Review.WAITING),
        sa.func.count().filter(records.c.state == State.CHANGE_WAITING),
    ).where(mine, records.c.turn >= PINNED)
    row = (await db.execute(counts)).one()
    return int(row[0]), int(row[1])


async def settings_of(db: AsyncConnection, tenant: str, *, lock: bool = False) -> sa.Row[Any] | None:
    """The institution's settings; None when there are none yet."""
    query = sa.select(settings).where(settings.c.tenant == tenant)
    return (await db.execute(query.with_for_update() if lock else query)).first()


async def set_up(tx: Tx, values: dict[str, Any]) -> int:
    """Write settings; gives their version."""
    stamped = {**values, "updated_at": tx.now, "updated_by": tx.caller.actor}
    written = insert(settings).values({"tenant": tx.caller.tenant, "v": 1, **stamped})
    written = written.on_conflict_do_update(index_elements=["tenant"], set_={**stamped, "v": settings.c.v + 1})
    return int((await tx.db.execute(written.returning(settings.c.v))).scalar_one())


async def consent(db: AsyncConnection, tenant: str, version: int) -> str | None:
    """The text of a version of the patient notice."""
    query = sa.select(consents.c.text).where(consents.c.tenant == tenant, consents.c.version == version)
    return (await db.execute(query)).scalar()


async def add_consent(tx: Tx, version: int, text: str) -> None:
    """Keep a new version of the patient notice."""
    row = {"tenant": tx.caller.tenant, "version": version, "text": text, "at": tx.now, "by": tx.caller.actor}
    await tx.db.execute(sa.insert(consents).values(row))
