"""Security rules of an institution: passwords, their age, idle pages, addresses, and how often one may be wrong."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Final

import msgspec
from msgspec import Meta

_CHINESE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")


class PasswordRule(msgspec.Struct, frozen=True):
    """What a password must be like; lengths in characters."""

    shortest: Annotated[int, Meta(ge=6, le=64)] = 6
    longest: Annotated[int, Meta(ge=6, le=128)] = 12
    letter: bool = True
    digit: bool = True
    upper: bool = False
    symbol: bool = False


class AllowedAddress(msgspec.Struct, frozen=True):
    """An address or network (CIDR) from which one may sign in, and what it is."""

    network: Annotated[str, Meta(min_length=2, max_length=64)]
    note: Annotated[str, Meta(min_length=1, max_length=64)]


class Policy(msgspec.Struct, frozen=True):
    """The rules of one institution. Of a part that can be switched off, None (or an ``_on`` of False) is off.

    ``idle_minutes``: a page that nobody touches is signed out. ``password_days``: a password older than that must be
    changed, and from ``remind_days`` before that the page says so. ``single_session``: a second sign-in on the same
    end ends the first. ``second_factor``: everybody must have one.
    """

    idle_minutes: Annotated[int, Meta(ge=1, le=1440)] | None = None
    password_days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    remind_days: Annotated[int, Meta(ge=0, le=60)] = 7
    password_rule: PasswordRule | None = PasswordRule()
    addresses_on: bool = False
    addresses: Annotated[tuple[AllowedAddress, ...], Meta(max_length=200)] = ()
    single_session: bool = True
    second_factor: bool = False


class Lock(msgspec.Struct, frozen=True):
    """After ``most`` failures within ``minutes`` the door stays shut for as long."""

    most: int
    minutes: int


ADDRESS_LOCK: Final = Lock(50, 15)
"""Many people of a hospital share one address."""


def weaknesses(password: str, rule: PasswordRule | None) -> list[tuple[str, str]]:
    """What is wrong with a password, in both languages; empty when nothing is."""
    rule = rule or PasswordRule(letter=False, digit=False, longest=128)
    found = []
    if not rule.shortest <= len(password) <= rule.longest:
        found.append((f"需要 {rule.shortest}-{rule.longest} 位", f"{rule.shortest} to {rule.longest} characters"))
    if _CHINESE.search(password):
        found.append(("不能包含中文字符", "no Chinese characters"))
    wanted = (
        (rule.letter, r"[A-Za-z]", "需要包含字母", "a letter"),
        (rule.digit, r"[0-9]", "需要包含数字", "a digit"),
        (rule.upper, r"[A-Z]", "需要包含大写字母", "a capital letter"),
        (rule.symbol, r"[^A-Za-z0-9]", "需要包含符号", "a symbol"),
    )
    found += [(zh, en) for needed, pattern, zh, en in wanted if needed and not re.search(pattern, password)]
    return found


def has_chinese(text: str) -> bool:
    """Whether a Chinese character is in it."""
    return _CHINESE.search(text) is not None


def network(text: str) -> str | None:
    """An address or network in its canonical form; None when it is neither."""
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        return None


def admits(policy: Policy, address: str | None) -> bool:
    """Whether one may come from this address."""
    if not policy.addresses_on:
        return True
    try:
        here = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    if isinstance(here, ipaddress.IPv6Address) and here.ipv4_mapped is not None:
        here = here.ipv4_mapped
    return any(here in ipaddress.ip_network(allowed.network) for allowed in policy.addresses)


def days_left(policy: Policy, changed_at: datetime, now: datetime) -> int | None:
    """Whole days until the password must be changed (0: it must be now); None when it never grows old."""
    if policy.password_days is None:
        return None
    left = changed_at + timedelta(days=policy.password_days) - now
    return max(0, -(-left // timedelta(days=1)))


def idle_too_long(policy: Policy, active_at: datetime, now: datetime) -> bool:
    """Whether the page was left alone; a minute more than allowed, since a page tells of its use once a minute."""
    return policy.idle_minutes is not None and now - active_at > timedelta(minutes=policy.idle_minutes + 1)


def shut(failures: Iterable[tuple[int, datetime, Lock]], now: datetime) -> int:
    """For how many more minutes the door is shut after these (count, last failure, lock); 0: it is open."""
    waits = [at + timedelta(minutes=lock.minutes) - now for count, at, lock in failures if count >= lock.most]
    longest = max(waits, default=timedelta(0))
    return max(0, -(-longest // timedelta(minutes=1)))
