"""Which ways a message takes and when, and what becomes of a delivery: pure rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from hub.levels import Level

Way = Literal["wecom", "wechat", "mini_program", "sms", "email", "webhook"]
"""How a message gets out of the house; the popup is the message centre itself and no way."""

WAYS: Final[tuple[Way, ...]] = ("wecom", "wechat", "mini_program", "sms", "email", "webhook")
ORDER: Final[tuple[Way, ...]] = ("wecom", "wechat", "mini_program", "sms", "email")
"""Who wishes nothing else is tried in this order; a webhook reaches a program, nobody falls over to it."""

State = Literal["queued", "sending", "sent", "delivered", "failed", "unknown", "skipped"]
STATES: Final[tuple[State, ...]] = ("queued", "sending", "sent", "delivered", "failed", "unknown", "skipped")
REPEATABLE: Final[frozenset[State]] = frozenset({"failed", "unknown", "skipped"})
"""What a person may have sent once more."""

LEASE: Final = timedelta(seconds=120)
"""Longer than any call to a vendor may take; after that whoever had it is taken for dead."""
MOST_TRIES: Final = 6
MOST_ASKED: Final = 4
FIRST_WAIT: Final = 5.0
LONGEST_WAIT: Final = 600.0
UNCLEAR_WAIT: Final = 5.0
ASK_WAITS: Final = (30.0, 120.0, 600.0, 3600.0)
"""Seconds after which it is asked whether what was sent has arrived."""

Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Order = Annotated[tuple[Way, ...], Meta(max_length=6)]


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From when to when, by the institution's clock, nobody is disturbed; two equal times: never quiet."""

    since: Clock
    until: Clock


class Preference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person wishes. ``order``: in which order ways are tried (none: as the institution has it).

    ``by_level`` and ``by_topic`` name the ways that are welcome; what is not named is welcome on all.
    """

    order: Order = ()
    by_level: dict[Level, Order] = {}
    by_topic: dict[str, Order] = {}
    quiet: Quiet | None = None
    language: Literal["zh", "en"] = "zh"


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an institution has decided.

    ``again_after``: seconds until an unread important message is pushed once more (0: never); ``again_not``: topics
    that have reminders of their own.
    """

    order: Order = ORDER
    quiet: Quiet | None = None
    again_after: Annotated[int, Meta(ge=0, le=30 * 86_400)] = 86_400
    again_levels: tuple[Level, ...] = (Level.MEDIUM, Level.HIGH)
    again_not: Annotated[tuple[str, ...], Meta(max_length=50)] = ("alerts.alert",)


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of a topic on a way. ``topic`` ``*``: every topic that has none of its own.

    ``code`` is the vendor's id of a template; ``params`` fill its variables, ``title`` and ``text`` are the words of
    ways without vendor templates. All may use ``{title}``, ``{text}``, ``{level}``, ``{time}``, ``{name}`` and
    ``{about.x}``.
    """

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    topic: Annotated[str, Meta(pattern=r"^(\*|[a-z_]+\.[a-z_.]+)$", max_length=60)]
    way: Way
    code: Annotated[str, Meta(max_length=100)] = ""
    params: Annotated[dict[str, Annotated[str, Meta(max_length=200)]], Meta(max_length=20)] = {}
    title: Annotated[str, Meta(max_length=200)] = ""
    text: Annotated[str, Meta(max_length=2000)] = ""
    enabled: bool = True


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a try or a question.

    ``retry``: certainly not sent, later perhaps; ``unclear``: it may have been sent; ``lost``: nobody can tell whether
    it was; ``skipped``: it was not even tried. ``wait``: seconds that the vendor wants us to wait.
    """

    state: Literal["sent", "delivered", "failed", "retry", "unclear", "lost", "skipped"]
    code: str = ""
    reason: str = ""
    provider_id: str = ""
    wait: float = 0


class Step(NamedTuple):
    """What a delivery becomes. ``wait``: seconds until it is looked at again (None: it is over)."""

    state: State
    wait: float | None
    falls_over: bool = False


OURS: Final = frozenset({"no_address", "not_set_up", "switched_off", "no_template", "unreadable"})
"""Why a way was not tried though the person may well be reached on another."""


def after(outcome: Outcome, was: State, tries: int, asked: int, *, can_ask: bool) -> Step:
    """What a delivery that was ``sending`` (or ``sent``, and asked about) becomes.

    ``asked`` above 0 means that it may have gone out: then nothing leads back to a fresh try.
    """
    match outcome.state:
        case "delivered":
            return Step("delivered", None)
        case "failed":
            return Step("failed", None, falls_over=True)
        case "skipped":
            return Step("skipped", None, falls_over=outcome.code in OURS)
        case "sent" | "retry" | "unclear" | "lost":
            if was == "sent" or outcome.state == "sent":
                return _sent(asked, can_ask=can_ask)
            return _retried(outcome, tries) if outcome.state == "retry" and not asked else _doubtful(outcome, asked)


def _sent(asked: int, *, can_ask: bool) -> Step:
    return Step("sent", ASK_WAITS[asked] if can_ask and asked < len(ASK_WAITS) else None)


def _retried(outcome: Outcome, tries: int) -> Step:
    if tries >= MOST_TRIES:
        return Step("failed", None, falls_over=True)
    return Step("queued", max(outcome.wait, min(FIRST_WAIT * 3 ** (tries - 1), LONGEST_WAIT)))


def _doubtful(outcome: Outcome, asked: int) -> Step:
    if outcome.state == "lost" or asked >= MOST_ASKED:
        return Step("unknown", None, falls_over=True)
    return Step("sending", max(outcome.wait, UNCLEAR_WAIT * 2**asked))


def welcome(wanted: Sequence[Way], level: Level, topic: str, preference: Preference) -> tuple[Way, ...]:
    """Those of the wanted ways that the person welcomes; what is urgent takes them all if he welcomes none."""
    left = [way for way in dict.fromkeys(wanted) if _takes(way, level, topic, preference)]
    return tuple(left) if left or level is not Level.HIGH else tuple(dict.fromkeys(wanted))


def _takes(way: Way, level: Level, topic: str, preference: Preference) -> bool:
    if way == "webhook":
        return True
    by_level: Mapping[Level, Sequence[Way]] = preference.by_level
    return way in by_level.get(level, WAYS) and way in preference.by_topic.get(topic, WAYS)


def next_way(tried: Collection[str], level: Level, topic: str, preference: Preference, policy: Policy) -> Way | None:
    """The way that follows when one failed: the first in order that was not tried and is welcome."""
    order = [way for way in preference.order or policy.order if way != "webhook" and way not in tried]
    return next((way for way in order if _takes(way, level, topic, preference)), None)


def quiet_until(now: datetime, level: Level, preference: Preference, policy: Policy, zone: str) -> datetime | None:
    """Until when a message of this level waits; None: it does not. What is urgent never waits."""
    quiet = preference.quiet or policy.quiet
    if quiet is None or level is Level.HIGH or quiet.since == quiet.until:
        return None
    here = now.astimezone(ZoneInfo(zone))
    since, until = time.fromisoformat(quiet.since), time.fromisoformat(quiet.until)
    at = here.time()
    inside = since <= at < until if since < until else at >= since or at < until
    if not inside:
        return None
    day = here.date() if at < until else here.date() + timedelta(days=1)
    return datetime.combine(day, until, here.tzinfo).astimezone(now.tzinfo)


def is_important(level: Level, topic: str, policy: Policy) -> bool:
    """Whether a message is pushed once more when it stays unread."""
    return policy.again_after > 0 and level in policy.again_levels and topic not in policy.again_not
