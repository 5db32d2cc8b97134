"""What other domains may use of this room."""

from domains.patients.errors import NobodyFound
from domains.patients.keeping import change, find, keep, merge, shelf
from domains.patients.model import Details, Kind, Sex
from domains.patients.queries import PatientView, view
from domains.patients.store import Patient, Shelf

__all__ = [
    "Details",
    "Kind",
    "NobodyFound",
    "Patient",
    "PatientView",
    "Sex",
    "Shelf",
    "change",
    "find",
    "keep",
    "merge",
    "shelf",
    "view",
]
