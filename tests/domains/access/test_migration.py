"""The people of an installation that is older than roles in the database keep what they had."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from domains.access.standing import caller_of, objection
from domains.access.store import sessions
from tests.kit.clock import MORNING
from tests.kit.older import upgraded
from tests.kit.servers import Servers

OLD = (
    "insert into access_institutions (id, name, time_zone) values ('h1', '老医院', 'Asia/Shanghai')",
    (
        "insert into access_accounts (id, tenant, login, name, password, roles, v)"
        " values ('a1', 'h1', 'old', '老职工', 'x', '{technician,doctor}', 3)"
    ),
    (
        "insert into access_sessions (id, tenant, account_id, permissions, opened_at, expires_at)"
        " values ('s1', 'h1', 'a1', '{}', '2026-03-01T00:00Z', '2026-03-30T00:00Z')"
    ),
)


async def _migrate(servers: Servers) -> None:
    async with upgraded(servers, "old_installation", ("access_0001",), OLD) as db:
        row = await sessions.session(db, "s1")
        roles = await db.execute(sa.text("select id, name from access_roles where tenant = 'h1' order by id"))
        assert [tuple(r) for r in roles] == [
            ("admin", "超级管理员"),
            ("doctor", "临床医生"),
            ("head", "科室主任"),
            ("technician", "技师"),
        ]
        path = await db.execute(sa.text("select path, kind, enabled from access_institutions where id = 'h1'"))
        assert tuple(path.one()) == (["h1"], "ordinary", True)
        # What it worked with is opened for it, for good.
        opened = await db.execute(
            sa.text("select application, ends_at from access_applications where tenant = 'h1' order by application")
        )
        assert [tuple(r) for r in opened] == [("calling", None), ("referral", None), ("registration", None)]
        kinds = await db.execute(sa.text("select kind from access_accounts"))
        assert [tuple(r) for r in kinds] == [("staff",)]
    assert row is not None
    assert objection(row, MORNING) is None
    assert "queue.call" in caller_of(row, MORNING).permissions


@pytest.mark.slow
def test_an_older_installations_people_keep_their_rights(servers: Servers) -> None:
    asyncio.run(_migrate(servers))
