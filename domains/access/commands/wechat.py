"""Patients come in by WeChat, once they have bound it to their account."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from domains.access import permissions
from domains.access.commands.accounts import FROM_PAGES, change
from domains.access.commands.door import PatientDoor
from domains.access.commands.patients import JAR, enter
from domains.access.commands.sign_in import Session
from domains.access.errors import WechatNotBound, WechatOff, WechatTaken, WrongWechatCode
from domains.access.patient_door import InstitutionCode, admitting
from domains.access.store import patients
from domains.access.wechat import openid_of
from hub.caller import PUBLIC, Permission
from hub.ciphers import keyed_digest
from hub.commands import REST, Command, Tx, handles
from hub.errors import NotFound
from hub.mini_programs import MiniProgram, MiniPrograms
from hub.module import discover

WechatCode = Annotated[str, Meta(min_length=1, max_length=128)]


class SignInPatientWechat(Command, frozen=True):
    """Come in as the patient whom the WeChat user is bound to; ``code`` is what ``wx.login`` gave.

    Refused with ``access.wechat_not_bound`` while he is bound to nobody.
    """

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"code"})
    cookie: ClassVar[str | None] = "refresh_token"
    jar: ClassVar[str] = JAR
    institution: InstitutionCode
    code: WechatCode


class BindWechat(Command, frozen=True):
    """Bind the WeChat user to one's own account: he signs in by it, and gets subscription messages there.

    ``code`` is a fresh one of ``wx.login``.
    """

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"code"})
    code: WechatCode


class UnbindWechat(Command, frozen=True):
    """One's own account belongs to no WeChat user any more."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = FROM_PAGES


@handles(SignInPatientWechat)
async def sign_in_patient_wechat(cmd: SignInPatientWechat, tx: Tx) -> Session:
    """Wrong codes count for the address that they come from."""
    there = await admitting(tx.db, cmd.institution, tx.now)
    tx.act_as(there.id, "")
    program = await _program(tx)
    door = PatientDoor(tx, there.id)
    await door.knock()
    try:
        openid = await openid_of(program, cmd.code)
    except WrongWechatCode as error:
        await door.fail(None, error)
    account = await patients.by_openid(tx.db, there.id, _digest(tx, program, openid))
    if account is None:
        raise WechatNotBound
    return await enter(tx, door, account)


@handles(BindWechat)
async def bind_wechat(cmd: BindWechat, tx: Tx) -> None:
    """One that was bound before is so no more."""
    account, program = await _own(tx), await _program(tx)
    openid = await openid_of(program, cmd.code)
    mine = (account.tenant, account.id)
    if not await patients.bind(tx.db, mine, _digest(tx, program, openid), tx.now):
        raise WechatTaken
    await discover().one(MiniPrograms).reach(tx, account.id, openid)
    await change(tx, account.id, {})


@handles(UnbindWechat)
async def unbind_wechat(_: UnbindWechat, tx: Tx) -> None:
    """Nor does anything go there."""
    account = await _own(tx)
    await patients.unbind(tx.db, (account.tenant, account.id))
    await discover().one(MiniPrograms).reach(tx, account.id, "")
    await change(tx, account.id, {})


async def _program(tx: Tx) -> MiniProgram:
    found = await discover().one(MiniPrograms).of(tx.db, tx.caller.tenant, tx.secret)
    if found is None:
        raise WechatOff
    return found


async def _own(tx: Tx) -> Any:
    """The caller's account, if he is a patient."""
    for account in await patients.of(tx.db, tx.caller.tenant, [tx.caller.actor]):
        return account
    raise NotFound


def _digest(tx: Tx, program: MiniProgram, openid: str) -> bytes:
    """An open id belongs to one mini-program: another of the institution does not know the same people by it."""
    return keyed_digest(tx.secret, f"wechat {program.app_id}", openid)
