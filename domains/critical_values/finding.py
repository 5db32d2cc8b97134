"""A result that may be critical, from wherever it came: graded, written down, told to the engine by a fact."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from domains.access.public import able, institution, names
from domains.critical_values import store
from domains.critical_values.events import CriticalValueDetected, ValueEvent
from domains.critical_values.limits import limits_of
from domains.critical_values.model import Sex, graded
from hub.clock import day_of
from hub.commands import Tx
from hub.ids import new_id
from hub.masking import mask_name


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One result of one item. ``flagged``: whoever reported it says that it is critical (1 or 2), limits or not."""

    source: str
    result_no: str
    patient_id: str
    patient_name: str
    patient_sex: Sex = "unknown"
    birth_date: date | None = None
    department: str = ""
    bed: str = ""
    item: str
    item_name: str
    value: str
    unit: str = ""
    doctor_id: str | None = None
    observed_at: datetime | None = None
    reported_by: str = ""
    flagged: int = 0


async def find(tx: Tx, result: Result) -> str | None:
    """Write a critical value down if it is one; gives its id. The same result again changes nothing."""
    level = result.flagged or await _graded(tx, result)
    if not level:
        return None
    doctor = result.doctor_id
    if doctor is not None and not await able(tx.db, tx.caller.tenant, [doctor]):
        doctor = None
    row: dict[str, Any] = {
        **{name: getattr(result, name) for name in Result.__struct_fields__ if name != "flagged"},
        "tenant": tx.caller.tenant,
        "id": new_id(),
        "v": 1,
        "state": "detected",
        "level": level,
        "doctor_id": doctor,
        "doctor": (await names(tx.db, tx.caller.tenant, [doctor])).get(doctor, "") if doctor else "",
        "keeper": "",
        "detected_at": tx.now,
    }
    if not await store.add(tx.db, row):
        return None
    value_id = str(row["id"])
    await store.note(tx, value_id, "detected", {"source": result.source})
    tx.record(fact(CriticalValueDetected, await store.one(tx.db, tx.caller.tenant, value_id)))
    return value_id


def fact(kind: type[ValueEvent], row: Any) -> ValueEvent:
    """What happened to a value, as others may know it."""
    return kind(
        v=row.v,
        value_id=row.id,
        patient_id=row.patient_id,
        level=row.level,
        item=row.item,
        item_name=row.item_name,
        value=row.value,
        unit=row.unit,
        patient=mask_name(row.patient_name),
        department=row.department,
        doctor_id=row.doctor_id,
    )


async def _graded(tx: Tx, result: Result) -> int:
    try:
        number = float(result.value.strip().lstrip("<>≤≥= "))
    except ValueError:
        return 0
    limits = await limits_of(tx.db, tx.caller.tenant, result.item)
    if not limits:
        return 0
    today = day_of(tx.now, (await institution(tx.db, tx.caller.tenant)).time_zone)
    age = None if result.birth_date is None else _years(result.birth_date, today)
    return graded(limits, number, result.patient_sex, age, result.department)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
