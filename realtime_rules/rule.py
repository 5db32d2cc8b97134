"""A rule as data: what it watches for, how bad it is, who must know and how, and what follows when nobody acts."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from hub.levels import Level
from realtime_rules.triggers import Trigger

Seconds = Annotated[float, msgspec.Meta(ge=0, le=86_400 * 400)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
Words = Annotated[str, msgspec.Meta(max_length=500)]


Channel = Literal["popup", "wechat", "wecom", "sms", "email", "webhook"]


class Grade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another level than the rule's own where ``when`` (CEL over ``event``, ``key`` and ``values``) holds."""

    when: Words
    level: Level


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who must know: all accounts with a role, who is on duty, one account, or the one that a field of the fact names.

    ``department`` names the field of the fact that holds a department; then only its people of that role are meant.
    ``turns``: only one of them each time, by turns; so whoever is reminded in vain is followed by the next.
    """

    kind: Literal["role", "roster", "account", "field"]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    department: str = ""
    turns: bool = False


class Grouping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Alerts that share ``by`` (fields of the fact; none: the whole rule) reach people together (Alertmanager's words).

    The first is told after ``wait`` seconds with what came meanwhile, more of the same group after ``interval``
    seconds, and what is still open again after ``repeat`` seconds (0: never).
    """

    by: tuple[str, ...] = ("key",)
    wait: Seconds = 0
    interval: Seconds = 300
    repeat: Seconds = 0


class Wait(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of an escalation: after ``after`` seconds from the alert, if it is still open, these are told too.

    ``calendar``: only within its hours; what comes outside waits until they begin.
    """

    after: Seconds
    to: tuple[Recipient, ...] = ()
    channels: tuple[Channel, ...] = ()
    level: Level | None = None
    calendar: str = ""


class Reminder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same people are told again every ``every`` seconds, at most ``most`` times, until somebody acts."""

    every: Annotated[float, msgspec.Meta(ge=1)]
    most: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of one institution, as shipped or as changed there; ``version`` counts its changes.

    ``key``: the fields of the fact that name whom or what it is about; none: the fact's own key. Triggers remember
    per key. ``says_zh`` and ``says_en`` may use ``{event.field}``, ``{key}`` and ``{values.name}``. ``lateness``: so
    many seconds facts wait for earlier ones where order matters. ``latched``: what went stays until somebody has
    seen it. ``disabled`` says why a shipped rule does not run.
    """

    code: Code
    zh: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    en: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    trigger: Trigger
    level: Level
    says_zh: Words
    says_en: Words
    key: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    to: tuple[Recipient, ...] = ()
    otherwise: tuple[Recipient, ...] = ()
    """Told when none of ``to`` can be reached: an alert that nobody gets is none."""
    channels: tuple[Channel, ...] = ("popup",)
    group: Grouping = Grouping()
    remind: Reminder | None = None
    escalation: tuple[Wait, ...] = ()
    rounds: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    """The escalation begins anew so often after its last step, each step as long after that as it was at first."""
    calendar: str = ""
    """By which time is counted."""
    hours: str = ""
    """People are told within the hours of this calendar only; what comes outside is told when they begin."""
    lateness: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 0
    latched: bool = False
    inhibits: tuple[str, ...] = ()
    """Codes of rules that are not told while this one is open for the same key."""
    source: str = ""
    """The requirement row that it carries out."""
    enabled: bool = True
    disabled: Words = ""
    version: int = 1
