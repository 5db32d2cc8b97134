"""A forgotten password: a code to the phone of the account opens the way to a new one (SA-009)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from domains.access.commands import phone_codes
from domains.access.commands.accounts import end_sessions
from domains.access.commands.credentials import Secret, set_password
from domains.access.commands.door import Door
from domains.access.commands.phone_codes import ASKED, CodeAsked
from domains.access.errors import WrongPhoneCode
from domains.access.store import accounts, staff
from hub.caller import PUBLIC, Permission
from hub.codes import Code
from hub.commands import REST, Command, Tx, handles

Login = Annotated[str, Meta(min_length=1, max_length=64)]


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
    await phone_codes.take_turn(tx, login)
    found = await accounts.by_login(tx.db, login)
    if found is not None and found.phone and await staff.able(tx.db, found.tenant, [found.id]):
        await _send(tx, found)
    return ASKED


async def _send(tx: Tx, account: Any) -> None:
    tx.act_as(account.tenant, account.id)
    letter = Code(
        topic="access.password_code",
        phone=account.phone,
        account=account.id,
        title_zh="重置密码验证码",
        title_en="Code for a new password",
    )
    await phone_codes.give(tx, account.id, letter)


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
    if not await staff.able(tx.db, account.tenant, [account.id]):
        return False
    return await phone_codes.takes(tx, account.tenant, account.id, code)
