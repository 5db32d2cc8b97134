"""What other domains may use of this room."""

from domains.patients.errors import NobodyFound
from domains.patients.intake import patient_of
from domains.patients.keeping import change, find, keep, merge, shelf, write_down
from domains.patients.model import Details, Kind, NumberText, Sex
from domains.patients.permissions import LOOK_UP
from domains.patients.queries import PatientView, view
from domains.patients.store import Patient, Shelf

__all__ = [
    "LOOK_UP",
    "Details",
    "Kind",
    "NobodyFound",
    "NumberText",
    "Patient",
    "PatientView",
    "Sex",
    "Shelf",
    "change",
    "find",
    "keep",
    "merge",
    "patient_of",
    "shelf",
    "view",
    "write_down",
]
