"""Which ways a message takes, when it waits, and what becomes of a delivery."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.messages.model import (
    LEASE,
    MOST_TRIES,
    ORDER,
    Outcome,
    Policy,
    Preference,
    Quiet,
    State,
    after,
    is_important,
    next_way,
    quiet_until,
    welcome,
)
from hub.levels import Level

ZONE = "Asia/Shanghai"
NIGHT = Policy(quiet=Quiet("22:00", "07:00"))


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of 2 March in Shanghai, in UTC."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC).replace(hour=(hour - 8) % 24, day=2 if hour >= 8 else 1)


@pytest.mark.parametrize(
    ("now", "until"),
    [(at(21, 59), None), (at(22), (2, 23)), (at(23, 30), (2, 23)), (at(6, 59), (1, 23)), (at(7), None)],
)
def test_quiet_hours_end_in_the_morning_of_the_institution(now: datetime, until: tuple[int, int] | None) -> None:
    found = quiet_until(now, Level.MEDIUM, Preference(), NIGHT, ZONE)
    assert (found and (found.day, found.hour, found.minute)) == (until and (*until, 0))
    assert quiet_until(now, Level.HIGH, Preference(), NIGHT, ZONE) is None


def test_a_persons_own_quiet_hours_come_before_the_institutions() -> None:
    noon = Preference(quiet=Quiet("12:00", "14:00"))
    assert quiet_until(at(23), Level.LOW, noon, NIGHT, ZONE) is None
    assert quiet_until(at(13), Level.LOW, noon, NIGHT, ZONE) == at(14)
    never = Preference(quiet=Quiet("00:00", "00:00"))
    assert quiet_until(at(23), Level.LOW, never, NIGHT, ZONE) is None


def test_only_welcome_ways_are_taken_unless_it_is_urgent() -> None:
    wish = Preference(by_level={Level.LOW: (), Level.MEDIUM: ("wecom",)}, by_topic={"alerts.alert": ("sms",)})
    assert welcome(("sms", "wecom"), Level.LOW, "x.y", wish) == ()
    assert welcome(("sms", "wecom"), Level.MEDIUM, "x.y", wish) == ("wecom",)
    assert welcome(("email", "webhook"), Level.LOW, "x.y", wish) == ("webhook",)
    assert welcome(("wecom",), Level.HIGH, "alerts.alert", wish) == ("wecom",)
    assert welcome(("wecom", "sms"), Level.HIGH, "alerts.alert", wish) == ("sms",)


def test_the_next_way_is_the_first_in_order_that_was_not_tried() -> None:
    assert next_way({"wecom"}, Level.LOW, "x.y", Preference(), Policy()) == "wechat"
    wish = Preference(order=("sms", "wecom"))
    assert next_way({"wecom"}, Level.LOW, "x.y", wish, Policy()) == "sms"
    assert next_way({"wecom", "sms"}, Level.LOW, "x.y", wish, Policy()) is None
    assert "webhook" not in ORDER


def test_important_is_what_the_institution_calls_so() -> None:
    assert [level for level in Level if is_important(level, "x.y", Policy())] == [Level.MEDIUM, Level.HIGH]
    assert not is_important(Level.HIGH, "alerts.alert", Policy())
    assert not is_important(Level.HIGH, "x.y", Policy(again_after=0))


def test_tries_grow_apart_and_end() -> None:
    waits = []
    for tries in range(1, MOST_TRIES + 1):
        step = after(Outcome(state="retry"), "sending", tries, 0, can_ask=True)
        waits.append(step.wait)
        assert step.state == ("queued" if tries < MOST_TRIES else "failed")
    assert waits == [5.0, 15.0, 45.0, 135.0, 405.0, None]
    assert after(Outcome(state="retry", wait=60), "sending", 1, 0, can_ask=True).wait == 60


OUTCOMES = st.builds(Outcome, state=st.sampled_from(["sent", "delivered", "failed", "retry", "unclear", "lost"]))


@given(st.lists(OUTCOMES, max_size=12), st.booleans())
def test_what_may_have_gone_out_is_never_sent_afresh(outcomes: list[Outcome], can_ask: bool) -> None:  # noqa: FBT001
    """Once nobody knows whether it went out, or it did, no outcome leads back to ``queued``."""
    state, tries, asked, doubtful = "sending", 1, 0, False
    for outcome in outcomes:
        assert state in get_args(State)
        step = after(outcome, state, tries, asked, can_ask=can_ask)  # type: ignore[arg-type]
        doubtful = doubtful or outcome.state in {"unclear", "sent"}
        assert not (doubtful and step.state == "queued")
        assert step.wait is None or 0 < step.wait <= 3600
        if step.wait is None:
            return
        if step.state == "queued":
            state, tries = "sending", tries + 1
        else:
            state, asked = step.state, asked + 1
            doubtful = True


def test_the_lease_outlasts_any_call() -> None:
    assert LEASE.total_seconds() > 2 * 45
