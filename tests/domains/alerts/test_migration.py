"""Alerts of an installation that is older than the alert centre."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from tests.kit.older import upgraded
from tests.kit.servers import Servers

ALERT = (
    "insert into alerts_alerts values ('h1', '{id}', 3, 'R', 1, '{id}', 'w', '{level}', 'unacknowledged', false, true,"
    " 1, {escalated}, '血钾 6.8', 'K 6.8', '2026-03-02T01:00Z', '2026-03-02T01:00Z', {taken}, null, null, {closed},"
    " null, '', 'g', '2026-03-02T01:00Z', '', '{{}}')"
)
TOLD = (
    "insert into alerts_steps values ('h1', '{id}', 1, '2026-03-02T01:00Z', 'rules', 'told', 'group',"
    ' \'{{"to": ["a", "b"], "channels": ["popup"], "together": 2}}\')'
)
MOMENT = "'2026-03-02T01:05Z'"
OLD = (
    ALERT.format(id="a1", level="high", escalated=1, taken="null", closed="null"),
    ALERT.format(id="a2", level="low", escalated=0, taken=MOMENT, closed="null"),
    ALERT.format(id="a3", level="high", escalated=0, taken=MOMENT, closed=MOMENT),
    TOLD.format(id="a1"),
    TOLD.format(id="a2"),
    "insert into alerts_rosters values ('h1', 'night', '夜班', '{\"always\": [\"a\"]}', 3)",
)


async def _migrate(servers: Servers) -> None:
    async with upgraded(servers, "old_alerts", ("alerts_0001",), OLD) as db:
        alerts = await db.execute(
            sa.text("select id, stage, open, urgency, nuisance, says_zh from alerts_alerts order by id")
        )
        assert [tuple(row) for row in alerts] == [
            ("a1", "escalated", True, 16, False, "血钾 6.8"),
            ("a2", "handling", True, 6, False, "血钾 6.8"),
            ("a3", "done", False, 0, False, "血钾 6.8"),
        ]
        told = await db.execute(sa.text("select account, alert_id from alerts_tellings order by account"))
        assert [tuple(row) for row in told] == [("a", "a1"), ("b", "a1")], "one message that named two alerts"
        rosters = await db.execute(sa.text("select id, name, rota->'always'->>0, v, deleted_at from alerts_rosters"))
        assert [tuple(row) for row in rosters] == [("night", "夜班", "a", 3, None)]


@pytest.mark.slow
def test_older_alerts_take_their_place_in_the_list(servers: Servers) -> None:
    asyncio.run(_migrate(servers))
