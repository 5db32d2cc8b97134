"""Reporting by hand what no interface tells."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from domains.critical_values import permissions
from domains.critical_values.errors import NotCritical
from domains.critical_values.finding import Result, find
from domains.patients.public import shelf
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.ids import new_id

Short = Annotated[str, Meta(max_length=50)]


class Reported(msgspec.Struct, frozen=True):
    """The critical value that came of it."""

    value_id: str


class ReportCriticalValue(Command, frozen=True, kw_only=True):
    """Report a critical value of a patient that is known. Without ``level`` the limits decide."""

    needs: ClassVar[Permission] = permissions.REPORT
    private: ClassVar[frozenset[str]] = frozenset({"value", "bed"})
    patient_id: Annotated[str, Meta(min_length=1, max_length=64)]
    item: Annotated[str, Meta(min_length=1, max_length=40)]
    item_name: Annotated[str, Meta(min_length=1, max_length=50)]
    value: Annotated[str, Meta(min_length=1, max_length=50)]
    unit: Annotated[str, Meta(max_length=20)] = ""
    level: Literal[1, 2] | None = None
    doctor_id: Annotated[str, Meta(max_length=64)] | None = None
    department: Short = ""
    bed: Annotated[str, Meta(max_length=20)] = ""


@handles(ReportCriticalValue)
async def report_critical_value(cmd: ReportCriticalValue, tx: Tx) -> Reported:
    """Raises ``NotFound`` for an unknown patient, ``NotCritical`` when no limit says so and no level was chosen."""
    patient = await shelf(tx).patient(cmd.patient_id)
    value_id = await find(
        tx,
        Result(
            source="manual",
            result_no=new_id(),
            patient_id=patient.id,
            patient_name=patient.details.name,
            patient_sex=patient.details.sex,
            birth_date=patient.details.birth_date,
            department=cmd.department,
            bed=cmd.bed,
            item=cmd.item,
            item_name=cmd.item_name,
            value=cmd.value.strip(),
            unit=cmd.unit,
            doctor_id=cmd.doctor_id,
            observed_at=tx.now,
            reported_by=tx.caller.actor,
            flagged=cmd.level or 0,
        ),
    )
    if value_id is None:
        raise NotCritical(item=cmd.item_name, value=cmd.value)
    return Reported(value_id)
