"""How far the report of an examination is, as its registration has to know (RIS-071, RIS-075).

No commands of their own: they happen in the transaction of the reading room's commands.
"""

from __future__ import annotations

from domains.registration import store
from domains.registration.events import RegistrationMoved
from domains.registration.model import Step, step
from hub.commands import Tx


async def hold(tx: Tx, registration_id: str) -> None:
    """Lock the registration until the end of the transaction: it is locked before its report, always."""
    await store.load(tx.db, tx.caller.tenant, registration_id, lock=True)


async def report_begun(tx: Tx, registration_id: str) -> None:
    """已检查 becomes 诊断中: nobody corrects or cancels the registration any more."""
    await _move(tx, registration_id, Step.DIAGNOSE)


async def report_given_up(tx: Tx, registration_id: str) -> None:
    """诊断中 becomes 已检查: the report waits anew for somebody to write it."""
    await _move(tx, registration_id, Step.GIVE_UP)


async def report_passed(tx: Tx, registration_id: str) -> None:
    """诊断中 becomes 已完成."""
    await _move(tx, registration_id, Step.COMPLETE)


async def _move(tx: Tx, registration_id: str, doing: Step) -> None:
    row = await store.load(tx.db, tx.caller.tenant, registration_id, lock=True)
    state, v = step(row.state, doing), row.v + 1
    await store.change(tx.db, tx.caller.tenant, row.id, state=state, updated_at=tx.now, v=v)
    tx.record(RegistrationMoved(registration_id=row.id, patient_id=row.patient_id, direction=row.direction, v=v))
