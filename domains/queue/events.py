"""What happens in a line. The key is the patient: his facts stay in order across rooms."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class TicketEvent(Event, frozen=True):
    """Base of a ticket's facts: where it stands now."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "ticket_id"
    ticket_id: str
    patient_id: str
    room_id: str


class TicketAdmitted(TicketEvent, frozen=True, tag="queue.ticket_admitted"):
    """A patient joined a room's line."""


class TicketCalled(TicketEvent, frozen=True, tag="queue.ticket_called"):
    """A patient is being called; ``calls`` counts from 1."""

    calls: int


class AnnouncementEnded(TicketEvent, frozen=True, tag="queue.announcement_ended"):
    """The announcement is over: 呼叫中 becomes 已呼."""


class TicketPassed(TicketEvent, frozen=True, tag="queue.ticket_passed"):
    """The called patient did not come."""


class TicketSignedInAgain(TicketEvent, frozen=True, tag="queue.ticket_signed_in_again"):
    """A passed patient is back in line."""


class ExamStarted(TicketEvent, frozen=True, tag="queue.exam_started"):
    """The patient is being examined."""


class ExamFinished(TicketEvent, frozen=True, tag="queue.exam_finished"):
    """The examination is done; the ticket leaves the line."""


class RoomChanged(TicketEvent, frozen=True, tag="queue.room_changed"):
    """The patient moved from ``from_room_id`` to ``room_id``."""

    from_room_id: str


class TicketRenewed(TicketEvent, frozen=True, tag="queue.ticket_renewed"):
    """What the ticket says was corrected, or sent to the room once more; it stands where it stood."""


class TicketWithdrawn(TicketEvent, frozen=True, tag="queue.ticket_withdrawn"):
    """The examination was cancelled; the ticket leaves the line."""


class DayBegan(Event, frozen=True, tag="queue.day_began"):
    """The institution's day turned: the lists of ``room_ids`` are others now. ``v`` is the day's ordinal."""

    key: ClassVar[str] = "institution_id"
    aggregate: ClassVar[str] = "institution_id"
    institution_id: str
    room_ids: tuple[str, ...]


class RoomOpened(Event, frozen=True, tag="queue.room_opened"):
    """There is a new examination room."""

    key: ClassVar[str] = "room_id"
    aggregate: ClassVar[str] = "room_id"
    room_id: str


class RoomsChanged(Event, frozen=True, tag="queue.rooms_changed"):
    """Rooms may have other names now: who shows one of ``room_ids``, and the screens ``codes``, look anew."""

    key: ClassVar[str] = "institution_id"
    aggregate: ClassVar[str] = "institution_id"
    institution_id: str
    room_ids: tuple[str, ...]
    codes: tuple[str, ...]


class ScreenPaired(Event, frozen=True, tag="queue.screen_paired"):
    """A lobby screen got its device token."""

    key: ClassVar[str] = "screen_id"
    aggregate: ClassVar[str] = "screen_id"
    screen_id: str


class ScreenChanged(Event, frozen=True, tag="queue.screen_changed"):
    """A screen has another name or other rooms now, or none of us uses it any more (``revoked``)."""

    key: ClassVar[str] = "screen_id"
    aggregate: ClassVar[str] = "screen_id"
    screen_id: str
    code: str
    revoked: bool = False


class NamesChosen(Event, frozen=True, tag="queue.names_chosen"):
    """The institution's screens name patients otherwise now: full, masked, or by number only."""

    key: ClassVar[str] = "institution_id"
    aggregate: ClassVar[str] = "institution_id"
    institution_id: str
    names: str
    room_ids: tuple[str, ...]


LINE_EVENTS = (
    TicketAdmitted,
    TicketCalled,
    AnnouncementEnded,
    TicketPassed,
    TicketSignedInAgain,
    ExamStarted,
    ExamFinished,
    RoomChanged,
    TicketRenewed,
    TicketWithdrawn,
)
