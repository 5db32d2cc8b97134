"""Algorithms opened for an institution by the platform, for a time; changed, and ended."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Final, NoReturn

import msgspec
from msgspec import Meta
from sqlalchemy.exc import IntegrityError

from domains.access.public import has_application, institution
from domains.algorithms import permissions, store
from domains.algorithms.errors import AlgorithmDisabled, AlreadyOpened, ApplicationMissing, ChangedMeanwhile
from domains.algorithms.events import AlgorithmOpened, OpeningChanged, OpeningEnded
from hub.caller import Permission
from hub.clock import day_of
from hub.commands import Command, Tx, handles
from hub.errors import FieldError, Invalid, NotFound
from hub.ids import new_id

AI: Final = "ai"
"""The code of the application within which algorithms are opened."""
AI_NAMES: Final = ("AI辅助诊断", "AI-assisted diagnosis")

Note = Annotated[str, Meta(max_length=500)]


class Opening(msgspec.Struct, frozen=True):
    """An opening, and the version it has now."""

    opening_id: str
    v: int


class OpenAlgorithm(Command, frozen=True):
    """Let an institution use an algorithm of the register, from a day to a day (included; None: for good)."""

    needs: ClassVar[Permission] = permissions.GRANT
    institution_id: str
    algorithm_id: str
    starts: date
    ends: date | None = None
    note: Note = ""


class ChangeOpening(Command, frozen=True):
    """Have an opening last for another time; ``v`` is the version that the editor saw."""

    needs: ClassVar[Permission] = permissions.GRANT
    institution_id: str
    opening_id: str
    v: int
    starts: date
    ends: date | None = None
    note: Note = ""


class EndOpening(Command, frozen=True):
    """The institution may not use the algorithm any more, from now on."""

    needs: ClassVar[Permission] = permissions.GRANT
    institution_id: str
    opening_id: str


@handles(OpenAlgorithm)
async def open_algorithm(cmd: OpenAlgorithm, tx: Tx) -> Opening:
    """From the register of the caller's own institution; the institution must have the application."""
    owner = tx.caller.tenant
    zone = await _managed(tx, cmd.institution_id)
    found = await store.algorithm(tx.db, owner, cmd.algorithm_id)
    if found is None:
        raise NotFound
    if not found.enabled:
        raise AlgorithmDisabled(algorithm=found.name)
    if not await has_application(tx.db, cmd.institution_id, AI, tx.now):
        raise ApplicationMissing(application_zh=AI_NAMES[0], application_en=AI_NAMES[1])
    _check(cmd.starts, cmd.ends, day_of(tx.now, zone))
    actor = tx.caller.actor
    tx.act_as(cmd.institution_id, actor)
    values: dict[str, Any] = {"tenant": cmd.institution_id, "id": new_id(), "v": 1, "owner": owner}
    values |= {"algorithm_id": cmd.algorithm_id, "starts": cmd.starts, "ends": cmd.ends, "note": cmd.note.strip()}
    try:
        async with tx.db.begin_nested():
            await store.add(tx.db, {**values, "opened_at": tx.now, "opened_by": actor})
    except IntegrityError as error:
        raise AlreadyOpened(algorithm=found.name) from error
    tx.record(AlgorithmOpened(opening_id=values["id"], algorithm_id=cmd.algorithm_id, v=1))
    return Opening(values["id"], 1)


@handles(ChangeOpening)
async def change_opening(cmd: ChangeOpening, tx: Tx) -> Opening:
    """Also of one that has expired: it goes on."""
    zone = await _managed(tx, cmd.institution_id)
    found = await _opening(tx, cmd.institution_id, cmd.opening_id)
    if found.v != cmd.v:
        raise ChangedMeanwhile
    _check(cmd.starts, cmd.ends, day_of(tx.now, zone))
    tx.act_as(cmd.institution_id, tx.caller.actor)
    values = {"starts": cmd.starts, "ends": cmd.ends, "note": cmd.note.strip()}
    v = await store.change(tx.db, cmd.institution_id, found.id, values)
    tx.record(OpeningChanged(opening_id=found.id, algorithm_id=found.algorithm_id, v=v))
    return Opening(found.id, v)


@handles(EndOpening)
async def end_opening(cmd: EndOpening, tx: Tx) -> Opening:
    """The row stays, so that it can be told who had what and when."""
    await _managed(tx, cmd.institution_id)
    found = await _opening(tx, cmd.institution_id, cmd.opening_id)
    tx.act_as(cmd.institution_id, tx.caller.actor)
    values = {"ended_at": tx.now, "ended_by": tx.caller.actor}
    v = await store.change(tx.db, cmd.institution_id, found.id, values)
    tx.record(OpeningEnded(opening_id=found.id, algorithm_id=found.algorithm_id, v=v))
    return Opening(found.id, v)


async def _managed(tx: Tx, institution_id: str) -> str:
    """The time zone of an institution that the caller manages; raises ``NotFound`` for any other."""
    if institution_id not in tx.caller.reads:
        raise NotFound
    return (await institution(tx.db, institution_id)).time_zone


async def _opening(tx: Tx, institution_id: str, opening_id: str) -> Any:
    found = await store.find(tx.db, institution_id, opening_id, tx.caller.tenant)
    if found is None:
        raise NotFound
    return found


def _check(starts: date, ends: date | None, today: date) -> None:
    if starts > today:
        _refuse("starts", "有效期的开始日期不能晚于今天", "the validity cannot begin later than today")
    if ends is not None and ends < starts:
        _refuse("ends", "有效期的结束日期不能早于开始日期", "the validity cannot end before it begins")


def _refuse(field: str, zh: str, en: str) -> NoReturn:
    reason = f"{zh} ({en})"
    raise Invalid(reason, (FieldError(field, reason),))
