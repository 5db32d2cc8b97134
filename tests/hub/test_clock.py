"""The institution's day, and the clock that tests may move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.queue.days import day_bounds
from hub.clock import day_of, next_midnight, shifted_clock, system_clock
from tests.kit.clock import MORNING

ZONES = ["Asia/Shanghai", "UTC", "Asia/Urumqi", "Europe/Berlin", "America/Havana", "Asia/Beirut", "Pacific/Apia"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_day_of_shanghai_turns_at_four_in_the_afternoon_utc() -> None:
    assert day_of(utc("2026-03-02T15:59:59"), "Asia/Shanghai") == date(2026, 3, 2)
    assert day_of(utc("2026-03-02T16:00:00"), "Asia/Shanghai") == date(2026, 3, 3)
    assert next_midnight(MORNING, "Asia/Shanghai") == utc("2026-03-02T16:00:00")
    assert next_midnight(utc("2026-03-02T16:00:00"), "Asia/Shanghai") == utc("2026-03-03T16:00:00")


@pytest.mark.parametrize(
    ("noon", "zone", "hours"),
    [
        ("2026-03-29T12:00:00", "Europe/Berlin", 23),
        ("2026-10-25T12:00:00", "Europe/Berlin", 25),
        ("2026-03-02T04:00:00", "Asia/Shanghai", 24),
        ("2026-03-29T12:00:00", "Asia/Beirut", 23),  # its clocks go forward at midnight: that day begins at one
    ],
)
def test_days_may_be_short_or_long(noon: str, zone: str, hours: int) -> None:
    begins, ends = day_bounds(utc(noon), zone)
    assert ends - begins == timedelta(hours=hours)


@given(st.integers(946_684_800, 2_051_222_400), st.sampled_from(ZONES))
def test_a_day_holds_its_moments_and_no_others(seconds: int, zone: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    begins, ends = day_bounds(now, zone)
    assert begins <= now < ends
    tick = timedelta(microseconds=1)
    assert day_of(begins, zone) == day_of(ends - tick, zone) == day_of(now, zone)
    assert day_of(begins - tick, zone) < day_of(now, zone) < day_of(ends, zone)


def test_the_machines_time_is_utc() -> None:
    assert system_clock().tzinfo is UTC


def test_a_file_moves_the_clock(tmp_path: Path) -> None:
    offset = tmp_path / "offset"
    clock = shifted_clock(offset)
    assert abs(clock() - system_clock()) < timedelta(hours=1)
    for seconds in ("86400", "-86400.5\n"):
        offset.write_text(seconds, "ascii")
        assert abs(clock() - system_clock() - timedelta(seconds=float(seconds))) < timedelta(hours=1)
    offset.write_text("", "ascii")
    assert abs(clock() - system_clock()) < timedelta(hours=1)
