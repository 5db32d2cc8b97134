"""One-time codes to phones: how often they may be asked for, and what is kept of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec

from domains.access.errors import TooManyCodes
from domains.access.model.policy import ADDRESS_LOCK, Lock, shut
from domains.access.store import codes, failures
from hub.ciphers import keyed_digest
from hub.codes import Code, CodeSender, new_code
from hub.commands import Tx
from hub.module import discover

WAIT: Final = 60
"""Seconds until another code can be asked for."""
MINUTES: Final = 5
HOURLY: Final = Lock(5, 60)
ONE_AT_A_TIME: Final = Lock(1, WAIT // 60)


class CodeAsked(msgspec.Struct, frozen=True):
    """What everybody is told: ``wait`` seconds until one may ask again, ``minutes`` that a code is good."""

    wait: int
    minutes: int


ASKED: Final = CodeAsked(WAIT, MINUTES)


async def take_turn(tx: Tx, whose: str) -> None:
    """Count that a code is asked for ``whose`` (an account, a phone), known or not; raises ``TooManyCodes``."""
    limits = [
        (keyed_digest(tx.secret, f"codes {kind}", what), lock)
        for kind, what, lock in (
            ("minute", whose, ONE_AT_A_TIME),
            ("hour", whose, HOURLY),
            ("address", tx.caller.address or "", ADDRESS_LOCK),
        )
        if what
    ]
    seen = await failures.of(tx.db, [key for key, _ in limits])
    minutes = shut([(*seen[key], lock) for key, lock in limits if key in seen], tx.now)
    if minutes:
        raise TooManyCodes(minutes=minutes)
    await failures.count(tx.db, [(key, timedelta(minutes=lock.minutes)) for key, lock in limits], tx.now)


async def give(tx: Tx, holder: str, letter: Code) -> None:
    """Send a new code where the letter says, for the caller's institution; from now on no earlier one counts.

    ``holder`` is whose code it is, and what for.
    """
    code = new_code()
    await codes.put(
        tx.db, (tx.caller.tenant, holder), _digest(tx, holder, code), tx.now, tx.now + timedelta(minutes=MINUTES)
    )
    await discover().one(CodeSender).send(tx, msgspec.structs.replace(letter, code=code, minutes=MINUTES))


async def takes(tx: Tx, tenant: str, holder: str, code: str) -> bool:
    """Whether this is the holder's code and still good; it is used up."""
    return await codes.use(tx.db, (tenant, holder), _digest(tx, holder, code.strip()), tx.now)


def _digest(tx: Tx, holder: str, code: str) -> bytes:
    return keyed_digest(tx.secret, f"password code {holder}", code)
