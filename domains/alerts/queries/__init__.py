"""What can be asked of alerts, silences and duty rosters."""

from domains.alerts.queries.story import ShowAlert

__all__ = ["ShowAlert"]
