"""Accounts of people: made, changed, given roles, masked, enabled and disabled, deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from domains.access import passwords, permissions
from domains.access.commands.checks import (
    NAME_LENGTHS,
    act_in,
    check_length,
    check_login,
    check_password,
    check_phone,
)
from domains.access.commands.founding import write_account
from domains.access.commands.sign_in import note_ended
from domains.access.errors import DisableFirst, Kept, RoleNotUsable
from domains.access.events import AccountChanged
from domains.access.standing import policy_of
from domains.access.store import accounts, institutions, roles, sessions
from hub.caller import Permission
from hub.commands import REST, RPC, Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id

FROM_PAGES: Final = frozenset({REST, RPC})


class AddAccount(Command, frozen=True):
    """Make an account of the institution (empty: the caller's), with roles and a first password (AI-718)."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"password", "confirmation", "phone"})
    login: str
    name: str
    password: str
    confirmation: str
    roles: tuple[str, ...]
    phone: str = ""
    title: str = ""
    department: str | None = None
    masked: bool = False
    valid_until: datetime | None = None
    institution: str = ""


class EditAccount(Command, frozen=True):
    """Change what is told of a person; the account itself stays (AI-719). None leaves a field as it is."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    private: ClassVar[frozenset[str]] = frozenset({"phone"})
    account_id: str
    name: str | None = None
    phone: str | None = None
    title: str | None = None
    department: str | None = None


class GrantRoles(Command, frozen=True):
    """Give an account just these roles (OP-707)."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    account_id: str
    roles: tuple[str, ...]


class MaskAccount(Command, frozen=True):
    """Say whether an account sees personal data masked (ID-711)."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    account_id: str
    masked: bool


class EnableAccount(Command, frozen=True):
    """Let a person in, or show him out at once and keep him out (ID-713)."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    account_id: str
    enabled: bool


class SetAccountValidity(Command, frozen=True):
    """Until when a person may come in; None: for good."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    account_id: str
    valid_until: datetime | None


class LapseAccount(Command, frozen=True):
    """An account's validity is over: whoever is still in by it is shown out."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    exposed: ClassVar[frozenset[str]] = frozenset()
    account_id: str


class DeleteAccount(Command, frozen=True):
    """Take a disabled account away (AI-720); its name stays with what it did, its login becomes free."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    account_id: str


@handles(AddAccount)
async def add_account(cmd: AddAccount, tx: Tx) -> str:
    """Gives the new account's id. The first password must be changed at the first sign-in."""
    act_in(tx, cmd.institution)
    check_login(cmd.login)
    check_phone(cmd.phone)
    policy = policy_of((await institutions.policy(tx.db, tx.caller.tenant))[0])
    check_password(cmd.password, cmd.confirmation, policy)
    told = {
        "login": cmd.login,
        "name": check_length("name", "姓名", cmd.name, NAME_LENGTHS),
        "password": await passwords.hashed(cmd.password),
        "roles": await _usable(tx, cmd.roles),
        "phone": cmd.phone,
        "title": cmd.title,
        "department_id": await _department(tx, cmd.department),
        "masked": cmd.masked,
        "valid_until": cmd.valid_until,
    }
    account_id = await add_person(tx, told)
    _arm(tx, account_id, cmd.valid_until)
    return account_id


async def add_person(tx: Tx, told: Mapping[str, Any]) -> str:
    """Write an account with a first password (hashed) that must be changed; gives its id, raises ``LoginTaken``."""
    account_id = new_id()
    own = {"id": account_id, "tenant": tx.caller.tenant, "v": 1}
    await write_account(tx, {**told, **own, "must_change": True, "password_at": tx.now, "created_at": tx.now})
    return account_id


@handles(EditAccount)
async def edit_account(cmd: EditAccount, tx: Tx) -> None:
    """Only what is given changes; an empty department takes the person out of his."""
    await account_of(tx, cmd.account_id)
    changed: dict[str, Any] = {n: v for n in ("phone", "title") if (v := getattr(cmd, n)) is not None}
    check_phone(changed.get("phone", ""))
    if cmd.name is not None:
        changed["name"] = check_length("name", "姓名", cmd.name, NAME_LENGTHS)
    if cmd.department is not None:
        changed["department_id"] = await _department(tx, cmd.department)
    await change(tx, cmd.account_id, changed)


@handles(GrantRoles)
async def grant_roles(cmd: GrantRoles, tx: Tx) -> None:
    """Only enabled roles; one's own last word stays with somebody else."""
    await account_of(tx, cmd.account_id, what="自己的角色", what_en="Your own roles")
    await change(tx, cmd.account_id, {"roles": await _usable(tx, cmd.roles)})


@handles(MaskAccount)
async def mask_account(cmd: MaskAccount, tx: Tx) -> None:
    """Open pages switch."""
    await account_of(tx, cmd.account_id)
    await change(tx, cmd.account_id, {"masked": cmd.masked})


@handles(EnableAccount)
async def enable_account(cmd: EnableAccount, tx: Tx) -> None:
    """Nobody can shut himself out."""
    account = await account_of(tx, cmd.account_id, what="自己的账号", what_en="Your own account")
    if account.disabled == (not cmd.enabled):
        return
    await change(tx, account.id, {"disabled": not cmd.enabled})
    if not cmd.enabled:
        await end_sessions(tx, account.id, "disabled")


@handles(SetAccountValidity)
async def set_account_validity(cmd: SetAccountValidity, tx: Tx) -> None:
    """A timer shows the person out at that moment."""
    account = await account_of(tx, cmd.account_id, what="自己的账号", what_en="Your own account")
    await change(tx, account.id, {"valid_until": cmd.valid_until})
    _arm(tx, account.id, cmd.valid_until)


@handles(LapseAccount)
async def lapse_account(cmd: LapseAccount, tx: Tx) -> None:
    """The validity itself already keeps him out; this tells the open connections."""
    account = await accounts.find(tx.db, [tx.caller.tenant], cmd.account_id)
    if account is None:
        raise NotFound
    tx.record(AccountChanged(account_id=account.id, v=account.v))


@handles(DeleteAccount)
async def delete_account(cmd: DeleteAccount, tx: Tx) -> None:
    """Disabled first."""
    account = await account_of(tx, cmd.account_id, what="自己的账号", what_en="Your own account")
    if not account.disabled:
        raise DisableFirst
    await change(tx, account.id, {"deleted_at": tx.now, "login": f"{account.login} {account.id}", "roles": []})
    await end_sessions(tx, account.id, "deleted")


async def account_of(tx: Tx, account_id: str, *, what: str = "", what_en: str = "") -> Any:
    """The account of staff, in an institution that the caller reads; from now on this is done there.

    ``what`` is refused when it is one's own account.
    """
    account = await accounts.find(tx.db, tx.caller.reads, account_id, lock=True)
    if account is None or account.kind != accounts.STAFF:
        raise NotFound
    if what and account.id == tx.caller.actor:
        raise Kept(what=what, what_en=what_en)
    act_in(tx, account.tenant)
    return account


async def change(tx: Tx, account_id: str, values: dict[str, Any]) -> None:
    """Write what is different and say so."""
    tx.record(
        AccountChanged(account_id=account_id, v=await accounts.change(tx.db, tx.caller.tenant, account_id, values))
    )


async def end_sessions(tx: Tx, account_id: str, why: str, spared: str = "") -> None:
    """End the account's sessions."""
    mine = (tx.caller.tenant, account_id)
    note_ended(tx, account_id, await sessions.end_all(tx.db, mine, tx.now, why, spared=spared), why)


def _arm(tx: Tx, account_id: str, until: datetime | None) -> None:
    if until is None:
        tx.disarm("access-account-validity", account_id)
    else:
        tx.arm("access-account-validity", account_id, until, LapseAccount(account_id=account_id))


async def _usable(tx: Tx, wanted: Collection[str]) -> list[str]:
    if set(wanted) - await roles.enabled(tx.db, tx.caller.tenant, wanted):
        raise RoleNotUsable
    return list(dict.fromkeys(wanted))


async def _department(tx: Tx, department_id: str | None) -> str | None:
    if not department_id:
        return None
    if await institutions.department(tx.db, tx.caller.tenant, department_id) is None:
        raise NotFound
    return department_id
