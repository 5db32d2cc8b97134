"""Rules of an installation that is older than back-tests."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.ext.asyncio import create_async_engine

from domains.rules import store
from hub import schema
from tests.kit.servers import Servers

OLD = (
    "insert into rules_own values ('h1', 'R-1', 2, '{\"zh\": \"旧规则\"}', 'admin', '2026-03-02T01:00Z', '原因')",
    "insert into rules_calendars values ('h1', 'clinic', '门诊', '{}', 3)",
    "update rules_stamp set n = 7",
)


def _to(connection: sa.Connection, revision: str) -> None:
    alembic = schema.config()
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, revision)


async def _migrate(servers: Servers) -> None:
    admin = create_async_engine(sa.make_url(servers.template).set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with admin.connect() as db:
        await db.execute(sa.text("create database old_rules template template1"))
    await admin.dispose()
    engine = create_async_engine(sa.make_url(servers.template).set(database="old_rules"))
    async with engine.begin() as db:
        await db.run_sync(_to, "rules_0001")
        for statement in OLD:
            await db.execute(sa.text(statement.replace(":", r"\:")))
    async with engine.begin() as db:
        await db.run_sync(_to, "heads")
    async with engine.connect() as db:
        (row,) = await store.history(db, "h1", "R-1")
        assert (row.version, row.spec, row.comment) == (2, {"zh": "旧规则"}, "原因")
        assert [(c.code, c.v) for c in await store.calendars_of(db, "h1")] == [("clinic", 3)]
        stamp = await store.stamped(db)
        assert (stamp.n, stamp.at) == (7, None)
        assert await store.trial(db, "h1", "none") is None
    await engine.dispose()


@pytest.mark.slow
def test_older_rules_calendars_and_their_stamp_stay(servers: Servers) -> None:
    asyncio.run(_migrate(servers))
