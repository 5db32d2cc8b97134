"""What happens at the desk. The key is the patient: his facts stay in order."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from hub.events import Event


class RegistrationEvent(Event, frozen=True):
    """Base of a registration's facts; ``direction`` is that of a referral."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "registration_id"
    registration_id: str
    patient_id: str
    direction: str = ""


class RegistrationSubmitted(RegistrationEvent, frozen=True, tag="registration.submitted"):
    """A patient was registered, or referred (``sent``), or a referral arrived (``received``)."""


class RegistrationEdited(RegistrationEvent, frozen=True, tag="registration.edited"):
    """What is written down was corrected."""


class RegistrationPushed(RegistrationEvent, frozen=True, tag="registration.pushed"):
    """The examination was sent to its room once more."""


class RegistrationCancelled(RegistrationEvent, frozen=True, tag="registration.cancelled"):
    """The booking was cancelled."""


class RegistrationMoved(RegistrationEvent, frozen=True, tag="registration.moved"):
    """The examination went on: called, started, finished, another room; or so the other institution says."""


class OrderEvent(Event, frozen=True):
    """Base of an order's facts."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "order_id"
    order_id: str
    patient_id: str


class OrderReceived(OrderEvent, frozen=True, tag="registration.order_received"):
    """A request came from the hospital's information system."""


class OrderChanged(OrderEvent, frozen=True, tag="registration.order_changed"):
    """The hospital's information system changed its request."""


class OrderCancelled(OrderEvent, frozen=True, tag="registration.order_cancelled"):
    """The hospital's information system took its request back."""


class OrderRegistered(OrderEvent, frozen=True, tag="registration.order_registered"):
    """The request led to a registration, or waits anew because that was cancelled (``reopened``)."""

    reopened: bool = False


class SlotChanged(Event, frozen=True, tag="registration.slot_changed"):
    """A place was taken or given back; ``slot`` is the room and the moment."""

    key: ClassVar[str] = "slot"
    aggregate: ClassVar[str] = "slot"
    slot: str
    room_id: str
    at: datetime


REGISTRATION_EVENTS = (
    RegistrationSubmitted,
    RegistrationEdited,
    RegistrationPushed,
    RegistrationCancelled,
    RegistrationMoved,
)
ORDER_EVENTS = (OrderReceived, OrderChanged, OrderCancelled, OrderRegistered)
