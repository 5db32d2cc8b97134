"""Deletes what has expired: uploads that nobody claimed, uploads that never arrived whole, and what was released."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.files.storage import Storage, blob_path
from hub.files.table import files
from hub.house import House
from hub.roles import Role

log = logging.getLogger(__name__)

EVERY: Final = 30.0
BATCH: Final = 50


async def sweep(engine: AsyncEngine, storage: Storage, now: datetime) -> int:
    """Delete what has expired until ``now``, blobs first; gives how many. Safe in several processes at once.

    The rows are locked until their blobs are gone, so nobody claims one meanwhile; a crash between repeats it.
    """
    swept = 0
    while True:
        async with engine.begin() as db:
            due = sa.select(files.c.tenant, files.c.id).where(files.c.expires_at <= now).order_by(files.c.expires_at)
            rows = list(await db.execute(due.limit(BATCH).with_for_update(skip_locked=True)))
            await storage.delete(blob_path(row.tenant, row.id) for row in rows)
            for row in rows:
                await db.execute(sa.delete(files).where(files.c.tenant == row.tenant, files.c.id == row.id))
        swept += len(rows)
        if len(rows) < BATCH:
            return swept


async def _run(house: House) -> None:
    storage = house.dispatch.tools[Storage]
    if not isinstance(storage, Storage):
        raise TypeError("the storage is not a storage")
    while True:
        if swept := await sweep(house.engine, storage, house.clock()):
            log.info("files deleted", extra={"count": swept})
        await house.bus.heard("files", int(EVERY) + 10)
        await asyncio.sleep(EVERY)


role: Final = Role("files", _run)
