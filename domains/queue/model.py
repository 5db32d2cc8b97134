"""The rules of the line, with no database and no clock (requirements: radiology 4.2)."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final

import msgspec

from domains.queue.errors import WrongState
from hub.masking import mask_name


class State(StrEnum):
    """排队状态."""

    WAITING = "waiting"
    CALLING = "calling"
    CALLED = "called"
    PASSED = "passed"
    EXAMINING = "examining"
    EXAMINED = "examined"
    WITHDRAWN = "withdrawn"


class PatientClass(IntEnum):
    """患者类型; the lower number goes first."""

    EMERGENCY = 0
    VIP = 1
    NORMAL = 2


class Names(StrEnum):
    """How a lobby names patients, to eyes and ears alike."""

    FULL = "full"
    MASKED = "masked"
    NUMBER = "number"


class Step(StrEnum):
    """What can be done to a ticket."""

    CALL = "call"
    CALL_AGAIN = "call_again"
    END_ANNOUNCEMENT = "end_announcement"
    PASS = "pass"  # noqa: S105 - a step, no password
    SIGN_IN_AGAIN = "sign_in_again"
    START = "start"
    FINISH = "finish"
    CHANGE_ROOM = "change_room"
    WITHDRAW = "withdraw"


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """One patient's examination in one room's line. ``v`` counts its changes."""

    id: str
    room_id: str
    patient_id: str
    number: str
    name: str
    sex: str
    birth_date: date
    phone: str
    patient_class: int
    exam_type: str
    items: tuple[str, ...]
    exam_no: str
    image_no: str
    pre_exam_time: datetime
    arrears: bool = False
    clinical_diagnosis: str = ""
    requesting_department: str = ""
    state: str = State.WAITING
    calls: int = 0
    called_at: datetime | None = None
    v: int = 1


_STATES: Final = {
    State.WAITING: ("等待", "waiting"),
    State.CALLING: ("呼叫中", "calling"),
    State.CALLED: ("已呼", "called"),
    State.PASSED: ("过号", "passed"),
    State.EXAMINING: ("检查中", "examining"),
    State.EXAMINED: ("已检查", "examined"),
    State.WITHDRAWN: ("已取消", "withdrawn"),
}

_STANDING: Final = frozenset({State.WAITING, State.CALLING, State.CALLED, State.PASSED})

# A called patient who comes while the announcement still runs may start at once.
_STEPS: Final[dict[Step, tuple[frozenset[State], State | None, str, str]]] = {
    Step.CALL: (frozenset({State.WAITING}), State.CALLING, "呼叫", "call"),
    Step.CALL_AGAIN: (frozenset({State.CALLED, State.PASSED}), State.CALLING, "重新呼叫", "call again"),
    Step.END_ANNOUNCEMENT: (frozenset({State.CALLING}), State.CALLED, "结束呼叫", "end the announcement"),
    Step.PASS: (frozenset({State.CALLED}), State.PASSED, "过号", "pass"),
    Step.SIGN_IN_AGAIN: (frozenset({State.PASSED}), State.WAITING, "重新签到", "sign in again"),
    Step.START: (frozenset({State.CALLING, State.CALLED}), State.EXAMINING, "开始检查", "start"),
    Step.FINISH: (frozenset({State.EXAMINING}), State.EXAMINED, "完成", "finish"),
    Step.CHANGE_ROOM: (frozenset({State.WAITING, State.CALLED, State.PASSED}), None, "修改检查室", "change room"),
    Step.WITHDRAW: (_STANDING, State.WITHDRAWN, "取消", "withdraw"),
}

GONE: Final = (State.EXAMINED, State.WITHDRAWN)
"""The states from which nothing leads back into the line."""

LISTED: Final = tuple(s for s in State if s not in GONE)
"""The states that stand on the calling page."""

_RANK: Final = {State.EXAMINING: 0, State.CALLING: 0, State.CALLED: 0, State.WAITING: 1, State.PASSED: 2}


UNDERWAY: Final = (State.CALLING, State.CALLED, State.EXAMINING)
"""Who is in one of these at midnight stays on the list: he is standing at the door or lying on the table."""


def listed(ticket: Ticket, day: tuple[datetime, datetime]) -> bool:
    """Whether the ticket stands on the calling page of ``day`` (from, until)."""
    if ticket.state not in LISTED or ticket.pre_exam_time >= day[1]:
        return False
    return ticket.pre_exam_time >= day[0] or ticket.state in UNDERWAY


def step(ticket: Ticket, doing: Step, *, room_id: str | None = None, now: datetime | None = None) -> Ticket:
    """The ticket after ``doing``; raises ``WrongState`` where the table of states has no such arrow.

    ``now`` is when a call was made; ``room_id`` is where a change of room leads.
    """
    sources, target, zh, en = _STEPS[doing]
    if ticket.state not in sources:
        state_zh, state_en = _STATES[State(ticket.state)]
        raise WrongState(
            number=ticket.number, name=ticket.name, state_zh=state_zh, state_en=state_en, step_zh=zh, step_en=en
        )
    calling = target is State.CALLING
    return msgspec.structs.replace(
        ticket,
        state=target or ticket.state,
        room_id=room_id or ticket.room_id,
        calls=ticket.calls + calling,
        called_at=now if calling else ticket.called_at,
        v=ticket.v + 1,
    )


def order_of(ticket: Ticket) -> tuple[int, int, str, str]:
    """Where the ticket stands in its list, to be compared element by element.

    Emergency, VIP, normal; within a class those being called or examined, then the waiting by pre-exam time, then
    the passed. So a patient who signs in again goes behind those already called, at his original time.
    """
    time = ticket.pre_exam_time.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ticket.patient_class, _RANK.get(State(ticket.state), 3), time, ticket.exam_no


def first_waiting(tickets: list[Ticket]) -> Ticket | None:
    """Who is next in line."""
    waiting = [t for t in tickets if t.state == State.WAITING]
    return min(waiting, key=order_of, default=None)


def shown_name(name: str, names: str) -> str:
    """The name as the lobby may see it; empty where only the number is shown."""
    match Names(names):
        case Names.FULL:
            return name
        case Names.MASKED:
            return mask_name(name)
        case Names.NUMBER:
            return ""


def announcement(number: str, name: str, room: str) -> str:
    """What is said when the holder of ``number`` is called; ``name`` as the lobby may see it, perhaps empty.

    What is masked is said as 某, so that the ear learns no more than the eye.
    """
    spoken = re.sub(r"\*+", "某", name)
    who = f"{number}号，{spoken}" if spoken else f"{number}号"
    return f"请{who}，到{room}。"
