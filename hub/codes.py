"""One-time codes to a phone: who proves that he has the phone, and whoever takes the code there."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from hub.commands import Tx

DIGITS: Final = 6


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code on its way to ``phone``. ``minutes``: for so long it is good. Both are filled in where the code is made.

    ``topic`` (``<domain>.<word>``) chooses the template. ``account`` finds what was sent, without the code, in its
    message centre; empty: the phone belongs to nobody yet.
    """

    topic: str
    phone: str
    code: str = ""
    minutes: int = 0
    title_zh: str
    title_en: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class CodeSender:
    """What takes codes to phones: in the transaction that made the code, for the institution of its caller."""

    send: Callable[[Tx, Code], Awaitable[None]]


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
