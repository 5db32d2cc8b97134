"""The steps from the message to the closed file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Final

from msgspec import Meta

from domains.access.public import able, names
from domains.alerts.public import acknowledge, hush
from domains.critical_values import model, permissions, store
from domains.critical_values.errors import NoSuchDoctor, ReadBackDiffers, StepNotPossible
from domains.critical_values.events import (
    CriticalValueCalled,
    CriticalValueCancelled,
    CriticalValueClosed,
    CriticalValueConfirmed,
    CriticalValueDelivered,
    CriticalValueDetected,
    CriticalValueHandled,
    CriticalValueRead,
    ValueEvent,
)
from domains.critical_values.finding import fact
from domains.critical_values.model import Call, Value
from hub.caller import Permission
from hub.commands import Command, Tx, handles

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Note = Annotated[str, Meta(max_length=500)]
TOLD_BY: Final = ("W-QC-01", "W-QC-02")
"""The rules whose alerts stop reminding once the value was read back."""
ESCALATED_BY: Final = ("W-QC-04",)
"""The rule whose clock goes on until it is dealt with."""


class OpenCriticalValue(Command, frozen=True, kw_only=True):
    """A responsible person has it before his eyes."""

    needs: ClassVar[Permission] = permissions.HANDLE
    value_id: Id


class ConfirmCriticalValue(Command, frozen=True, kw_only=True):
    """Confirm by reading back: the value as it was understood."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"read_back"})
    value_id: Id
    read_back: Annotated[str, Meta(min_length=1, max_length=50)]


class HandleCriticalValue(Command, frozen=True, kw_only=True):
    """What was done about it (处置)."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note"})
    value_id: Id
    note: Annotated[str, Meta(min_length=1, max_length=500)]


class CloseCriticalValue(Command, frozen=True, kw_only=True):
    """The file is complete."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note"})
    value_id: Id
    note: Note = ""


class CancelCriticalValue(Command, frozen=True, kw_only=True):
    """A repeated test, or a mistake, says that it is none; why."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note"})
    value_id: Id
    note: Annotated[str, Meta(min_length=1, max_length=500)]


class ReassignCriticalValue(Command, frozen=True, kw_only=True):
    """Make another doctor responsible: he is told as the first one was."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note"})
    value_id: Id
    doctor_id: Id
    note: Note = ""


class NoteCall(Command, frozen=True, kw_only=True):
    """One telephone call, or a try; the time is the server's. A call in which it was read back confirms it."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note", "read_back", "reached"})
    value_id: Id
    outcome: Call
    reached: Annotated[str, Meta(max_length=50)] = ""
    read_back: Annotated[str, Meta(max_length=50)] = ""
    note: Note = ""


Move = Callable[[Value], Value]


@handles(OpenCriticalValue)
async def open_critical_value(cmd: OpenCriticalValue, tx: Tx) -> None:
    """The first time counts."""
    await _step(tx, cmd.value_id, lambda one: model.read(one, tx.now), "read", CriticalValueRead, {})


@handles(ConfirmCriticalValue)
async def confirm_critical_value(cmd: ConfirmCriticalValue, tx: Tx) -> None:
    """Raises ``ReadBackDiffers``; nobody is reminded any more."""
    await _confirm(tx, cmd.value_id, cmd.read_back, {"read_back": cmd.read_back})


@handles(HandleCriticalValue)
async def handle_critical_value(cmd: HandleCriticalValue, tx: Tx) -> None:
    """Only what was confirmed."""
    await _step(
        tx, cmd.value_id, lambda one: model.handle(one, tx.now), "handled", CriticalValueHandled, {"note": cmd.note}
    )
    await _keep(tx, cmd.value_id)


@handles(CloseCriticalValue)
async def close_critical_value(cmd: CloseCriticalValue, tx: Tx) -> None:
    """Only what was handled."""
    await _step(
        tx, cmd.value_id, lambda one: model.close(one, tx.now), "closed", CriticalValueClosed, {"note": cmd.note}
    )


@handles(CancelCriticalValue)
async def cancel_critical_value(cmd: CancelCriticalValue, tx: Tx) -> None:
    """Before it was handled."""
    await _step(
        tx, cmd.value_id, lambda one: model.cancel(one, tx.now), "cancelled", CriticalValueCancelled, {"note": cmd.note}
    )


@handles(ReassignCriticalValue)
async def reassign_critical_value(cmd: ReassignCriticalValue, tx: Tx) -> None:
    """Raises ``NoSuchDoctor``."""
    if not await able(tx.db, tx.caller.tenant, [cmd.doctor_id]):
        raise NoSuchDoctor("doctor_id")
    name = (await names(tx.db, tx.caller.tenant, [cmd.doctor_id]))[cmd.doctor_id]
    detail = {"doctor_id": cmd.doctor_id, "doctor": name, "note": cmd.note}
    await _step(
        tx, cmd.value_id, lambda one: model.reassign(one, cmd.doctor_id), "reassigned", CriticalValueDetected, detail
    )
    await store.call(tx.db, tx.caller.tenant, cmd.value_id, doctor=name)


@handles(NoteCall)
async def note_call(cmd: NoteCall, tx: Tx) -> None:
    """Each try is a line of its own."""
    detail = {"outcome": cmd.outcome.value, "reached": cmd.reached, "read_back": cmd.read_back, "note": cmd.note}
    await _step(tx, cmd.value_id, _counted, "called", CriticalValueCalled, detail)
    if cmd.outcome is Call.CONFIRMED:
        await _confirm(tx, cmd.value_id, cmd.read_back, {})


async def reached(tx: Tx, about: Mapping[str, str], account: str, way: str) -> None:
    """A message about a critical value has arrived at somebody's screen or telephone; the first time counts."""
    value_id = about.get("value_id")
    if value_id is not None and await store.is_there(tx.db, tx.caller.tenant, value_id):
        name = (await names(tx.db, tx.caller.tenant, [account])).get(account, "")
        detail = {"way": way, "account": account, "name": name}
        await _step(tx, value_id, lambda one: model.delivered(one, tx.now), "delivered", CriticalValueDelivered, detail)


async def _confirm(tx: Tx, value_id: str, read_back: str, detail: dict[str, Any]) -> None:
    """Read back: the alerts stop reminding, and everybody sees who has it."""
    await _step(
        tx, value_id, lambda one: model.confirm(one, read_back, tx.now), "confirmed", CriticalValueConfirmed, detail
    )
    await _keep(tx, value_id)
    await acknowledge(tx, TOLD_BY, value_id)
    await hush(tx, ESCALATED_BY, value_id)


async def _keep(tx: Tx, value_id: str) -> None:
    """Who does this has it in hand from now on."""
    mine = tx.caller.actor
    keeper = (await names(tx.db, tx.caller.tenant, [mine])).get(mine, "")
    await store.call(tx.db, tx.caller.tenant, value_id, keeper=keeper)


def _counted(one: Value) -> Value:
    if one.state in (model.State.CLOSED, model.State.CANCELLED):
        raise model.NotPossible
    return model.noted(one)


async def _step(tx: Tx, value_id: str, move: Move, step: str, kind: type[ValueEvent], detail: dict[str, Any]) -> None:
    tenant = tx.caller.tenant
    row = await store.one(tx.db, tenant, value_id, lock=True)
    before = store.life_of(row)
    try:
        after = move(before)
    except model.WrongReadBack as error:
        raise ReadBackDiffers from error
    except model.NotPossible as error:
        zh, en = model.STATES[row.state]
        raise StepNotPossible(state_zh=zh, state_en=en) from error
    if after == before:
        return
    await store.change(tx.db, tenant, after)
    await store.note(tx, value_id, step, detail)
    tx.record(fact(kind, await store.one(tx.db, tenant, value_id)))
