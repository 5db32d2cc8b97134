"""A critical value in a report starts on its way at once: popup, read-back and escalation are its own room's."""

from __future__ import annotations

from domains.access.public import colleagues
from domains.critical_values.public import Result, find
from domains.reports.content import content_of
from domains.reports.store import Found
from hub.commands import Tx

SOURCE = "ris"


async def tell_critical(tx: Tx, row: Found) -> None:
    """Report the critical value that the report tells of; the same one again changes nothing.

    Responsible is the requesting doctor where exactly one colleague bears his name, else those whom the rules name.
    """
    content = content_of(row.content)
    if not content.critical:
        return
    namesakes = [one.id for one in await colleagues(tx.db, tx.caller.tenant) if one.name == row.requesting_doctor]
    await find(
        tx,
        Result(
            source=SOURCE,
            result_no=f"{row.id}|{content.critical_value}",
            patient_id=row.patient_id,
            patient_name=row.name,
            patient_sex=row.sex,
            birth_date=row.birth_date,
            department=row.requesting_department[:50],
            item=content.critical_item,
            item_name=content.critical_item,
            value=content.critical_value,
            doctor_id=namesakes[0] if len(namesakes) == 1 else None,
            observed_at=row.exam_at,
            reported_by=tx.caller.actor,
            flagged=content.critical_level,
        ),
    )
