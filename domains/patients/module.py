"""The patients room's declaration."""

from domains.patients import commands, events, intake, permissions, queries
from hub.module import Module

MODULE = Module(
    "patients",
    provides=(
        permissions.LOOK_UP,
        permissions.KEEP,
        commands.keep_patient,
        queries.find_patient,
        intake.admissions,
        intake.merges,
        events.PatientKept,
        events.PatientMerged,
    ),
)
