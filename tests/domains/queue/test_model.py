"""The states of a ticket against the table of radiology 4.2, typed anew from the requirements."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domains.queue.errors import WrongState
from domains.queue.model import LISTED, State, Step, Ticket, step
from tests.kit.clock import MORNING

WORDS = {
    "waiting": "等待",
    "calling": "呼叫中",
    "called": "已呼",
    "passed": "过号",
    "examining": "检查中",
    "examined": "已检查",
    "withdrawn": "已取消",
}

ARROWS = {
    ("waiting", "call"): "calling",
    ("calling", "end_announcement"): "called",
    ("called", "call_again"): "calling",
    ("called", "pass"): "passed",
    ("passed", "call_again"): "calling",
    ("passed", "sign_in_again"): "waiting",
    ("called", "start"): "examining",
    ("calling", "start"): "examining",  # the reading of this house: who comes during the announcement need not wait
    ("examining", "finish"): "examined",
    ("waiting", "change_room"): "waiting",
    ("called", "change_room"): "called",
    ("passed", "change_room"): "passed",
    # RIS-021: a cancelled booking vanishes from the queue, as long as the examination has not begun
    ("waiting", "withdraw"): "withdrawn",
    ("calling", "withdraw"): "withdrawn",
    ("called", "withdraw"): "withdrawn",
    ("passed", "withdraw"): "withdrawn",
}

CALLS = {"call", "call_again"}


def ticket(state: str = "waiting", **fields: object) -> Ticket:
    """Somebody in line for CT1."""
    known = Ticket(
        id="t1",
        room_id="ct1",
        patient_id="p1",
        number="CT001",
        name="张小三",
        sex="male",
        birth_date=date(1968, 1, 1),
        phone="13800001000",
        patient_class=2,
        exam_type="CT",
        items=("胸部平扫",),
        exam_no="202603020001",
        image_no="CT2603020001",
        pre_exam_time=MORNING,
    )
    return msgspec.structs.replace(known, state=state, **fields)


def test_the_states_are_those_of_the_requirements() -> None:
    assert {s.value for s in State} == set(WORDS)
    assert {s.value for s in Step} == {doing for _, doing in ARROWS}
    assert set(LISTED) == {s for s in State if s not in ("examined", "withdrawn")}


@pytest.mark.parametrize("state", sorted(WORDS))
@pytest.mark.parametrize("doing", sorted(Step))
def test_every_step_from_every_state(state: str, doing: Step) -> None:
    before = ticket(state)
    target = ARROWS.get((state, doing.value))
    if target is not None:
        assert step(before, doing, room_id="ct2" if doing == "change_room" else None).state == target
        return
    with pytest.raises(WrongState) as refused:
        step(before, doing)
    assert "CT001 张小三" in refused.value.detail("zh")
    assert WORDS[state] in refused.value.detail("zh")
    assert state in refused.value.detail("en")


class Life(RuleBasedStateMachine):
    """A ticket and what the table says of it, side by side."""

    @initialize()
    def admitted(self) -> None:
        self.ticket = ticket()
        self.state, self.room, self.steps, self.calls = "waiting", "ct1", 0, 0
        self.called_at: datetime | None = None
        self.now = MORNING

    @rule(doing=st.sampled_from(sorted(Step)), room=st.sampled_from(["ct1", "ct2"]), minutes=st.integers(0, 90))
    def do(self, doing: Step, room: str, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        target = ARROWS.get((self.state, doing.value))
        leads_to = room if doing.value == "change_room" else None
        before = self.ticket
        if target is None:
            with pytest.raises(WrongState):
                step(before, doing, room_id=leads_to, now=self.now)
            return
        self.ticket = step(before, doing, room_id=leads_to, now=self.now)
        self.state, self.room, self.steps = target, leads_to or self.room, self.steps + 1
        if doing.value in CALLS:
            self.calls, self.called_at = self.calls + 1, self.now
        changed = {f for f in Ticket.__struct_fields__ if getattr(before, f) != getattr(self.ticket, f)}
        assert changed <= {"state", "room_id", "calls", "called_at", "v"}

    @invariant()
    def they_agree(self) -> None:
        held = self.ticket
        assert (held.state, held.room_id, held.v) == (self.state, self.room, 1 + self.steps)
        assert (held.calls, held.called_at) == (self.calls, self.called_at)

    @invariant()
    def who_was_never_called_cannot_be_further(self) -> None:
        assert self.calls > 0 or self.ticket.state in {"waiting", "withdrawn"}


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
