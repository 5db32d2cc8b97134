"""The load publishes when it says it does."""

from __future__ import annotations

from bench.load.stream import InFlight, PerSecond


def sent(pace: PerSecond, moments: list[float]) -> list[int]:
    """How many messages become due at each moment."""
    counts = []
    for moment in moments:
        count = 0
        while pace.due(moment, 0):
            count += 1
        counts.append(count)
    return counts


def test_a_rate_begins_without_a_burst() -> None:
    assert sent(PerSecond(4), [1000.0, 1000.1, 1000.25, 1000.5]) == [1, 0, 1, 1]


def test_a_rate_is_kept_over_a_second() -> None:
    moments = [1000 + number / 1000 for number in range(2000)]
    assert sum(sent(PerSecond(50), moments)) == 100


def test_a_short_stop_is_made_up_for_and_a_long_one_only_in_part() -> None:
    assert sent(PerSecond(4), [1000.0, 1000.5]) == [1, 2]
    assert sent(PerSecond(4), [1000.0, 1060.0])[1] <= 6


def test_the_wait_is_until_the_next_moment() -> None:
    pace = PerSecond(4)
    assert pace.wait(1000.0) == 0.0
    pace.due(1000.0, 0)
    assert pace.wait(1000.0) == 0.25
    assert pace.wait(1001.0) == 0.0


def test_so_many_are_in_flight_and_no_more() -> None:
    pace = InFlight(16)
    assert [pace.due(0.0, under_way) for under_way in (0, 15, 16, 17)] == [True, True, False, False]
