"""The life of an alert as a pure state machine (ISA-18.2 states; the requirements' 待处理, 处理中, 已处理)."""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec

from hub.levels import RANK, Level


class State(enum.StrEnum):
    """What is shown of an alert."""

    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    LATCHED = "latched"
    SHELVED = "shelved"
    CLOSED = "closed"


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """``holds``: the condition is there. ``level`` is the highest so far; ``times`` counts how often it was found."""

    id: str
    level: Level
    opened_at: datetime
    latched: bool = False
    holds: bool = True
    times: int = 1
    escalated: int = 0
    owner: str | None = None
    acknowledged_at: datetime | None = None
    returned_at: datetime | None = None
    shelved_until: datetime | None = None
    closed_at: datetime | None = None
    v: int = 1

    @property
    def state(self) -> State:
        """The one word for it."""
        if self.closed_at is not None:
            return State.CLOSED
        if self.shelved_until is not None:
            return State.SHELVED
        if not self.holds:
            return State.LATCHED if self.latched else State.RETURNED
        return State.ACKNOWLEDGED if self.acknowledged_at is not None else State.UNACKNOWLEDGED

    @property
    def unattended(self) -> bool:
        """Whether nobody has it: reminders and escalation go on."""
        return self.closed_at is None and self.acknowledged_at is None and self.shelved_until is None


class NotPossible(ValueError):
    """The step is not possible from where the alert stands."""


def found_again(alert: Alert, level: Level) -> Alert:
    """The same was found again: a higher level counts, and what was taken over at a lower one needs somebody anew."""
    _open(alert)
    higher = RANK[level] > RANK[alert.level]
    changed = msgspec.structs.replace(alert, holds=True, times=alert.times + 1, returned_at=None, v=alert.v + 1)
    if not higher:
        return changed
    return msgspec.structs.replace(changed, level=level, acknowledged_at=None, owner=None, shelved_until=None)


def went(alert: Alert, now: datetime) -> Alert:
    """The condition is there no more: what somebody has, or what was only told, ends; the rest waits to be seen."""
    _open(alert)
    changed = msgspec.structs.replace(alert, holds=False, returned_at=now, v=alert.v + 1)
    seen = alert.acknowledged_at is not None or alert.shelved_until is not None
    ends = not alert.latched and (seen or RANK[alert.level] <= RANK[Level.LOW])
    return msgspec.structs.replace(changed, closed_at=now) if ends else changed


def acknowledge(alert: Alert, by: str, now: datetime) -> Alert:
    """Somebody takes it over; whoever had it before no longer does. What has returned ends with that."""
    _open(alert)
    changed = msgspec.structs.replace(
        alert, owner=by, acknowledged_at=alert.acknowledged_at or now, shelved_until=None, v=alert.v + 1
    )
    return changed if alert.holds else msgspec.structs.replace(changed, closed_at=now)


def give_back(alert: Alert) -> Alert:
    """Nobody has it any more."""
    _open(alert)
    if alert.acknowledged_at is None:
        raise NotPossible
    return msgspec.structs.replace(alert, owner=None, acknowledged_at=None, v=alert.v + 1)


def close(alert: Alert, by: str, now: datetime) -> Alert:
    """It has been dealt with (已处理)."""
    _open(alert)
    return msgspec.structs.replace(
        alert, owner=by, acknowledged_at=alert.acknowledged_at or now, closed_at=now, shelved_until=None, v=alert.v + 1
    )


def shelve(alert: Alert, until: datetime, now: datetime) -> Alert:
    """Put aside for a time; then it is there as before."""
    _open(alert)
    if until <= now:
        raise NotPossible
    return msgspec.structs.replace(alert, shelved_until=until, v=alert.v + 1)


def unshelve(alert: Alert) -> Alert:
    """The time is over, or somebody takes it out."""
    _open(alert)
    if alert.shelved_until is None:
        raise NotPossible
    return msgspec.structs.replace(alert, shelved_until=None, v=alert.v + 1)


def escalate(alert: Alert, step: int, level: Level | None) -> Alert:
    """Nobody acted in time: the next step of the chain."""
    if not alert.unattended or step <= alert.escalated:
        raise NotPossible
    higher = level if level is not None and RANK[level] > RANK[alert.level] else alert.level
    return msgspec.structs.replace(alert, escalated=step, level=higher, v=alert.v + 1)


def _open(alert: Alert) -> None:
    if alert.closed_at is not None:
        raise NotPossible
