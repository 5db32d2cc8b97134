"""The states of a registration against the table of radiology 4.1, typed anew from the requirements."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domains.catalog.public import exam_type_of
from domains.registration.errors import CannotNow
from domains.registration.model import STATES, State, Step, after_ticket, order_of, step
from tests.kit.clock import MORNING

ARROWS = {
    ("registered", "edit"): "registered",
    ("registered", "push"): "registered",
    ("registered", "cancel"): "cancelled",
    ("registered", "start"): "examining",
    ("examining", "finish"): "examined",
    ("examined", "diagnose"): "diagnosing",
    ("diagnosing", "complete"): "completed",
    # Given up, a report waits anew (4.3).
    ("diagnosing", "give_up"): "examined",
    # The reading of this house: what is written down may be corrected until the report is begun.
    ("examining", "edit"): "examining",
    ("examined", "edit"): "examined",
}
WORDS = {
    "registered": "已登记", "examining": "检查中", "examined": "已检查",
    "diagnosing": "诊断中", "completed": "已完成", "cancelled": "已取消",
}  # fmt: skip


def test_the_states_are_those_of_the_requirements() -> None:
    assert {state.value: words[0] for state, words in STATES.items()} == WORDS


@pytest.mark.parametrize("state", sorted(WORDS))
@pytest.mark.parametrize("doing", sorted(Step))
def test_every_step_from_every_state(state: str, doing: Step) -> None:
    target = ARROWS.get((state, doing.value))
    if target is not None:
        assert step(state, doing) == target
        return
    with pytest.raises(CannotNow) as refused:
        step(state, doing)
    assert WORDS[state] in refused.value.detail("zh")
    assert state in refused.value.detail("en")


class Life(RuleBasedStateMachine):
    """A registration, its ticket, and what the table says of them."""

    @initialize()
    def registered(self) -> None:
        self.state = State.REGISTERED
        self.past = [self.state]

    @rule(doing=st.sampled_from(sorted(Step)))
    def do(self, doing: Step) -> None:
        target = ARROWS.get((self.state.value, doing.value))
        if target is None:
            with pytest.raises(CannotNow):
                step(self.state, doing)
            return
        self.state = step(self.state, doing)
        assert self.state == target
        self.past.append(self.state)

    @rule(ticket=st.sampled_from(["waiting", "calling", "called", "passed", "examining", "examined", "withdrawn"]))
    def the_ticket_moves(self, ticket: str) -> None:
        before, self.state = self.state, after_ticket(self.state, ticket)
        moves = {("registered", "examining"): "examining", ("examining", "examined"): "examined"}
        assert self.state == moves.get((before.value, ticket), before.value)
        self.past.append(self.state)

    @invariant()
    def nothing_comes_back_from_the_end(self) -> None:
        if State.CANCELLED in self.past:
            assert self.state is State.CANCELLED
            assert State.EXAMINING not in self.past
        if State.COMPLETED in self.past:
            assert self.state is State.COMPLETED


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=50, stateful_step_count=20, deadline=None)


@pytest.mark.covers("RIS-034")
def test_emergency_and_vip_are_first_then_time() -> None:
    later = MORNING.replace(hour=2)
    rows = [order_of(2, later, "1"), order_of(2, MORNING, "2"), order_of(1, later, "3"), order_of(0, later, "4")]
    assert [row[2] for row in sorted(rows)] == ["4", "3", "2", "1"]


def test_dx_is_what_staff_call_dr() -> None:
    assert (exam_type_of("DX"), exam_type_of("CT"), exam_type_of("DR")) == ("DR", "CT", "DR")
