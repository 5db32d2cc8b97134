"""Readings while the process that runs the rules dies with -9: each is judged, and nobody is told twice."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from domains.vitals.rules import PACK
from tests.faults.test_watch import TOLD, rows
from tests.kit.up import Up, running

pytestmark = pytest.mark.slow

FAST: Final = PACK.rules[0].code
SECONDS: Final = 45
KILLED: Final = (7, 18)


def send(up: Up, start: datetime, second: int) -> None:
    value = 150 if second < 25 else 90
    at = (start + timedelta(seconds=second)).isoformat()
    reading = {"device": "DEMO-MON-01", "metric": "heart_rate", "value": value, "unit": "/min", "at": at}
    up.do("admin", "vitals/record-readings", readings=[reading])


async def behind(up: Up) -> bool:
    """Whether the rules or the wall have not taken up what was acknowledged."""
    lanes = (
        "select 1 from vitals_lanes l left join watch_positions p on p.shard = l.lane"
        " where l.n > coalesce(p.seq, 0) or l.n > l.told"
    )
    return await rows(up, lanes) != []


async def test_killed_between_the_readings_and_the_findings() -> None:
    start = datetime.fromtimestamp(round(time.time()) - 120, UTC)  # noqa: TID251 - the devices' clock is the real one
    with running() as up:
        for second in range(SECONDS):
            send(up, start, second)
            if second in KILLED:
                up.kill("hub", "work")
        until = time.monotonic() + 60
        while await behind(up):
            assert time.monotonic() < until, "the readings were not taken up"
        kept = await rows(up, "select sum(cardinality(measured))::text from vitals_batches")
        alert = await rows(up, f"select times::text, holds::text from alerts_alerts where rule = '{FAST}'")
        told = await rows(up, TOLD)
        shown = await rows(up, "select measured->'heart_rate'->>1 from vitals_latest")
    assert kept == [(str(SECONDS),)]
    assert alert == [("1", "false")], "found once, and gone"
    by_doctor = Counter(login for login, rule, _, _ in told if rule == FAST)
    assert by_doctor == {"doctor": 1, "doctor2": 1}
    assert shown == [("90.0",)]
