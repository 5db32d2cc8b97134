"""Keeping records by hand."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from domains.patients.keeping import change, keep
from domains.patients.model import Details, Kind, NumberText
from domains.patients.permissions import KEEP
from domains.patients.queries import PatientView, view
from hub.caller import Permission
from hub.commands import Command, Tx, handles


class KeepPatient(Command, frozen=True):
    """Note a patient, or change what is known of one (``patient_id``)."""

    needs: ClassVar[Permission] = KEEP
    private: ClassVar[frozenset[str]] = frozenset({"details", "numbers"})
    details: Details
    numbers: Annotated[dict[Kind, NumberText], Meta(max_length=5)] = msgspec.field(default_factory=dict)
    patient_id: Annotated[str, Meta(max_length=64)] | None = None


@handles(KeepPatient)
async def keep_patient(cmd: KeepPatient, tx: Tx) -> PatientView:
    """Raises ``NumberTaken``, and ``NotFound`` for a patient that there is not."""
    if cmd.patient_id is None:
        kept = await keep(tx, cmd.details, cmd.numbers)
    else:
        kept = await change(tx, cmd.patient_id, cmd.details, cmd.numbers)
    return view(kept, masked=tx.caller.masked)
