"""Roles: what they are called, what they hold, and whether they can be given."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.exc import IntegrityError

from domains.access import permissions
from domains.access.commands.checks import act_in, check_length
from domains.access.errors import DisableFirst, Kept, NameTaken, OverCeiling, StillUsed
from domains.access.events import RoleChanged
from domains.access.granted import shut
from domains.access.model.menus import rights_in, seen_by
from domains.access.model.roles import ADMIN, difference, preset_rights
from domains.access.rights import known, tree
from domains.access.store import institutions, roles
from hub.caller import Extent, Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id


class AddRole(Command, frozen=True):
    """Make a role of the institution (empty: the caller's) with the rights that were ticked (AI-724)."""

    needs: ClassVar[Permission] = permissions.EDIT_ROLES
    name: str
    permissions: tuple[str, ...]
    description: str = ""
    enabled: bool = True
    extent: Extent = "institution"
    institution: str = ""


class EditRole(Command, frozen=True):
    """Change a role; None leaves a field as it is. Who has it may do more or less at once (AI-726)."""

    needs: ClassVar[Permission] = permissions.EDIT_ROLES
    role_id: str
    name: str | None = None
    permissions: tuple[str, ...] | None = None
    description: str | None = None
    enabled: bool | None = None
    extent: Extent | None = None
    institution: str = ""


class DeleteRole(Command, frozen=True):
    """Take a role away that is disabled and that nobody has; never the super administrator's (AI-727)."""

    needs: ClassVar[Permission] = permissions.EDIT_ROLES
    role_id: str
    institution: str = ""


@handles(AddRole)
async def add_role(cmd: AddRole, tx: Tx) -> str:
    """Gives the new role's id."""
    act_in(tx, cmd.institution)
    name = check_length("name", "角色名称", cmd.name, (1, 30))
    await _check_rights(tx, frozenset(cmd.permissions))
    role_id = new_id()
    values = {
        "tenant": tx.caller.tenant,
        "id": role_id,
        "name": name,
        "description": cmd.description,
        "enabled": cmd.enabled,
        "extent": cmd.extent,
        "granted": sorted(cmd.permissions),
        "created_at": tx.now,
        "updated_at": tx.now,
    }
    try:
        async with tx.db.begin_nested():
            await roles.add(tx.db, values)
    except IntegrityError as error:
        raise NameTaken(name=name) from error
    tx.record(RoleChanged(role_id=role_id, v=1))
    return role_id


@handles(EditRole)
async def edit_role(cmd: EditRole, tx: Tx) -> None:
    """The super administrator's role stays enabled: an institution never locks itself out."""
    role = await _role(tx, cmd.role_id, cmd.institution)
    changed: dict[str, Any] = {
        name: value for name in ("description", "enabled", "extent") if (value := getattr(cmd, name)) is not None
    }
    if cmd.name is not None:
        changed["name"] = check_length("name", "角色名称", cmd.name, (1, 30))
    if cmd.enabled is False and role.id == ADMIN:
        raise Kept(what="超级管理员角色", what_en="The super administrator's role")
    if cmd.permissions is not None:
        await _check_rights(tx, frozenset(cmd.permissions))
        differs = difference(preset_rights(role.preset, known()), frozenset(cmd.permissions))
        changed |= {"granted": sorted(differs.granted), "withheld": sorted(differs.withheld)}
    try:
        async with tx.db.begin_nested():
            await _change(tx, role.id, changed)
    except IntegrityError as error:
        raise NameTaken(name=str(changed.get("name"))) from error


@handles(DeleteRole)
async def delete_role(cmd: DeleteRole, tx: Tx) -> None:
    """It stays in the table, for what was done with it."""
    role = await _role(tx, cmd.role_id, cmd.institution)
    if role.id == ADMIN:
        raise Kept(what="超级管理员角色", what_en="The super administrator's role")
    users = await roles.users(tx.db, tx.caller.tenant, role.id)
    if users:
        raise StillUsed(count=users, what="账号", what_en="accounts")
    if role.enabled:
        raise DisableFirst
    await _change(tx, role.id, {"deleted_at": tx.now})


async def _role(tx: Tx, role_id: str, institution: str) -> Any:
    act_in(tx, institution)
    role = await roles.find(tx.db, tx.caller.tenant, role_id)
    if role is None:
        raise NotFound
    return role


async def _change(tx: Tx, role_id: str, values: dict[str, Any]) -> None:
    v = await roles.change(tx.db, tx.caller.tenant, role_id, {**values, "updated_at": tx.now})
    tx.record(RoleChanged(role_id=role_id, v=v))


async def _check_rights(tx: Tx, wanted: frozenset[str]) -> None:
    """At most what the institution itself may use (AI-725)."""
    institution = await institutions.find(tx.db, [tx.caller.tenant], tx.caller.tenant)
    if institution is None:
        raise NotFound
    entries = tree(await roles.changed_menus(tx.db))
    offered = rights_in(seen_by(entries, institution.kind)) - frozenset(institution.withheld)
    over = wanted - (offered - await shut(tx.db, institution, tx.now))
    if over:
        raise OverCeiling(rights=", ".join(sorted(over)), permission="")
