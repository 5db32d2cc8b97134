"""What happens to patients' records."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class PatientKept(Event, frozen=True, tag="patients.patient_kept"):
    """A patient became known, or what is known changed."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "patient_id"
    patient_id: str


class PatientMerged(Event, frozen=True, tag="patients.patient_merged"):
    """A second record of the same person was given up; all its numbers went to ``into``."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "patient_id"
    patient_id: str
    into: str
