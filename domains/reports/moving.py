"""One step of a report: the row, its revision, its log line and the fact, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from domains.access.public import names
from domains.registration.public import hold
from domains.reports import model, permissions, store
from domains.reports.errors import (
    ChangedMeanwhile,
    LockedBy,
    LockLost,
    NotWrittenYet,
    ReasonMissing,
    WrongState,
)
from domains.reports.events import ReportEvent
from domains.reports.model import Doctor, Phase, Report
from domains.reports.store import Found
from hub.commands import Tx
from hub.errors import Forbidden

Move = Callable[[Report, Doctor], Report]

_RIGHTS: Final = {Phase.WRITING: permissions.WRITE, Phase.REVIEW: permissions.REVIEW}
_DOING: Final = {Phase.WRITING: ("书写", "writing"), Phase.REVIEW: ("审核", "reviewing")}


@dataclass(frozen=True, slots=True)
class Step:
    """What is tried, in words for the refusal; ``name`` is its line in the log, ``kind`` its fact.

    ``detail`` goes into the log, ``tells`` into the fact, ``more`` into columns besides those of the rules.
    """

    name: str
    kind: type[ReportEvent]
    zh: str
    en: str
    phase: Phase | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    tells: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


async def locked(tx: Tx, report_id: str) -> Found:
    """The institution's report, until the end of the transaction; its registration is locked first, as by everybody.

    Raises ``NotFound``.
    """
    await hold(tx, report_id)
    return await store.one(tx.db, tx.caller.tenant, report_id, lock=True)


async def take(tx: Tx, row: Found, move: Move, step: Step) -> Found:
    """Take the step; gives the row as it is now. Raises what speaks against it; what changes nothing is not noted."""
    before = store.life_of(row)
    try:
        after = move(before, doctor(tx))
    except model.NotPossible as error:
        _refuse(error, before, row, step)
    if after is before:
        return row
    who = (await names(tx.db, tx.caller.tenant, [tx.caller.actor])).get(tx.caller.actor, "")
    now = await store.change(tx, before, after, {**_signed(before, after, who, tx), **step.more})
    await store.note(tx, after, step.name, who, step.detail)
    told = {"report_id": after.id, "patient_id": row.patient_id, "state": after.state.value, "v": after.v}
    tx.record(step.kind(**told, writer=after.writer or "", **step.tells))
    return now


def doctor(tx: Tx) -> Doctor:
    """Who acts, with the phases in which he may."""
    return Doctor(tx.caller.actor, frozenset(phase for phase, right in _RIGHTS.items() if tx.caller.may(right)))


def _signed(before: Report, after: Report, who: str, tx: Tx) -> dict[str, Any]:
    """The names of those who are others now; whoever takes a step becomes nobody but himself."""
    values: dict[str, Any] = {}
    for role in ("holder", "writer", "reviewer"):
        if getattr(after, role) != getattr(before, role):
            values[f"{role}_name"] = who if getattr(after, role) is not None else ""
    if "holder_name" in values:
        values["held_at"] = None if after.holder is None else tx.now
    return values


def _refuse(error: model.NotPossible, before: Report, row: Found, step: Step) -> NoReturn:
    match error:
        case model.NoRight() if step.phase is not None:
            raise Forbidden(permission=_RIGHTS[step.phase].name) from error
        case model.Locked() if step.phase is not None:
            zh, en = _DOING[step.phase]
            raise LockedBy(name=row.holder_name, doing_zh=zh, doing_en=en) from error
        case model.NotHeld():
            raise LockLost from error
        case model.OtherRevision():
            raise ChangedMeanwhile from error
        case model.NoReason():
            raise ReasonMissing from error
        case model.Unfinished():
            raise NotWrittenYet(error.missing) from error
        case _:
            zh, en = model.STATES[before.state]
            raise WrongState(state_zh=zh, state_en=en, step_zh=step.zh, step_en=step.en) from error
