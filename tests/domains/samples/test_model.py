"""The way of a submission as a machine of its own: whatever is tried, only the steps of the requirement happen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domains.samples import model
from domains.samples.model import NoReturnWanted, NotPossible, Review, Sample, State

NUMBERS = st.sampled_from(("SF000001", "SF000002"))


class Submission(RuleBasedStateMachine):
    """Every step, at any time, beside what section 4.1 says of it."""

    def __init__(self) -> None:
        super().__init__()
        self.one = Sample("p1")

    def step(self, move: Callable[[Sample], Sample], *, possible: bool) -> None:
        """Take a step; it happens exactly when the requirement has it, and counts."""
        before = self.one
        if not possible:
            with pytest.raises(NotPossible):
                move(before)
            return
        self.one = move(before)
        assert self.one == before or self.one.v == before.v + 1

    @rule()
    def send(self) -> None:
        self.step(model.send_materials, possible=self.one.review in (Review.NONE, Review.REJECTED))

    @rule()
    def pass_materials(self) -> None:
        self.step(model.pass_materials, possible=self.one.review is Review.WAITING)

    @rule()
    def reject_materials(self) -> None:
        self.step(lambda one: model.reject_materials(one, "模糊"), possible=self.one.review is Review.WAITING)

    @rule(back=st.booleans())
    def submit(self, *, back: bool) -> None:
        self.step(lambda one: model.submit(one, needs_return=back), possible=self.one.state is State.EDITABLE)

    @rule()
    def ask(self) -> None:
        self.step(lambda one: model.ask_for_change(one, "填错"), possible=self.one.state is State.EFFECTIVE)

    @rule()
    def approve(self) -> None:
        self.step(model.approve_change, possible=self.one.state is State.CHANGE_WAITING)
        assert self.one.state is not State.CHANGE_WAITING

    @rule()
    def reject(self) -> None:
        waited = self.one.state is State.CHANGE_WAITING
        self.step(lambda one: model.reject_change(one, "不必"), possible=waited)
        assert not waited or (self.one.state is State.EFFECTIVE and self.one.rejection == "不必")

    @rule(back=st.booleans())
    def edit(self, *, back: bool) -> None:
        self.step(lambda one: model.edit(one, needs_return=back), possible=self.one.state is State.EFFECTIVE)

    @rule()
    def reset(self) -> None:
        self.step(model.reset, possible=self.one.state is State.EFFECTIVE)

    @rule(number=NUMBERS)
    def fill(self, number: str) -> None:
        possible = self.one.needs_return and self.one.state in (State.EFFECTIVE, State.RETURNED)
        self.step(lambda one: model.fill_return_number(one, number), possible=possible)
        assert not possible or (self.one.state is State.RETURNED and self.one.return_no == number)

    @invariant()
    def only_these_states(self) -> None:
        assert (self.one.state is None) == (self.one.review is not Review.PASSED)
        assert self.one.state in (None, State.EDITABLE, State.EFFECTIVE, State.CHANGE_WAITING, State.RETURNED)
        assert (self.one.state is State.RETURNED) == bool(self.one.return_no)


TestSubmission = pytest.mark.covers("SS-002")(Submission.TestCase)
TestSubmission.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_an_unchanged_return_number_changes_nothing() -> None:
    back = Sample("p1", v=4, review=Review.PASSED, state=State.RETURNED, needs_return=True, return_no="SF000001")
    assert model.fill_return_number(back, "SF000001") is back
    assert model.fill_return_number(back, "SF000002").v == 5


def test_there_is_no_number_for_what_does_not_come_back() -> None:
    kept = Sample("p1", review=Review.PASSED, state=State.EFFECTIVE)
    with pytest.raises(NoReturnWanted):
        model.fill_return_number(kept, "SF000001")
