"""What other domains may use of this room."""

from domains.messages.arriving import Follows
from domains.messages.sending import Notice, send
from domains.messages.told import OnWay, Told, told_of_alert

__all__ = ["Follows", "Notice", "OnWay", "Told", "send", "told_of_alert"]
