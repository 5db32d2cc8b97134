"""The life of a registration and what it consists of (requirements: radiology 3 and 4.1); no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from domains.registration.errors import CannotNow

Class = Literal["emergency", "vip", "normal"]
Direction = Literal["", "sent", "received"]
"""A referral's side: ``sent`` at the institution that asks, ``received`` at the one that examines."""
Fen = Annotated[int, Meta(ge=0, le=100_000_000_00)]


class State(StrEnum):
    """检查状态."""

    REGISTERED = "registered"
    EXAMINING = "examining"
    EXAMINED = "examined"
    DIAGNOSING = "diagnosing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class OrderState(StrEnum):
    """Where a request from the hospital's information system stands."""

    WAITING = "waiting"
    REGISTERED = "registered"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can happen to a registration."""

    EDIT = "edit"
    PUSH = "push"
    CANCEL = "cancel"
    START = "start"
    FINISH = "finish"
    DIAGNOSE = "diagnose"
    GIVE_UP = "give_up"
    COMPLETE = "complete"


class Rank(IntEnum):
    """患者类型; the lower number goes first."""

    emergency = 0
    vip = 1
    normal = 2


_CLASSES: Final[tuple[Class, ...]] = ("emergency", "vip", "normal")


class Item(msgspec.Struct, frozen=True):
    """An examination item of a registration; ``price`` in fen, as agreed for this patient."""

    code: Annotated[str, Meta(min_length=1, max_length=30)]
    name: Annotated[str, Meta(max_length=100)] = ""
    part: Annotated[str, Meta(max_length=50)] = ""
    price: Fen = 0


class Clinical(msgspec.Struct, frozen=True, kw_only=True):
    """Clinical information (临床诊断、检查目的、病史摘要、患者体征)."""

    diagnosis: Annotated[str, Meta(max_length=1000)] = ""
    purpose: Annotated[str, Meta(max_length=1000)] = ""
    history: Annotated[str, Meta(max_length=2000)] = ""
    signs: Annotated[str, Meta(max_length=2000)] = ""


STATES: Final = {
    State.REGISTERED: ("已登记", "registered"),
    State.EXAMINING: ("检查中", "examining"),
    State.EXAMINED: ("已检查", "examined"),
    State.DIAGNOSING: ("诊断中", "diagnosing"),
    State.COMPLETED: ("已完成", "completed"),
    State.CANCELLED: ("已取消", "cancelled"),
}

_BEFORE_THE_REPORT: Final = frozenset({State.REGISTERED, State.EXAMINING, State.EXAMINED})

# What is written down may be corrected until the report is begun; a mistyped name is often seen on the image only.
_STEPS: Final[dict[Step, tuple[frozenset[State], State | None, str, str]]] = {
    Step.EDIT: (_BEFORE_THE_REPORT, None, "编辑", "edited"),
    Step.PUSH: (frozenset({State.REGISTERED}), None, "推送", "sent to the room"),
    Step.CANCEL: (frozenset({State.REGISTERED}), State.CANCELLED, "取消", "cancelled"),
    Step.START: (frozenset({State.REGISTERED}), State.EXAMINING, "开始检查", "started"),
    Step.FINISH: (frozenset({State.EXAMINING}), State.EXAMINED, "完成检查", "finished"),
    Step.DIAGNOSE: (frozenset({State.EXAMINED}), State.DIAGNOSING, "书写报告", "reported on"),
    Step.GIVE_UP: (frozenset({State.DIAGNOSING}), State.EXAMINED, "放弃报告", "given up"),
    Step.COMPLETE: (frozenset({State.DIAGNOSING}), State.COMPLETED, "完成报告", "completed"),
}


def step(state: str, doing: Step) -> State:
    """The state after ``doing``; raises ``CannotNow`` where the table of states has no such arrow."""
    sources, target, zh, en = _STEPS[doing]
    present = State(state)
    if present not in sources:
        state_zh, state_en = STATES[present]
        raise CannotNow(state_zh=state_zh, state_en=state_en, step_zh=zh, step_en=en)
    return target or present


def after_ticket(state: str, ticket: str) -> State:
    """The state of a registration whose ticket stands in ``ticket`` now; only the queue's own steps move it."""
    present = State(state)
    if ticket == "examining" and present is State.REGISTERED:
        return step(present, Step.START)
    if ticket == "examined" and present is State.EXAMINING:
        return step(present, Step.FINISH)
    return present


def order_of(rank: int, moment: datetime, number: str) -> tuple[int, str, str]:
    """Where a row stands in the list of today, to be compared element by element: emergency, VIP, normal; by time."""
    return rank, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), number


def age_on(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def class_of(rank: int) -> Class:
    """The patient type of a rank."""
    return _CLASSES[rank]


def names_of(items: Sequence[Item]) -> tuple[str, ...]:
    """The items by name, for lists and labels."""
    return tuple(item.name for item in items)


def total_of(items: Sequence[Item]) -> int:
    """What all items cost together, in fen."""
    return sum(item.price for item in items)
