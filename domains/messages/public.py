"""What other domains may use of this room."""

from domains.messages.sending import Notice, send
from domains.messages.told import OnWay, Told, told_of_alert

__all__ = ["Notice", "OnWay", "Told", "send", "told_of_alert"]
