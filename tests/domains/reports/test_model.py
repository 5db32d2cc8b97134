"""The way of a report as a machine of its own: whatever is tried, only the steps of radiology.md 4.3 happen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domains.reports import model
from domains.reports.model import EMPTY, STATES, Content, Doctor, NotPossible, Phase, Report, State

WRITER, SECOND = Doctor("w1", frozenset({Phase.WRITING})), Doctor("w2", frozenset({Phase.WRITING}))
REVIEWER, OTHER = Doctor("r1", frozenset({Phase.REVIEW})), Doctor("r2", frozenset({Phase.REVIEW}))
HEAD, NURSE = Doctor("h1", frozenset(Phase)), Doctor("n1", frozenset())
PEOPLE = st.sampled_from((WRITER, SECOND, REVIEWER, OTHER, HEAD, NURSE))
PHASES = st.sampled_from(tuple(Phase))
CONTENTS = st.builds(
    Content,
    impression=st.sampled_from(("", "<p>甲</p>", "<p>乙</p>")),
    critical=st.sampled_from((None, True, False)),
    critical_item=st.sampled_from(("", "气胸")),
    critical_value=st.sampled_from(("", "张力性")),
    hp=st.sampled_from((None, True, False)),
)
ENTRY = {Phase.WRITING: ("to_diagnose", "diagnosing"), Phase.REVIEW: ("to_review", "reviewing")}


def finished(content: Content) -> bool:
    """Whether everything required is there, said anew."""
    told = bool(content.critical_item and content.critical_value) if content.critical else True
    return bool(content.impression) and content.critical is not None and content.hp is not None and told


class Reading(RuleBasedStateMachine):
    """Every step, by everybody, at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.one = Report(id="e1")

    def step(self, move: Callable[[Report], Report], *, possible: bool, content: bool = False) -> None:
        """Take a step; it happens exactly when the requirement has it, counts, and leaves the content as it is."""
        before = self.one
        if not possible:
            with pytest.raises(NotPossible):
                move(before)
            return
        self.one = move(before)
        assert self.one is before or self.one.v == before.v + 1
        assert content or self.one.content == before.content
        assert self.one.revision == before.revision + (self.one.content != before.content)

    def held(self, who: Doctor, phase: Phase) -> bool:
        return phase in who.phases and self.one.state == ENTRY[phase][1] and self.one.holder == who.id

    @rule(who=PEOPLE, phase=PHASES)
    def enter(self, who: Doctor, phase: Phase) -> None:
        free = self.one.holder in {None, who.id}
        possible = phase in who.phases and self.one.state in ENTRY[phase] and free
        self.step(lambda one: model.enter(one, who, phase), possible=possible)
        if possible:
            assert (self.one.holder, self.one.state) == (who.id, ENTRY[phase][1])
            assert who.id == (self.one.writer if phase is Phase.WRITING else self.one.reviewer)

    @rule(who=PEOPLE, phase=PHASES)
    def unlock(self, who: Doctor, phase: Phase) -> None:
        before = self.one
        possible = phase in who.phases and before.state == ENTRY[phase][1]
        self.step(lambda one: model.unlock(one, who, phase), possible=possible)
        assert not possible or self.one.holder is None
        assert (self.one.state, self.one.writer, self.one.reviewer) == (before.state, before.writer, before.reviewer)

    @rule(who=PEOPLE, phase=PHASES, content=CONTENTS, behind=st.integers(0, 1))
    def save(self, who: Doctor, phase: Phase, content: Content, behind: int) -> None:
        same = content == self.one.content
        possible = self.held(who, phase) and (same or behind == 0)
        seen = self.one.revision - behind
        self.step(lambda one: model.save(one, who, phase, content, seen), possible=possible, content=True)
        assert not possible or self.one.content == content

    @rule(who=PEOPLE)
    def submit(self, who: Doctor) -> None:
        possible = self.held(who, Phase.WRITING) and finished(self.one.content)
        self.step(lambda one: model.submit(one, who), possible=possible)
        if possible:
            assert (self.one.state, self.one.holder, self.one.submitted) == (State.TO_REVIEW, None, self.one.content)

    @rule(who=PEOPLE)
    def approve(self, who: Doctor) -> None:
        possible = self.held(who, Phase.REVIEW) and finished(self.one.content)
        self.step(lambda one: model.approve(one, who), possible=possible)
        assert not possible or (self.one.state is State.REVIEWED and self.one.reviewer == who.id)

    @rule(who=PEOPLE, reason=st.sampled_from(("", "描述不全")))
    def reject(self, who: Doctor, reason: str) -> None:
        writer = self.one.writer
        possible = self.held(who, Phase.REVIEW) and reason != ""
        self.step(lambda one: model.reject(one, who, reason), possible=possible)
        if possible:
            assert (self.one.state, self.one.holder) == (State.DIAGNOSING, None)
            assert (self.one.writer, self.one.rejection) == (writer, reason)

    @rule(who=PEOPLE, phase=PHASES)
    def abandon(self, who: Doctor, phase: Phase) -> None:
        submitted = self.one.submitted
        possible = self.held(who, phase)
        self.step(lambda one: model.abandon(one, who, phase), possible=possible, content=True)
        if possible:
            assert (self.one.state, self.one.holder) == (State(ENTRY[phase][0]), None)
            assert self.one.content == (EMPTY if phase is Phase.WRITING else submitted)

    @rule()
    def print_out(self) -> None:
        prints = self.one.prints
        possible = self.one.state in {State.REVIEWED, State.PRINTED}
        self.step(model.print_out, possible=possible)
        assert not possible or (self.one.state is State.PRINTED and self.one.prints == prints + 1)

    @invariant()
    def at_most_one_holder_and_only_at_work(self) -> None:
        if self.one.holder is not None:
            assert self.one.state in {State.DIAGNOSING, State.REVIEWING}
            assert self.one.holder in {self.one.writer, self.one.reviewer}
            phase = Phase.WRITING if self.one.state is State.DIAGNOSING else Phase.REVIEW
            holder = next(one for one in (WRITER, SECOND, REVIEWER, OTHER, HEAD) if one.id == self.one.holder)
            assert phase in holder.phases

    @invariant()
    def a_report_that_passed_never_changes(self) -> None:
        if self.one.state in {State.REVIEWED, State.PRINTED}:
            assert finished(self.one.content)
            one = self.one
            moves: tuple[Callable[[], Report], ...] = (
                lambda: model.enter(one, HEAD, Phase.WRITING),
                lambda: model.enter(one, HEAD, Phase.REVIEW),
                lambda: model.save(one, HEAD, Phase.REVIEW, EMPTY, one.revision),
                lambda: model.abandon(one, HEAD, Phase.REVIEW),
                lambda: model.reject(one, HEAD, "改"),
            )
            for move in moves:
                with pytest.raises(NotPossible):
                    move()

    @invariant()
    def nothing_to_diagnose_has_a_doctor_or_a_word(self) -> None:
        if self.one.state is State.TO_DIAGNOSE:
            assert (self.one.content, self.one.writer, self.one.holder) == (EMPTY, None, None)
        assert (self.one.prints > 0) == (self.one.state is State.PRINTED)


TestReading = Reading.TestCase
TestReading.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.mark.covers("RIS-204")
def test_the_six_statuses_are_those_of_the_requirements() -> None:
    assert [words[0] for words in STATES.values()] == ["待诊断", "诊断中", "待审核", "审核中", "已审核", "已打印"]
    assert list(STATES) == list(State)


def test_the_way_of_a_report_from_the_examination_to_paper() -> None:
    content = Content(impression="<p>甲</p>", critical=False, hp=False)
    one = model.enter(Report(id="e1"), WRITER, Phase.WRITING)
    one = model.submit(model.save(one, WRITER, Phase.WRITING, content, 0), WRITER)
    one = model.reject(model.enter(one, REVIEWER, Phase.REVIEW), REVIEWER, "补充")
    one = model.submit(model.enter(one, WRITER, Phase.WRITING), WRITER)
    one = model.approve(model.enter(one, OTHER, Phase.REVIEW), OTHER)
    one = model.print_out(model.print_out(one))
    assert (one.state, one.writer, one.reviewer, one.submissions, one.prints) == (State.PRINTED, "w1", "r2", 2, 2)
    assert (one.content, one.rejection) == (content, "")
