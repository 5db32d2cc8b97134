"""What happens to alerts."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class AlertEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to one alert."""

    key: ClassVar[str] = "alert_id"
    aggregate: ClassVar[str] = "alert_id"
    alert_id: str
    rule: str
    level: str


class AlertRaised(AlertEvent, frozen=True, kw_only=True, tag="alerts.raised"):
    """Something came that people should know."""


class AlertRaisedAgain(AlertEvent, frozen=True, kw_only=True, tag="alerts.raised_again"):
    """The same was found once more."""


class AlertReturned(AlertEvent, frozen=True, kw_only=True, tag="alerts.returned"):
    """The condition is there no more."""


class AlertAcknowledged(AlertEvent, frozen=True, kw_only=True, tag="alerts.acknowledged"):
    """Somebody has taken it over."""


class AlertGivenBack(AlertEvent, frozen=True, kw_only=True, tag="alerts.given_back"):
    """Nobody has it any more."""


class AlertClosed(AlertEvent, frozen=True, kw_only=True, tag="alerts.closed"):
    """It has been dealt with."""


class AlertShelved(AlertEvent, frozen=True, kw_only=True, tag="alerts.shelved"):
    """Put aside for a time, or taken out again."""


class AlertEscalated(AlertEvent, frozen=True, kw_only=True, tag="alerts.escalated"):
    """Nobody acted in time: the next ones were told."""


class AlertNoted(AlertEvent, frozen=True, kw_only=True, tag="alerts.noted"):
    """Its story has another line: people were told, or somebody wrote a note."""


ALERT_EVENTS = (
    AlertRaised,
    AlertRaisedAgain,
    AlertReturned,
    AlertAcknowledged,
    AlertGivenBack,
    AlertClosed,
    AlertShelved,
    AlertEscalated,
    AlertNoted,
)


class SilencesChanged(Event, frozen=True, kw_only=True, tag="alerts.silences_changed"):
    """Something is kept from people, or is not any more."""

    key: ClassVar[str] = "silence_id"
    aggregate: ClassVar[str] = "silence_id"
    silence_id: str


class RosterChanged(Event, frozen=True, kw_only=True, tag="alerts.roster_changed"):
    """Somebody else is on duty."""

    key: ClassVar[str] = "roster_id"
    aggregate: ClassVar[str] = "roster_id"
    roster_id: str
