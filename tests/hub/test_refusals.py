"""Which refusals are facts, and that nobody can make too many of them, nor fill our memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from hub import refusals
from hub.caller import Caller
from hub.commands import Tx
from hub.errors import Conflict, Forbidden, HubError, NotFound
from hub.refusals import EACH, AccessRefused, Refusals
from tests.kit.clock import StillClock


def told(of: Refusals, now: datetime, actor: str = "a", error: HubError | None = None) -> AccessRefused | None:
    """The fact that came of a refusal."""
    tx = Tx(Caller("demo", actor), cast("Any", None), now)
    of.tell(tx, "access/add-department", error or Forbidden(permission="x"), looking=False)
    return cast("AccessRefused", tx.recorded[0]) if tx.recorded else None


def test_only_a_missing_right_is_out_of_scope(clock: StillClock) -> None:
    assert told(Refusals(), clock(), error=NotFound()) is None
    assert told(Refusals(), clock(), error=Conflict()) is None
    fact = told(Refusals(), clock())
    assert fact is not None
    assert (fact.account_id, fact.operation, fact.looking, fact.times) == ("a", "access/add-department", False, 1)


def test_after_the_first_ones_there_is_one_a_minute_and_each_is_counted(clock: StillClock) -> None:
    some = Refusals()
    facts = [told(some, clock()) for _ in range(1000)]
    assert [fact.times for fact in facts if fact is not None] == list(range(1, EACH + 1))
    assert told(some, clock(), "another") is not None
    clock.forward(minutes=1)
    late = told(some, clock())
    assert late is not None
    assert late.times == 1001
    assert told(some, clock()) is None
    clock.forward(minutes=10)
    anew = told(some, clock())
    assert anew is not None
    assert anew.times == 1


def test_not_more_accounts_than_a_limit_are_remembered(clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST", 5)
    some = Refusals()
    for number in range(20):
        assert told(some, clock() + timedelta(seconds=number), str(number)) is not None
        assert len(some._tries) <= 5  # noqa: SLF001 - the memory is what is measured
