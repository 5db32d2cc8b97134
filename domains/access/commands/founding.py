"""How an installation gets its first institutions and people: by the operator of the machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta
from sqlalchemy.exc import IntegrityError

from domains.access import passwords, permissions, rights
from domains.access.commands.sign_in import Account, Institution
from domains.access.errors import LoginTaken
from domains.access.events import AccountCreated, InstitutionChanged
from domains.access.model.institutions import path_below
from domains.access.model.roles import DEFAULTS, PRESETS
from domains.access.store import accounts, applications, institutions, roles
from hub.caller import Permission
from hub.clock import day_of
from hub.commands import CLI, Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id
from hub.menus import Level


class CreateInstitution(Command, frozen=True):
    """Found an institution (a tenant) with its roles, or move one that is there to its place in the tree."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = frozenset({CLI})
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    time_zone: str = "Asia/Shanghai"
    kind: Level = "ordinary"
    parent: str = ""
    roles: tuple[str, ...] = DEFAULTS


class CreateAccount(Command, frozen=True):
    """Give a person of the caller's institution a way in."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = frozenset({CLI})
    private: ClassVar[frozenset[str]] = frozenset({"password"})
    login: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=8, max_length=128)]
    roles: tuple[str, ...]
    department_id: str | None = None


@handles(CreateInstitution)
async def create_institution(cmd: CreateInstitution, tx: Tx) -> Institution:
    """The institution that the caller names as its tenant."""
    tenant = tx.caller.tenant
    there = await institutions.find(tx.db, [tenant], tenant)
    place = {"kind": cmd.kind, "parent": cmd.parent or None, "path": await _path(cmd, tx)}
    if there is None:
        values = {"id": tenant, "name": cmd.name, "time_zone": cmd.time_zone, "created_at": tx.now, **place}
        await institutions.add(tx.db, values)
        tx.record(InstitutionChanged(institution_id=tenant, v=1))
    elif cmd.parent != (there.parent or "") or cmd.kind != there.kind:
        tx.record(InstitutionChanged(institution_id=tenant, v=await institutions.change(tx.db, tenant, place)))
    await add_presets(tx, cmd.roles)
    if cmd.kind != "platform":
        await _add_applications(tx, cmd.time_zone)
    return Institution(tenant, there.name if there else cmd.name, there.time_zone if there else cmd.time_zone)


async def _path(cmd: CreateInstitution, tx: Tx) -> list[str]:
    if not cmd.parent:
        return [tx.caller.tenant]
    above = await institutions.find(tx.db, [cmd.parent], cmd.parent)
    if above is None:
        raise NotFound
    return list(path_below(above.path, tx.caller.tenant))


async def add_presets(tx: Tx, names: tuple[str, ...]) -> None:
    """Give the institution of the moment the preset roles that it does not have yet."""
    rows = [
        {
            "tenant": tx.caller.tenant,
            "id": preset.id,
            "preset": preset.id,
            "name": preset.zh,
            "description": preset.description,
            "extent": preset.extent,
            "created_at": tx.now,
            "updated_at": tx.now,
        }
        for preset in (PRESETS[name] for name in names)
    ]
    await roles.add_missing(tx.db, rows)


async def _add_applications(tx: Tx, time_zone: str) -> None:
    """Whom the operator of the machine founds has everything that the house can do, for good."""
    terms = {"payment": "free", "amount": 0, "starts": day_of(tx.now, time_zone), "opened_at": tx.now, "v": 1}
    rows = [{"tenant": tx.caller.tenant, "application": code, **terms} for code in rights.applications()]
    await applications.add_missing(tx.db, rows)


@handles(CreateAccount)
async def create_account(cmd: CreateAccount, tx: Tx) -> Account:
    """Write the account with its password hashed."""
    account_id = new_id()
    values = {
        "id": account_id,
        "tenant": tx.caller.tenant,
        "login": cmd.login,
        "name": cmd.name,
        "password": await passwords.hashed(cmd.password),
        "roles": list(cmd.roles),
        "department_id": cmd.department_id,
        "password_at": tx.now,
        "created_at": tx.now,
        "v": 1,
    }
    await write_account(tx, values)
    return Account(account_id, cmd.login, cmd.name, cmd.roles, tuple(sorted(rights.rights_of(cmd.roles))))


async def write_account(tx: Tx, values: Mapping[str, Any]) -> None:
    """Write a new account; raises ``LoginTaken``."""
    login, account_id = str(values["login"]), str(values["id"])
    try:
        async with tx.db.begin_nested():
            await accounts.add(tx.db, dict(values))
    except IntegrityError as error:
        raise LoginTaken(login=login) from error
    tx.record(AccountCreated(account_id=account_id, login=login, v=1))
