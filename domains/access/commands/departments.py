"""Departments of an institution."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.exc import IntegrityError

from domains.access import permissions
from domains.access.commands.checks import act_in, check_length
from domains.access.errors import NameTaken, StillUsed
from domains.access.events import DepartmentChanged
from domains.access.store import institutions
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id


class AddDepartment(Command, frozen=True):
    """Make a department; its number is its own within the institution (ID-722)."""

    needs: ClassVar[Permission] = permissions.EDIT_DEPARTMENTS
    name: str
    number: str
    institution: str = ""


class EditDepartment(Command, frozen=True):
    """Change a department; None leaves a field as it is."""

    needs: ClassVar[Permission] = permissions.EDIT_DEPARTMENTS
    department_id: str
    name: str | None = None
    number: str | None = None


class DeleteDepartment(Command, frozen=True):
    """Take a department away to which nobody belongs."""

    needs: ClassVar[Permission] = permissions.EDIT_DEPARTMENTS
    department_id: str


@handles(AddDepartment)
async def add_department(cmd: AddDepartment, tx: Tx) -> str:
    """Gives the new department's id."""
    act_in(tx, cmd.institution)
    department_id = new_id()
    values = {
        "tenant": tx.caller.tenant,
        "id": department_id,
        **_checked(cmd),
        "created_at": tx.now,
        "updated_at": tx.now,
        "v": 1,
    }
    try:
        async with tx.db.begin_nested():
            await institutions.add_department(tx.db, values)
    except IntegrityError as error:
        raise NameTaken(name=cmd.number) from error
    tx.record(DepartmentChanged(department_id=department_id, v=1))
    return department_id


@handles(EditDepartment)
async def edit_department(cmd: EditDepartment, tx: Tx) -> None:
    """Its people stay in it."""
    await _there(tx, cmd.department_id)
    try:
        async with tx.db.begin_nested():
            await _change(tx, cmd.department_id, _checked(cmd))
    except IntegrityError as error:
        raise NameTaken(name=cmd.number or "") from error


@handles(DeleteDepartment)
async def delete_department(cmd: DeleteDepartment, tx: Tx) -> None:
    """It stays in the table, for what was done there."""
    await _there(tx, cmd.department_id)
    people = await institutions.people_of(tx.db, tx.caller.tenant, cmd.department_id)
    if people:
        raise StillUsed(count=people, what="账号", what_en="accounts")
    await _change(tx, cmd.department_id, {"deleted_at": tx.now})


def _checked(cmd: AddDepartment | EditDepartment) -> dict[str, Any]:
    values = {}
    if cmd.name is not None:
        values["name"] = check_length("name", "科室名称", cmd.name, (1, 50))
    if cmd.number is not None:
        values["number"] = check_length("number", "科室编号", cmd.number, (1, 20))
    return values


async def _there(tx: Tx, department_id: str) -> None:
    if await institutions.department(tx.db, tx.caller.tenant, department_id) is None:
        raise NotFound


async def _change(tx: Tx, department_id: str, values: dict[str, Any]) -> None:
    v = await institutions.change_department(tx.db, tx.caller.tenant, department_id, {**values, "updated_at": tx.now})
    tx.record(DepartmentChanged(department_id=department_id, v=v))
