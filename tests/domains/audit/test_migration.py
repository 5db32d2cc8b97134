"""The audit of an installation that is older than the rounds."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from domains.audit import flaws
from tests.kit.older import upgraded
from tests.kit.servers import Servers

ENTRY = (
    "insert into hub_audit (id, tenant, actor, command, body, trace, at)"
    " values ('0190-1', 'h1', 'somebody', 'access/sign-in', '{}', '', '2026-03-02 01:00Z')"
)
OLD = (
    ENTRY,
    "insert into audit_links values (1, '0190-1', 'digest')",
    "insert into audit_seals values (1, 'mac', '2026-03-02 01:00Z')",
)


async def _migrate(servers: Servers) -> None:
    old = [statement.replace(":", r"\:") for statement in OLD]
    async with upgraded(servers, "old_audit", ("audit_0001",), old) as db:
        kept = await db.execute(sa.text("select n, entry_id, digest from audit_links"))
        assert [tuple(row) for row in kept] == [(1, "0190-1", b"digest")]
        assert await flaws.far(db) == (1, 0), "nothing is new, and the round begins with the first link"
        assert await flaws.counts(db) == []


@pytest.mark.slow
def test_an_older_chain_stays_and_is_looked_at_from_its_beginning(servers: Servers) -> None:
    asyncio.run(_migrate(servers))
