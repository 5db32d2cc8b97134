"""What other domains may use of this room."""

from domains.registration.events import REGISTRATION_EVENTS, RegistrationEvent
from domains.registration.model import State
from domains.registration.permissions import VIEW

__all__ = ["REGISTRATION_EVENTS", "VIEW", "RegistrationEvent", "State"]
