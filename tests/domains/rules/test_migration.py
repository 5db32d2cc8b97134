"""Rules of an installation that is older than back-tests."""

from __future__ import annotations

import asyncio

import pytest

from domains.rules import store
from tests.kit.older import upgraded
from tests.kit.servers import Servers

OLD = (
    "insert into rules_own values ('h1', 'R-1', 2, '{\"zh\": \"旧规则\"}', 'admin', '2026-03-02T01:00Z', '原因')",
    "insert into rules_calendars values ('h1', 'clinic', '门诊', '{}', 3)",
    "update rules_stamp set n = 7",
)


async def _migrate(servers: Servers) -> None:
    async with upgraded(
        servers, "old_rules", ("rules_0001",), [statement.replace(":", r"\:") for statement in OLD]
    ) as db:
        (row,) = await store.history(db, "h1", "R-1")
        assert (row.version, row.spec, row.comment) == (2, {"zh": "旧规则"}, "原因")
        assert [(c.code, c.v) for c in await store.calendars_of(db, "h1")] == [("clinic", 3)]
        stamp = await store.stamped(db)
        assert (stamp.n, stamp.at) == (7, None)
        assert await store.trial(db, "h1", "none") is None


@pytest.mark.slow
def test_older_rules_calendars_and_their_stamp_stay(servers: Servers) -> None:
    asyncio.run(_migrate(servers))
