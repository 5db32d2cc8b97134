"""What other domains may use of this room."""

from domains.registration.errors import CannotNow
from domains.registration.events import REGISTRATION_EVENTS, RegistrationEvent
from domains.registration.model import State, age_on, class_of
from domains.registration.permissions import VIEW
from domains.registration.printing import FinishedReport, Printed
from domains.registration.queries.looking import Sheet, sheet
from domains.registration.reported import hold, report_begun, report_given_up, report_passed
from domains.registration.telling import Exam, Follower, exam_of

__all__ = [
    "REGISTRATION_EVENTS",
    "VIEW",
    "CannotNow",
    "Exam",
    "FinishedReport",
    "Follower",
    "Printed",
    "RegistrationEvent",
    "Sheet",
    "State",
    "age_on",
    "class_of",
    "exam_of",
    "hold",
    "paper_font",
    "report_begun",
    "report_given_up",
    "report_passed",
    "sheet",
]


def paper_font() -> str:
    """The name of the font of everything printed; it has five megabytes and is read at the first sheet."""
    from domains.registration.papers.fonts import font  # noqa: PLC0415 - most processes never print

    return font()
