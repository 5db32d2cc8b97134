"""Each kind of trigger by itself: what it remembers, when it comes, when it goes."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_rules.calendars import Calendar, Hours
from realtime_rules.triggers.absent import Absent, Silent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.held import Held
from realtime_rules.triggers.sequence import Next, Sequence
from realtime_rules.triggers.stacked import Stacked
from realtime_rules.triggers.step import Found, Happening, Step
from realtime_rules.triggers.trend import Trend, slope

ON, OFF = Step(fact="t.on"), Step(fact="t.off")


class Machine:
    """A trigger with its memory for one key, driven as the engine drives it."""

    def __init__(self, trigger: Any) -> None:
        self.trigger = trigger
        self.state: Any = None
        self.due: float | None = None
        self.found: list[tuple[bool, float]] = []
        self.all: list[Found] = []
        self.count = 0

    def at(self, moment: float, role: int = 0, **body: Any) -> None:
        self.until(moment, strictly=True)
        self.count += 1
        self._settle(self.trigger.take(self.state, role, Happening(f"e{self.count}", moment, body)))

    @property
    def remembers(self) -> bool:
        return self.state is not None

    def until(self, moment: float, *, strictly: bool = False) -> None:
        while self.due is not None and (self.due < moment or (self.due == moment and not strictly)):
            before = self.due
            self._settle(self.trigger.expire(self.state, moment))
            if self.due == before:
                return

    def _settle(self, outcome: Any) -> None:
        self.state, self.due, found = outcome
        if found is not None:
            self.found.append((found.holds, found.at))
            self.all.append(found)


def test_held_comes_after_its_delay_and_not_when_it_stops_before() -> None:
    machine = Machine(Held(on=ON, off=OFF, seconds=60))
    machine.at(0)
    machine.at(59, 1)
    machine.at(100)
    machine.until(159)
    assert machine.found == []
    machine.until(160)
    assert machine.found == [(True, 160)]


def test_held_goes_after_its_other_delay_and_chatter_between_the_limits_changes_nothing() -> None:
    machine = Machine(Held(on=ON, off=OFF, off_seconds=30))
    machine.at(0)
    for moment in range(10, 200, 10):
        machine.at(moment, moment // 10 % 2)
    assert machine.found == [(True, 0)]
    machine.at(200, 1)
    machine.until(219)
    assert machine.found == [(True, 0)]
    machine.until(220)
    assert machine.found == [(True, 0), (False, 220)]


def test_counted_needs_so_many_within_the_window_and_goes_when_they_have_left_it() -> None:
    machine = Machine(Counted(on=ON, at_least=3, seconds=60))
    for moment in (0, 50, 61):
        machine.at(moment)
    assert machine.found == []
    machine.at(70)
    assert machine.found == [(True, 70)]
    machine.until(200)
    assert [holds for holds, _ in machine.found] == [True, False]
    assert not machine.remembers


@given(st.lists(st.integers(0, 300), min_size=1, max_size=40))
def test_counted_finds_the_same_windows_whatever_the_order(moments: list[int]) -> None:
    def comes(order: list[int]) -> bool:
        machine = Machine(Counted(on=ON, at_least=3, seconds=60))
        machine.until = lambda *_args, **_more: None  # type: ignore[method-assign]  # no clock: only what the facts say
        for moment in order:
            machine.at(moment)
        return any(holds for holds, _ in machine.found)

    ordered = sorted(moments)
    expected = any(ordered[i + 2] - ordered[i] <= 60 for i in range(len(ordered) - 2))
    assert comes(ordered) == expected


def test_absent_comes_when_the_time_is_up_and_goes_when_it_does_come_after_all() -> None:
    machine = Machine(Absent(after=ON, expected=(OFF,), seconds=600))
    machine.at(0)
    machine.at(500, 1)
    machine.until(2000)
    assert machine.found == []
    machine.at(3000)
    machine.at(3100)
    machine.until(3600)
    assert machine.found == [(True, 3600)]
    machine.at(4000, 1)
    assert machine.found == [(True, 3600), (False, 4000)]
    assert not machine.remembers


def test_absent_tells_what_an_update_said_last_and_wins_no_time_by_it() -> None:
    machine = Machine(Absent(after=ON, expected=(OFF,), seconds=600, updates=(ON,)))
    machine.at(0, 2, who="nobody waits yet")
    assert not machine.remembers
    machine.at(10, who="")
    machine.at(400, 2, who="first")
    machine.at(500, 2, who="second")
    machine.until(610)
    assert machine.found == [(True, 610)]
    assert machine.all[0].body == {"who": "second"}
    machine.at(700, 2, who="too late")
    machine.at(800, 1)
    assert machine.found == [(True, 610), (False, 800)]
    assert not machine.remembers


def test_absent_counts_on_a_calendar_of_working_hours() -> None:
    calendar = Calendar(hours=(Hours(weekdays=(0, 1, 2, 3, 4), start="08:00", end="17:00"),))
    friday_1630 = 1_772_785_800.0  # 2026-03-06 16:30 in Shanghai
    due = Absent(after=ON, expected=(OFF,), seconds=3600).take(
        None, 0, Happening("e", friday_1630, {}), calendar.later
    )[1]
    assert due == friday_1630 + 1800 + 2 * 86_400 + 15 * 3600 + 1800  # Monday 08:30


def test_time_does_not_count_on_a_holiday_and_counts_on_the_working_sunday_that_makes_up_for_it() -> None:
    calendar = Calendar(hours=(Hours(weekdays=(0, 1, 2, 3, 4), start="08:00", end="17:00"),))
    national_day = 1_790_820_000.0  # 2026-10-01 10:00
    assert not calendar.inside(national_day)
    working_sunday = 1_789_869_600.0 - 0  # 2026-09-20 10:00, a Sunday worked for the holiday
    assert calendar.inside(working_sunday)


def test_a_night_shift_ends_the_next_morning() -> None:
    night = Calendar(hours=(Hours(weekdays=(4,), start="22:00", end="06:00"),), holidays=False)
    friday_22 = 1_772_805_600.0
    assert night.inside(friday_22)
    assert night.inside(friday_22 + 7.9 * 3600)
    assert not night.inside(friday_22 + 8 * 3600)


def test_silent_comes_once_and_goes_with_the_next_sound() -> None:
    machine = Machine(Silent(on=ON, seconds=30))
    machine.at(0)
    machine.at(20)
    machine.until(49)
    assert machine.found == []
    machine.until(500)
    assert machine.found == [(True, 50)]
    machine.at(600)
    assert machine.found == [(True, 50), (False, 600)]


def test_stacked_comes_with_each_more_and_goes_below() -> None:
    machine = Machine(Stacked(opens=ON, closes=OFF, item="task", at_least=2))
    machine.at(0, task="a")
    machine.at(1, task="a")
    assert machine.found == []
    machine.at(2, task="b")
    machine.at(3, task="c")
    machine.at(4, 1, task="a")
    assert machine.found == [(True, 2), (True, 3)]
    machine.at(5, 1, task="b")
    assert machine.found == [(True, 2), (True, 3), (False, 5)]
    machine.at(6, 1, task="c")
    assert not machine.remembers


def test_trend_comes_with_so_many_worse_in_a_row() -> None:
    machine = Machine(Trend(on=ON, value="v", worse="up", points=3))
    for moment, value in enumerate((5, 6, 6, 7)):
        machine.at(moment, v=value)
    assert machine.found == []
    machine.at(10, v=8)
    assert machine.found == [(True, 10)]
    machine.at(11, v=7.5)
    assert machine.found[-1] == (False, 11)


def test_the_slope_is_that_of_least_squares() -> None:
    draw = random.Random(1)
    points = [(day * 86_400.0, 3 + 2.5 * day) for day in range(6)]
    assert slope(points) == pytest.approx(2.5)
    machine = Machine(Trend(on=ON, value="v", worse="down", points=4, per_day=1.0))
    for day in range(4):
        machine.at(day * 86_400.0, v=10 - 1.2 * day + draw.random() * 0.01)
    assert machine.found == [(True, 3 * 86_400.0)]


FOLLOWED = Sequence(stages=(Next(fact="t.a"), Next(fact="t.b"), Next(fact="t.c")), seconds=100)
NOT_FOLLOWED = Sequence(stages=(Next(fact="t.a"), Next(fact="t.b", never=True)), seconds=100)
NOT_BETWEEN = Sequence(stages=(Next(fact="t.a"), Next(fact="t.b", never=True), Next(fact="t.c")), seconds=100)


def test_a_sequence_comes_in_its_order_within_its_time() -> None:
    machine = Machine(FOLLOWED)
    for moment, role in ((0, 0), (10, 2), (20, 1), (30, 2)):
        machine.at(moment, role)
    assert machine.found == [(True, 30)]
    assert machine.all[0].events == ("e1", "e3", "e4")
    late = Machine(FOLLOWED)
    for moment, role in ((0, 0), (50, 1), (101, 2)):
        late.at(moment, role)
    late.until(1000)
    assert late.found == []


def test_not_followed_by_comes_at_the_end_of_the_time() -> None:
    machine = Machine(NOT_FOLLOWED)
    machine.at(0)
    machine.until(99)
    assert machine.found == []
    machine.until(100)
    assert machine.found == [(True, 100)]
    broken = Machine(NOT_FOLLOWED)
    broken.at(0)
    broken.at(50, 1)
    broken.until(1000)
    assert broken.found == []


def test_not_between_is_broken_by_what_must_not_happen() -> None:
    machine = Machine(NOT_BETWEEN)
    for moment, role in ((0, 0), (10, 1), (20, 2)):
        machine.at(moment, role)
    assert machine.found == []
    machine.at(30, 0)
    machine.at(40, 2)
    assert machine.found == [(True, 40)]
