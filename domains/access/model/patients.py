"""Patients who come in by themselves: what they are known by, and the rules for them."""

from __future__ import annotations

import re
from typing import Final

from domains.access.model.policy import Policy, has_chinese

PHONE: Final = "1[0-9]{10}"
"""A mobile phone in mainland China."""
SHORTEST: Final = 8
LONGEST: Final = 16
KINDS: Final = 2
"""So many of letters, digits and other characters a password has at least."""

POLICY: Final = Policy(password_rule=None)
"""An institution's own rules are for those who work there; a patient comes from any network, without authenticator."""


def login_of(tenant: str, phone: str) -> str:
    """The account's login. A staff login has no space, so it is never one of these."""
    return f"{tenant} {phone}"


def called(phone: str) -> str:
    """What a patient is called until somebody knows his name."""
    return f"用户{phone[-4:]}"


def weaknesses(password: str) -> list[tuple[str, str]]:
    """What is wrong with a patient's password, in both languages; empty when nothing is."""
    found = []
    if not SHORTEST <= len(password) <= LONGEST:
        found.append((f"需要 {SHORTEST}-{LONGEST} 位", f"{SHORTEST} to {LONGEST} characters"))
    if has_chinese(password):
        found.append(("不能包含中文字符", "no Chinese characters"))
    kinds = sum(bool(re.search(pattern, password)) for pattern in (r"[A-Za-z]", r"[0-9]", r"[^A-Za-z0-9]"))
    if kinds < KINDS:
        found.append(("需要包含字母、数字、符号中的至少两种", "at least two of letters, digits and symbols"))
    return found
