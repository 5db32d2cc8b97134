"""What other domains may use of this room."""

from domains.gateway.errors import FieldMissing, Refusal, WrongValue
from domains.gateway.hl7v2 import Message, Segment
from domains.gateway.intakes import Intake

__all__ = ["FieldMissing", "Intake", "Message", "Refusal", "Segment", "WrongValue"]
