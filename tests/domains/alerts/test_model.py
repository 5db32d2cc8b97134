"""The life of an alert against a reference that is simple enough to be believed (ISA-18.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domains.alerts import model
from domains.alerts.model import Alert, NotPossible, State
from hub.levels import RANK, Level

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LEVELS = st.sampled_from(list(Level))
PEOPLE = st.sampled_from(("doctor", "head", "nurse"))


class Life(RuleBasedStateMachine):
    """Everything that can happen to an alert, in any order; the reference keeps six plain facts beside it."""

    alert: Alert
    now: datetime
    # The reference: nothing but sets and flags, each changed by the words of the requirement.
    level: Level
    there: bool
    mine: str | None
    aside: datetime | None
    over: bool
    found: int
    step: int

    @initialize(level=LEVELS, latched=st.booleans())
    def opened(self, level: Level, latched: bool) -> None:  # noqa: FBT001 - hypothesis hands it in
        self.now = START
        self.alert = Alert(id="a", level=level, opened_at=START, latched=latched)
        self.level, self.there, self.mine, self.aside = level, True, None, None
        self.over, self.found, self.step = False, 1, 0

    def moved(self, alert: Alert) -> None:
        """One step is one version."""
        assert alert.v == self.alert.v + 1
        self.alert = alert

    @rule(seconds=st.integers(1, 3600))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: not self.over)
    @rule(level=LEVELS)
    def is_found_again(self, level: Level) -> None:
        self.moved(model.found_again(self.alert, level))
        self.there, self.found = True, self.found + 1
        if RANK[level] > RANK[self.level]:
            self.level, self.mine, self.aside = level, None, None

    @precondition(lambda self: not self.over)
    @rule()
    def goes_away(self) -> None:
        self.moved(model.went(self.alert, self.now))
        self.there = False
        seen = self.mine is not None or self.aside is not None
        self.over = not self.alert.latched and (seen or self.level in (Level.INFO, Level.LOW))

    @precondition(lambda self: not self.over)
    @rule(who=PEOPLE)
    def is_taken_over(self, who: str) -> None:
        self.moved(model.acknowledge(self.alert, who, self.now))
        self.mine, self.aside = who, None
        self.over = not self.there

    @precondition(lambda self: not self.over)
    @rule()
    def is_given_back(self) -> None:
        if self.mine is None:
            with pytest.raises(NotPossible):
                model.give_back(self.alert)
            return
        self.moved(model.give_back(self.alert))
        self.mine = None

    @precondition(lambda self: not self.over)
    @rule(who=PEOPLE)
    def is_dealt_with(self, who: str) -> None:
        self.moved(model.close(self.alert, who, self.now))
        self.mine, self.aside, self.over = who, None, True

    @precondition(lambda self: not self.over)
    @rule(seconds=st.integers(-60, 3600))
    def is_put_aside(self, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        if seconds <= 0:
            with pytest.raises(NotPossible):
                model.shelve(self.alert, until, self.now)
            return
        self.moved(model.shelve(self.alert, until, self.now))
        self.aside = until

    @precondition(lambda self: not self.over)
    @rule()
    def is_taken_out(self) -> None:
        if self.aside is None:
            with pytest.raises(NotPossible):
                model.unshelve(self.alert)
            return
        self.moved(model.unshelve(self.alert))
        self.aside = None

    @precondition(lambda self: not self.over)
    @rule(step=st.integers(0, 4), level=st.none() | LEVELS)
    def nobody_acts_in_time(self, step: int, level: Level | None) -> None:
        if self.mine is not None or self.aside is not None or step <= self.step:
            with pytest.raises(NotPossible):
                model.escalate(self.alert, step, level)
            return
        self.moved(model.escalate(self.alert, step, level))
        self.step = step
        if level is not None and RANK[level] > RANK[self.level]:
            self.level = level

    @precondition(lambda self: self.over)
    @rule(who=PEOPLE, level=LEVELS)
    def nothing_happens_to_what_is_over(self, who: str, level: Level) -> None:
        later = self.now + timedelta(hours=1)
        steps: tuple[Callable[[], Alert], ...] = (
            lambda: model.found_again(self.alert, level),
            lambda: model.went(self.alert, self.now),
            lambda: model.acknowledge(self.alert, who, self.now),
            lambda: model.give_back(self.alert),
            lambda: model.close(self.alert, who, self.now),
            lambda: model.shelve(self.alert, later, self.now),
            lambda: model.unshelve(self.alert),
            lambda: model.escalate(self.alert, 9, level),
        )
        for step in steps:
            with pytest.raises(NotPossible):
                step()

    @invariant()
    def both_agree(self) -> None:
        alert = self.alert
        assert (alert.level, alert.holds, alert.owner, alert.shelved_until, alert.times, alert.escalated) == (
            self.level,
            self.there,
            self.mine,
            # What ended while it was put aside keeps until when that was.
            alert.shelved_until if self.over else self.aside,
            self.found,
            self.step,
        )
        assert (alert.closed_at is not None) is self.over
        assert alert.unattended is (not self.over and self.mine is None and self.aside is None)
        assert alert.state is self.word()

    def word(self) -> State:
        """What is shown, by the words of ISA-18.2."""
        if self.over:
            return State.CLOSED
        if self.aside is not None:
            return State.SHELVED
        if self.there:
            return State.UNACKNOWLEDGED if self.mine is None else State.ACKNOWLEDGED
        return State.LATCHED if self.alert.latched else State.RETURNED


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
