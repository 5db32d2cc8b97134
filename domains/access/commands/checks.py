"""Input that has rules of its own, refused in words that name the field and the limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NoReturn

from domains.access.model import patients
from domains.access.model.policy import Policy, weaknesses
from hub.commands import Tx
from hub.errors import FieldError, Invalid, NotFound
from hub.resources.words import Words

LOGIN: Final = "[!-~]{3,20}"
LOGIN_TOLD: Final = Words("需要 3-20 个字符，不能包含中文字符和空格", "3 to 20 characters, no Chinese, no spaces")
PHONE: Final = "[0-9]{11}"
PHONE_TOLD: Final = Words("需要 11 位数字", "11 digits")
NAME_LENGTHS: Final = (1, 64)


def refuse(field: str, zh: str, en: str) -> NoReturn:
    """Refuse one field."""
    reason = f"{zh} ({en})"
    raise Invalid(reason, (FieldError(field, reason),))


def check_login(login: str) -> None:
    """3-20 characters without Chinese (AI-705, AI-718)."""
    if not re.fullmatch(LOGIN, login):
        refuse("login", f"账号{LOGIN_TOLD.zh}", LOGIN_TOLD.en)


def check_phone(phone: str) -> None:
    """Eleven digits (AI-718), or none at all."""
    if phone and not re.fullmatch(PHONE, phone):
        refuse("phone", f"手机号{PHONE_TOLD.zh}", PHONE_TOLD.en)


def check_length(field: str, label: str, text: str, bounds: tuple[int, int]) -> str:
    """The text without spaces around it, if it has a length between the bounds."""
    stripped = text.strip()
    if not bounds[0] <= len(stripped) <= bounds[1]:
        refuse(field, f"{label}需要 {bounds[0]}-{bounds[1]} 个字符", f"{bounds[0]} to {bounds[1]} characters")
    return stripped


def check_password(password: str, confirmation: str, policy: Policy) -> None:
    """As strong as the policy wants it, and typed twice alike."""
    _check_typed(password, confirmation, weaknesses(password, policy.password_rule))


def check_patient_password(password: str, confirmation: str) -> None:
    """As a patient's password has to be, and typed twice alike."""
    _check_typed(password, confirmation, patients.weaknesses(password))


def check_patient_phone(phone: str) -> str:
    """The phone without spaces around it, if it can get text messages."""
    stripped = phone.strip()
    if not re.fullmatch(patients.PHONE, stripped):
        refuse("phone", "请输入 11 位手机号", "an 11-digit mobile number")
    return stripped


def _check_typed(password: str, confirmation: str, weak: Sequence[tuple[str, str]]) -> None:
    if weak:
        refuse("password", "密码" + "，".join(zh for zh, _ in weak), "password: " + ", ".join(en for _, en in weak))
    if password != confirmation:
        refuse("confirmation", "两次输入的密码不一致", "the two passwords differ")


def act_in(tx: Tx, tenant: str) -> None:
    """Go on in another institution that the caller reads; empty: his own. Raises ``NotFound`` for any other."""
    if tenant and tenant != tx.caller.tenant:
        if tenant not in tx.caller.reads:
            raise NotFound
        tx.act_as(tenant, tx.caller.actor)
