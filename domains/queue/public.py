"""What other domains may use of this room."""

from __future__ import annotations

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.queue import store
from domains.queue.commands.admission import AdmittedTicket, AdmitTicket, admit
from domains.queue.commands.renewal import Renewal, hold, renew, withdraw
from domains.queue.days import day_bounds
from domains.queue.events import DayBegan, ExamFinished, ExamStarted, TicketAdmitted, TicketCalled
from domains.queue.following import Follower
from domains.queue.model import State, Ticket
from domains.queue.permissions import ADMIT
from domains.queue.queries import Room

__all__ = [
    "ADMIT",
    "AdmitTicket",
    "AdmittedTicket",
    "DayBegan",
    "ExamFinished",
    "ExamStarted",
    "Follower",
    "Renewal",
    "Room",
    "State",
    "Ticket",
    "TicketAdmitted",
    "TicketCalled",
    "admit",
    "day_bounds",
    "hold",
    "renew",
    "rooms",
    "withdraw",
]


async def rooms(db: AsyncConnection, tenant: str) -> dict[str, Room]:
    """The institution's rooms by id."""
    found = await store.all_rooms(db, tenant)
    return {row.id: msgspec.convert(row, Room, from_attributes=True) for row in found}
