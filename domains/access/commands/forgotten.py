"""A forgotten password: a code to the phone of the account opens the way to a new one (SA-009)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.access.commands.accounts import end_sessions
from domains.access.commands.credentials import Secret, set_password
from domains.access.commands.door import Door
from domains.access.errors import TooManyCodes, WrongPhoneCode
from domains.access.model.policy import ADDRESS_LOCK, Lock, shut
from domains.access.store import accounts, codes, failures, staff
from hub.caller import PUBLIC, Permission
from hub.ciphers import keyed_digest
from hub.codes import Code, CodeSender, new_code
from hub.commands import REST, Command, Tx, handles
from hub.module import discover

WAIT: Final = 60
"""Seconds until another code can be asked for."""
MINUTES: Final = 5
HOURLY: Final = Lock(5, 60)
ONE_AT_A_TIME: Final = Lock(1, WAIT // 60)
Login = Annotated[str, Meta(min_length=1, max_length=64)]


class CodeAsked(msgspec.Struct, frozen=True):
    """What everybody is told: ``wait`` seconds until one may ask again, ``minutes`` that a code is good."""

    wait: int
    minutes: int


class AskPasswordCode(Command, frozen=True):
    """Have a code sent to the phone of an account; the answer does not tell whether there is such an account."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    account: Login


class ResetForgotten(Command, frozen=True):
    """Set a new password, typed twice, by the code that came to the account's phone; one signs in with it then."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    private: ClassVar[frozenset[str]] = frozenset({"code", "password", "confirmation"})
    account: Login
    code: Annotated[str, Meta(min_length=1, max_length=32)]
    password: Secret
    confirmation: Secret


@handles(AskPasswordCode)
async def ask_password_code(cmd: AskPasswordCode, tx: Tx) -> CodeAsked:
    """Known or not, the same is counted and the same is answered."""
    login = cmd.account.strip()
    await _take_turn(tx, login)
    found = await accounts.by_login(tx.db, login)
    if found is not None and found.phone and await staff.able(tx.db, found.tenant, [found.id]):
        await _send(tx, found)
    return CodeAsked(WAIT, MINUTES)


async def _take_turn(tx: Tx, login: str) -> None:
    limits = [
        (keyed_digest(tx.secret, f"codes {kind}", what), lock)
        for kind, what, lock in (
            ("minute", login, ONE_AT_A_TIME),
            ("hour", login, HOURLY),
            ("address", tx.caller.address or "", ADDRESS_LOCK),
        )
        if what
    ]
    seen = await failures.of(tx.db, [key for key, _ in limits])
    minutes = shut([(*seen[key], lock) for key, lock in limits if key in seen], tx.now)
    if minutes:
        raise TooManyCodes(minutes=minutes)
    await failures.count(tx.db, [(key, timedelta(minutes=lock.minutes)) for key, lock in limits], tx.now)


async def _send(tx: Tx, account: Any) -> None:
    tx.act_as(account.tenant, account.id)
    code = new_code()
    until = tx.now + timedelta(minutes=MINUTES)
    await codes.put(tx.db, (account.tenant, account.id), _digest(tx, account.id, code), until)
    sent = Code(
        topic="access.password_code",
        phone=account.phone,
        code=code,
        minutes=MINUTES,
        account=account.id,
        title_zh="重置密码验证码",
        title_en="Code for a new password",
    )
    await discover().one(CodeSender).send(tx, sent)


@handles(ResetForgotten)
async def reset_forgotten(cmd: ResetForgotten, tx: Tx) -> None:
    """A wrong code counts like a wrong password at the door; the right one opens it, and ends all sessions."""
    door = Door(tx, cmd.account)
    account = await door.with_code(lambda found: _is_right(tx, found, cmd.code), WrongPhoneCode())
    tx.act_as(account.tenant, account.id)
    await set_password(tx, account, (cmd.password, cmd.confirmation), must_change=False)
    await door.forget()
    await end_sessions(tx, account.id, "password")


async def _is_right(tx: Tx, account: Any, code: str) -> bool:
    mine = (account.tenant, account.id)
    if not await staff.able(tx.db, account.tenant, [account.id]):
        return False
    return await codes.use(tx.db, mine, _digest(tx, account.id, code.strip()), tx.now)


def _digest(tx: Tx, account_id: str, code: str) -> bytes:
    return keyed_digest(tx.secret, f"password code {account_id}", code)
