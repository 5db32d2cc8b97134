"""Passwords and the second factor: changed by their person, reset by an administrator."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, ClassVar, Final

import msgspec
import pyotp
from msgspec import Meta

from domains.access import passwords, permissions
from domains.access.commands.accounts import FROM_PAGES, account_of, change, end_sessions
from domains.access.commands.checks import check_password, check_patient_password, refuse
from domains.access.commands.door import STEP, TOTP, Door, recovery_digest, takes
from domains.access.errors import WrongCode
from domains.access.model.roles import PATIENT
from domains.access.standing import policy_of
from domains.access.store import accounts, institutions
from hub.caller import Permission
from hub.ciphers import seal
from hub.commands import Command, Tx, handles
from hub.errors import Conflict, NotFound, Unauthenticated

ISSUER: Final = "Carewire"
RECOVERY_CODES: Final = 10
Secret = Annotated[str, Meta(min_length=1, max_length=128)]


class NothingToConfirm(Conflict):
    """A second factor is confirmed after it was begun."""

    code = "access.nothing_to_confirm"
    zh = "请先扫描二维码绑定身份验证器，再输入验证码。"
    en = "Please scan the QR code with your authenticator first, then enter its code."


class Enrolment(msgspec.Struct, frozen=True):
    """What an authenticator needs: the address that the QR code holds, and the same secret to type."""

    uri: str
    secret: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Codes that work once each when the authenticator is lost; shown only now."""

    codes: tuple[str, ...]


class ChangePassword(Command, frozen=True):
    """Change one's own password; one's other sessions end."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"old", "password", "confirmation"})
    old: Secret
    password: Secret
    confirmation: Secret


class ResetPassword(Command, frozen=True):
    """Give an account a new password, typed twice (AI-713); the person must change it, and his sessions end."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"password", "confirmation"})
    account_id: str
    password: Secret
    confirmation: Secret


class BeginSecondFactor(Command, frozen=True):
    """Get the QR code of a new second factor; it counts once a code of it was given."""

    needs: ClassVar[Permission] = permissions.STAFF
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    secret_result: ClassVar[bool] = True


class ConfirmSecondFactor(Command, frozen=True):
    """Switch the new second factor on by its first code; gives the recovery codes."""

    needs: ClassVar[Permission] = permissions.STAFF
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"code"})
    code: Annotated[str, Meta(min_length=6, max_length=32)]


class RemoveSecondFactor(Command, frozen=True):
    """Take the second factor off an account whose authenticator is lost."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    account_id: str


@handles(ChangePassword)
async def change_password(cmd: ChangePassword, tx: Tx) -> None:
    """The old one is asked for, so that an open page is not enough; it may be wrong as rarely as at the door."""
    account = await _own(tx)
    await Door(tx, account.login).prove(account, cmd.old)
    await set_password(tx, account, (cmd.password, cmd.confirmation), must_change=False)
    await end_sessions(tx, account.id, "password", spared=tx.caller.session or "")


@handles(ResetPassword)
async def reset_password(cmd: ResetPassword, tx: Tx) -> None:
    """Also opens a door that was shut by too many tries."""
    account = await account_of(tx, cmd.account_id)
    await set_password(tx, account, (cmd.password, cmd.confirmation), must_change=True)
    await Door(tx, account.login).forget()
    await end_sessions(tx, account.id, "password")


@handles(BeginSecondFactor)
async def begin_second_factor(_: BeginSecondFactor, tx: Tx) -> Enrolment:
    """The one in use goes on until the new one is confirmed."""
    account = await _own(tx)
    secret = pyotp.random_base32()
    pending = {"totp_pending": seal(tx.secret, TOTP, secret.encode())}
    await accounts.note(tx.db, account.tenant, account.id, pending)
    uri = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=account.login, issuer_name=ISSUER)
    return Enrolment(uri, secret)


@handles(ConfirmSecondFactor)
async def confirm_second_factor(cmd: ConfirmSecondFactor, tx: Tx) -> RecoveryCodes:
    """The recovery codes of an earlier one are void."""
    account = await _own(tx)
    if account.totp_pending is None:
        raise NothingToConfirm
    if not await takes(tx, account, account.totp_pending, cmd.code):
        raise WrongFirstCode
    codes = tuple(f"{word[:4]}-{word[4:]}" for word in (secrets.token_hex(4) for _ in range(RECOVERY_CODES)))
    kept = [recovery_digest(tx, code) for code in codes]
    await change(tx, account.id, {"totp": account.totp_pending, "totp_pending": None, "recovery": kept})
    return RecoveryCodes(codes)


@handles(RemoveSecondFactor)
async def remove_second_factor(cmd: RemoveSecondFactor, tx: Tx) -> None:
    """He signs in by his password alone, until he enrols anew."""
    account = await account_of(tx, cmd.account_id)
    await change(tx, account.id, {"totp": None, "totp_pending": None, "recovery": []})


class WrongFirstCode(Conflict):
    """The code does not fit the QR code that was shown."""

    code = "access.wrong_first_code"
    zh = WrongCode.zh
    en = WrongCode.en


async def _own(tx: Tx) -> Any:
    if tx.caller.session is None:
        raise Unauthenticated
    account = await accounts.find(tx.db, [tx.caller.tenant], tx.caller.actor, lock=True)
    if account is None:
        raise NotFound
    return account


async def set_password(tx: Tx, account: Any, typed: tuple[str, str], *, must_change: bool) -> None:
    """Give the account another password, as strong as it has to be and not the one that it has."""
    if account.kind == PATIENT:
        check_patient_password(*typed)
    else:
        check_password(*typed, policy_of((await institutions.policy(tx.db, account.tenant))[0]))
    if await passwords.matches(account.password, typed[0]):
        refuse("password", "新密码不能与原密码相同", "the new password must differ from the old one")
    values = {"password": await passwords.hashed(typed[0]), "password_at": tx.now, "must_change": must_change}
    await change(tx, account.id, values)
