"""What happens to the rules."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class RuleChanged(Event, frozen=True, kw_only=True, tag="rules.rule_changed"):
    """A rule of the institution has a new version."""

    key: ClassVar[str] = "code"
    aggregate: ClassVar[str] = "code"
    code: str


class CalendarChanged(Event, frozen=True, kw_only=True, tag="rules.calendar_changed"):
    """The hours of a calendar are others now."""

    key: ClassVar[str] = "code"
    aggregate: ClassVar[str] = "code"
    code: str
