"""What other domains may use of this room."""

from domains.messages.arriving import Follows
from domains.messages.sending import Notice, send
from domains.messages.settled import settle_alerts
from domains.messages.told import OnWay, Told, told_of_alert

__all__ = ["Follows", "Notice", "OnWay", "Told", "send", "settle_alerts", "told_of_alert"]
