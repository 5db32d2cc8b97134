"""A report as it is shown in lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from domains.registration.public import age_on, class_of
from domains.reports.model import State
from domains.reports.store import Found
from hub.clock import day_of
from hub.masking import mask_name

EXAM_STATES: Final = {
    State.TO_DIAGNOSE: "examined",
    State.DIAGNOSING: "diagnosing",
    State.TO_REVIEW: "diagnosing",
    State.REVIEWING: "diagnosing",
    State.REVIEWED: "completed",
    State.PRINTED: "completed",
}
"""检查状态 by 报告状态 (reading 2): the words of the registration's states."""


class ListedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the diagnosis list (RIS-201).

    ``holder`` is the account that has entered (empty: nobody). ``writer`` (诊断医生), ``reviewer`` (审核医生) and
    ``registrar`` are names. ``age``: whole years at the examination. ``order``: lower first. ``submitted_at`` is
    诊断时间. ``rejected``: it came back from the reviewer and was not handed in again yet.
    """

    report_id: str
    v: int
    revision: int
    state: State
    holder: str
    holder_name: str
    held_at: datetime | None
    writer: str
    reviewer: str
    patient_id: str
    name: str
    sex: str
    age: int | None
    patient_class: str
    order: int
    exam_state: str
    exam_type: str
    room_id: str | None
    room: str
    campus: str
    parts: tuple[str, ...]
    items: tuple[str, ...]
    image_no: str
    exam_no: str
    exam_at: datetime
    registrar: str
    requesting_doctor: str
    requesting_department: str
    requested_at: datetime | None
    submitted_at: datetime | None
    reviewed_at: datetime | None
    rejected: bool
    critical: bool
    prints: int


def listed(row: Found, zone: str, *, masked: bool) -> ListedReport:
    """A row; ``masked``: the patient's name too."""
    plain: dict[str, Any] = {n: row._mapping[n] for n in ListedReport.__struct_fields__ if n in row._mapping}  # noqa: SLF001 - SQLAlchemy's public name
    state = State(row.state)
    return ListedReport(
        **{
            **plain,
            "report_id": row.id,
            "state": state,
            "holder": row.holder or "",
            "writer": row.writer_name,
            "reviewer": row.reviewer_name,
            "name": mask_name(row.name) if masked else row.name,
            "age": None if row.birth_date is None else age_on(row.birth_date, day_of(row.exam_at, zone)),
            "patient_class": class_of(row.rank),
            "order": row.turn,
            "exam_state": EXAM_STATES[state],
            "parts": tuple(row.parts),
            "items": tuple(row.items),
            "rejected": bool(row.rejection),
            "critical": bool(row.content.get("critical")),
        }
    )
