"""Institutions below one's own: founded, changed, enabled and disabled, deleted, and what they may use."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from domains.access import passwords, permissions
from domains.access.commands.checks import act_in, check_length, check_login, check_password
from domains.access.commands.founding import add_presets, write_account
from domains.access.errors import DisableFirst, Kept, KindRefused, OverCeiling, StillUsed
from domains.access.events import InstitutionChanged
from domains.access.granted import shut
from domains.access.model.institutions import MAY_FOUND, code, login_address, path_below
from domains.access.model.menus import rights_in, seen_by
from domains.access.model.policy import PasswordRule, Policy
from domains.access.model.roles import ADMIN, DEFAULTS
from domains.access.rights import tree
from domains.access.store import institutions, roles
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id
from hub.menus import Level

NEW_TENANT: Policy = Policy(password_rule=PasswordRule(letter=False, digit=False))
"""A tenant's first password: 6-12 characters without Chinese (AI-705)."""


class Tenant(msgspec.Struct, frozen=True):
    """A new tenant: its institution code, where its people sign in, and its administrator's account."""

    institution_id: str
    login_address: str
    account_id: str


class CreateTenant(Command, frozen=True):
    """Found an institution below the caller's (or ``parent_id``) with administrator and default roles (AI-705)."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    private: ClassVar[frozenset[str]] = frozenset({"password"})
    name: str
    short_name: str
    kind: Level
    login: str
    password: str
    region: str = ""
    hospital_type: str = ""
    grade: str = ""
    parent_id: str | None = None
    time_zone: str = "Asia/Shanghai"
    valid_until: datetime | None = None
    implement: bool = False


class EditTenant(Command, frozen=True):
    """Change what is told of an institution; its account and its type stay (AI-706). None leaves a field as it is."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    institution_id: str
    name: str | None = None
    short_name: str | None = None
    region: str | None = None
    hospital_type: str | None = None
    grade: str | None = None


class SetTenantValidity(Command, frozen=True):
    """Until when an institution's people may come in; None: for good."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    institution_id: str
    valid_until: datetime | None


class EnableTenant(Command, frozen=True):
    """Let an institution's people in, or keep them all out at once."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    institution_id: str
    enabled: bool


class DeleteTenant(Command, frozen=True):
    """Take a disabled institution off the list (AI-714)."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    institution_id: str


class SetTenantMenus(Command, frozen=True):
    """Tick what an institution may use: no role of it holds anything else (AI-711)."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    institution_id: str
    permissions: tuple[str, ...]


class LapseTenant(Command, frozen=True):
    """An institution's validity is over: whoever is still in is shown out."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    exposed: ClassVar[frozenset[str]] = frozenset()
    institution_id: str


@handles(CreateTenant)
async def create_tenant(cmd: CreateTenant, tx: Tx) -> Tenant:
    """The new institution does this itself: its audit begins with its founding."""
    parent = await managed(tx, cmd.parent_id or tx.caller.tenant)
    own = await managed(tx, tx.caller.tenant)
    if cmd.kind not in MAY_FOUND[own.kind]:
        raise KindRefused(permission=permissions.EDIT_TENANTS.name)
    names = _names(cmd.name, cmd.short_name)
    check_login(cmd.login)
    check_password(cmd.password, cmd.password, NEW_TENANT)
    tenant, account_id = code(secrets.choice), new_id()
    values = {
        "id": tenant,
        **names,
        "kind": cmd.kind,
        "region": cmd.region,
        "hospital_type": cmd.hospital_type,
        "grade": cmd.grade,
        "parent": parent.id,
        "path": list(path_below(parent.path, tenant)),
        "time_zone": cmd.time_zone,
        "valid_until": cmd.valid_until,
        "implement": cmd.implement,
        "admin_id": account_id,
        "withheld": parent.withheld,
        "created_at": tx.now,
    }
    await institutions.add(tx.db, values)
    tx.act_as(tenant, tx.caller.actor)
    await add_presets(tx, DEFAULTS)
    await _add_administrator(cmd, tx, account_id)
    _arm(tx, tenant, cmd.valid_until)
    tx.record(InstitutionChanged(institution_id=tenant, v=1))
    return Tenant(tenant, login_address(tenant), account_id)


async def _add_administrator(cmd: CreateTenant, tx: Tx, account_id: str) -> None:
    values = {
        "id": account_id,
        "tenant": tx.caller.tenant,
        "login": cmd.login,
        "name": cmd.name,
        "password": await passwords.hashed(cmd.password),
        "roles": [ADMIN],
        "password_at": tx.now,
        "created_at": tx.now,
        "v": 1,
    }
    await write_account(tx, values)


@handles(EditTenant)
async def edit_tenant(cmd: EditTenant, tx: Tx) -> None:
    """Only what is given changes."""
    there = await managed(tx, cmd.institution_id)
    changed = {k: v for k, v in msgspec.structs.asdict(cmd).items() if v is not None and k != "institution_id"}
    await _change(tx, there.id, {**changed, **_names(cmd.name, cmd.short_name)})


@handles(SetTenantValidity)
async def set_tenant_validity(cmd: SetTenantValidity, tx: Tx) -> None:
    """A timer shows everybody out at that moment."""
    there = await below(tx, cmd.institution_id)
    await _change(tx, there.id, {"valid_until": cmd.valid_until})
    _arm(tx, there.id, cmd.valid_until)


@handles(EnableTenant)
async def enable_tenant(cmd: EnableTenant, tx: Tx) -> None:
    """Nobody can shut his own institution."""
    there = await below(tx, cmd.institution_id)
    if there.enabled != cmd.enabled:
        await _change(tx, there.id, {"enabled": cmd.enabled})


@handles(DeleteTenant)
async def delete_tenant(cmd: DeleteTenant, tx: Tx) -> None:
    """Disabled, and with none below it; its records stay."""
    there = await below(tx, cmd.institution_id)
    if there.enabled:
        raise DisableFirst
    count = await institutions.children(tx.db, there.id)
    if count:
        raise StillUsed(count=count, what="下级机构", what_en="institutions below")
    await _change(tx, there.id, {"deleted_at": tx.now})


@handles(SetTenantMenus)
async def set_tenant_menus(cmd: SetTenantMenus, tx: Tx) -> None:
    """At most what the caller's own institution has (ID-010)."""
    there = await below(tx, cmd.institution_id)
    wanted = frozenset(cmd.permissions)
    entries = tree(await roles.changed_menus(tx.db))
    own = await managed(tx, tx.caller.tenant)
    seen = rights_in(seen_by(entries, there.kind))
    offered = seen - frozenset(own.withheld) - await shut(tx.db, own, tx.now)
    if wanted - offered:
        raise OverCeiling(rights=", ".join(sorted(wanted - offered)), permission="")
    # What belongs to an application that is not opened there was not shown: nobody has unticked it.
    hidden = await shut(tx.db, there, tx.now)
    withheld = (seen - wanted - hidden) | (hidden & frozenset(there.withheld) - wanted)
    await _change(tx, there.id, {"withheld": sorted(withheld)})


@handles(LapseTenant)
async def lapse_tenant(cmd: LapseTenant, tx: Tx) -> None:
    """The validity itself already keeps people out; this tells the open connections."""
    there = await institutions.find(tx.db, [tx.caller.tenant], cmd.institution_id)
    if there is None:
        raise NotFound
    tx.record(InstitutionChanged(institution_id=there.id, v=there.v))


async def managed(tx: Tx, institution_id: str) -> Any:
    """An institution that the caller manages; raises ``NotFound``."""
    there = await institutions.find(tx.db, tx.caller.reads, institution_id)
    if there is None:
        raise NotFound
    return there


async def below(tx: Tx, institution_id: str) -> Any:
    """An institution that the caller manages and that is not his own."""
    if institution_id == tx.caller.tenant:
        raise Kept(what="本机构", what_en="Your own institution")
    return await managed(tx, institution_id)


async def _change(tx: Tx, tenant: str, values: dict[str, Any]) -> None:
    act_in(tx, tenant)
    tx.record(InstitutionChanged(institution_id=tenant, v=await institutions.change(tx.db, tenant, values)))


def _arm(tx: Tx, tenant: str, until: datetime | None) -> None:
    if until is None:
        tx.disarm("access-validity", tenant)
    else:
        tx.arm("access-validity", tenant, until, LapseTenant(institution_id=tenant))


def _names(name: str | None, short_name: str | None) -> dict[str, str]:
    names = {}
    if name is not None:
        names["name"] = check_length("name", "机构名称", name, (3, 20))
    if short_name is not None:
        names["short_name"] = check_length("short_name", "机构简称", short_name, (3, 10))
    return names
