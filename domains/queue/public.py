"""What other domains may use of this room."""

from domains.queue.commands.admission import AdmittedTicket, AdmitTicket
from domains.queue.events import ExamFinished, ExamStarted, TicketAdmitted, TicketCalled

__all__ = ["AdmitTicket", "AdmittedTicket", "ExamFinished", "ExamStarted", "TicketAdmitted", "TicketCalled"]
