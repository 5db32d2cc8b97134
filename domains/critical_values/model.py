"""The way of a critical value as a pure state machine, and which limit a result goes beyond."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal

import msgspec

Sex = Literal["male", "female", "unknown"]


class State(enum.StrEnum):
    """Where it stands: found, told, read, read back, dealt with, closed; or repeated and taken back."""

    DETECTED = "detected"
    DELIVERED = "delivered"
    READ = "read"
    CONFIRMED = "confirmed"
    HANDLED = "handled"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STATES: Final = {
    "detected": ("待通报", "Found"),
    "delivered": ("已送达", "Delivered"),
    "read": ("已阅读", "Read"),
    "confirmed": ("已确认", "Read back"),
    "handled": ("已处置", "Handled"),
    "closed": ("已归档", "Closed"),
    "cancelled": ("已撤销", "Cancelled"),
}
"""The words for each."""
ORDER = (State.DETECTED, State.DELIVERED, State.READ, State.CONFIRMED, State.HANDLED, State.CLOSED)
OVER = (State.HANDLED, State.CLOSED, State.CANCELLED)
"""Nothing more is waited for from the doctor."""


class Call(enum.StrEnum):
    """How a telephone call ended (OpenELIS Global's words)."""

    CONFIRMED = "CONFIRMED"
    REACHED_NO_READBACK = "REACHED_NO_READBACK"
    UNABLE_TO_REACH = "UNABLE_TO_REACH"


class NotPossible(ValueError):
    """The step is not possible from here."""


class WrongReadBack(ValueError):
    """What was read back is not the value."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """From where on an item is critical. ``low`` and below, ``high`` and above; None: no limit on that side.

    ``first_*`` is level 一级, ``second_*`` 二级. ``ages`` are whole years, both ends inside. Empty ``sex`` and
    ``department``: everybody.
    """

    item: str
    first_low: float | None = None
    first_high: float | None = None
    second_low: float | None = None
    second_high: float | None = None
    sex: str = ""
    youngest: int = 0
    oldest: int = 150
    department: str = ""

    def fits(self, sex: Sex, age: int | None, department: str) -> bool:
        """Whether it is about such a patient; one of unknown age is everybody's."""
        of_age = age is None or self.youngest <= age <= self.oldest
        return of_age and self.sex in ("", sex) and self.department in ("", department)

    @property
    def special(self) -> tuple[bool, bool, int]:
        """The more special of two limits holds: department, then sex, then the narrower ages."""
        return bool(self.department), bool(self.sex), -(self.oldest - self.youngest)

    def level(self, value: float) -> Literal[0, 1, 2]:
        """1 or 2 when ``value`` is beyond the limit of that level, else 0."""
        if _beyond(value, self.first_low, self.first_high):
            return 1
        return 2 if _beyond(value, self.second_low, self.second_high) else 0


def _beyond(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value <= low) or (high is not None and value >= high)


def graded(limits: Iterable[Limit], value: float, sex: Sex, age: int | None, department: str) -> Literal[0, 1, 2]:
    """The level of a result by the most special limit that is about its patient; 0: not critical."""
    fitting = [limit for limit in limits if limit.fits(sex, age, department)]
    if not fitting:
        return 0
    return max(fitting, key=lambda limit: limit.special).level(value)


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A critical value on its way; every moment is the server's."""

    id: str
    value: str
    level: int
    state: State = State.DETECTED
    doctor_id: str | None = None
    detected_at: datetime
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    confirmed_at: datetime | None = None
    handled_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    v: int = 1


def delivered(one: Value, now: datetime) -> Value:
    """It has reached somebody's screen or telephone; later news of that changes nothing."""
    return _on(one, State.DELIVERED, delivered_at=now) if one.state == State.DETECTED else one


def read(one: Value, now: datetime) -> Value:
    """Somebody responsible has opened it."""
    if one.state not in (State.DETECTED, State.DELIVERED):
        return one
    return _on(one, State.READ, delivered_at=one.delivered_at or now, read_at=now)


def confirm(one: Value, read_back: str, now: datetime) -> Value:
    """The value was read back: it must be the same, in whatever way it is written (6.8, 6.80)."""
    if one.state not in (State.DETECTED, State.DELIVERED, State.READ):
        raise NotPossible
    if not same(read_back, one.value):
        raise WrongReadBack
    moments = {"delivered_at": one.delivered_at or now, "read_at": one.read_at or now, "confirmed_at": now}
    return _on(one, State.CONFIRMED, **moments)


def handle(one: Value, now: datetime) -> Value:
    """It was dealt with; who has not confirmed cannot have."""
    if one.state != State.CONFIRMED:
        raise NotPossible
    return _on(one, State.HANDLED, handled_at=now)


def close(one: Value, now: datetime) -> Value:
    """The reporting department has seen what was done."""
    if one.state != State.HANDLED:
        raise NotPossible
    return _on(one, State.CLOSED, closed_at=now)


def cancel(one: Value, now: datetime) -> Value:
    """A repeated test says otherwise."""
    if one.state in OVER:
        raise NotPossible
    return _on(one, State.CANCELLED, cancelled_at=now)


def reassign(one: Value, doctor_id: str) -> Value:
    """Another doctor is responsible: he has to be told, to read and to confirm."""
    if one.state in OVER or one.state == State.CONFIRMED or doctor_id == one.doctor_id:
        raise NotPossible
    return _on(one, State.DETECTED, doctor_id=doctor_id, delivered_at=None, read_at=None)


def noted(one: Value) -> Value:
    """Something was written down beside it."""
    return msgspec.structs.replace(one, v=one.v + 1)


def same(read_back: str, value: str) -> bool:
    """Whether two ways of writing mean the same value."""
    first, second = read_back.strip(), value.strip()
    try:
        return float(first) == float(second)
    except ValueError:
        return first.casefold() == second.casefold()


def _on(one: Value, state: State, **changes: object) -> Value:
    return msgspec.structs.replace(one, state=state, v=one.v + 1, **changes)
