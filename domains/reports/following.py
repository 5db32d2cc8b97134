"""A report comes into being when an examination is done, in the transaction that ends it (radiology.md 4.3).

Who was referred is examined, and reported on, at the institution that received him.
"""

from __future__ import annotations

from typing import Any

from domains.access.public import names
from domains.queue.public import rooms
from domains.registration.public import Exam, Follower, State
from domains.reports import store
from domains.reports.events import ReportOpened, ReportRenewed
from domains.reports.model import State as Stand
from hub.commands import Tx

_SAME = ("patient_id", "name", "sex", "birth_date", "rank", "exam_type", "exam_no", "image_no", "room_id", "campus")
_ASKED = ("requesting_doctor", "requesting_department", "requested_at")


async def follow(exam: Exam, tx: Tx) -> None:
    """Open the report of an examination that is done, or correct what it says of the patient and the request."""
    if exam.state != State.EXAMINED or exam.direction == "sent":
        return
    before = await store.maybe(tx.db, tx.caller.tenant, exam.id, lock=True)
    values = columns_of(exam)
    if before is None:
        await _open(exam, tx, values)
        return
    known = {name: getattr(before, name) for name in values}
    if known != values:
        v = before.v + 1
        turn = store.turn_of(exam.rank, before.exam_at)
        await store.rewrite(tx, exam.id, {**values, "turn": turn, "v": v})
        told = {"report_id": exam.id, "patient_id": exam.patient_id, "writer": before.writer or ""}
        tx.record(ReportRenewed(**told, state=before.state, v=v))


def columns_of(exam: Exam) -> dict[str, Any]:
    """What a report repeats of its examination, so that lists need nothing else."""
    values = {name: getattr(exam, name) for name in (*_SAME, *_ASKED)}
    return values | {"items": list(exam.items), "parts": list(exam.parts)}


async def _open(exam: Exam, tx: Tx, values: dict[str, Any]) -> None:
    tenant = tx.caller.tenant
    room = (await rooms(tx.db, tenant)).get(exam.room_id or "")
    registrar = (await names(tx.db, tenant, [exam.registered_by])).get(exam.registered_by, "")
    more = {"room": "" if room is None else room.name, "registrar": registrar, "exam_at": tx.now}
    if await store.add(tx, exam.id, {**values, **more, "turn": store.turn_of(exam.rank, tx.now)}):
        report = store.life_of(await store.one(tx.db, tenant, exam.id))
        who = (await names(tx.db, tenant, [tx.caller.actor])).get(tx.caller.actor, "")
        await store.note(tx, report, "opened", who, {})
        tx.record(ReportOpened(report_id=exam.id, patient_id=exam.patient_id, state=Stand.TO_DIAGNOSE, v=1))


follower = Follower(follow)
