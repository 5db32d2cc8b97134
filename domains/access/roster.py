"""People in a workbook (医生批量导入): its columns, its template, and what a row stands for."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access import permissions
from domains.access.commands.checks import LOGIN, LOGIN_TOLD, NAME_LENGTHS, PHONE, PHONE_TOLD
from domains.access.tables import departments, roles
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.resources.checking import problem
from hub.resources.fields import Field, Text
from hub.resources.sheets.cells import Language, read, title
from hub.resources.sheets.opened import Line
from hub.resources.sheets.template import FilledTemplate, told
from hub.resources.sheets.workbook import Workbook
from hub.resources.words import Reason, Words

_LOGIN: Final = Text("login", "账号", "Account", required=True, longest=20, pattern=LOGIN, hint=LOGIN_TOLD)
_NAME: Final = Text("name", "姓名", "Name", required=True, longest=NAME_LENGTHS[1], mask="name")
_ROLES: Final = Text(
    "roles",
    "角色",
    "Role",
    required=True,
    longest=200,
    hint=Words("已启用的角色名称，多个用顿号分隔", "Names of enabled roles, separated by commas."),
)
_PHONE: Final = Text("phone", "手机号", "Phone", longest=11, pattern=PHONE, hint=PHONE_TOLD)
_TITLE: Final = Text("title", "职称", "Title", longest=64)
_DEPARTMENT: Final = Text(
    "department", "所属科室", "Department", hint=Words("科室名称或编号", "Name or number of a department.")
)
FIELDS: Final[tuple[Text, ...]] = (_LOGIN, _NAME, _ROLES, _PHONE, _TITLE, _DEPARTMENT)
_SEPARATORS: Final = r"[、,，;；]"

TWICE: Final = Reason("在文件中重复", "twice in this file")
TAKEN: Final = Reason("账号已被使用，请换一个", "this account is taken, choose another")


class AccountTemplate(Query, frozen=True):
    """The workbook to fill in, with the institution's roles and departments (SA-853)."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of what a row may name; None behind a name that several have."""

    roles: Mapping[str, str | None]
    departments: Mapping[str, str | None]


@dataclass(slots=True)
class Person:
    """A row with the account that it stands for, and what is wrong with it."""

    line: Line
    values: dict[str, Any]
    wrong: list[tuple[Field, Reason]] = field(default_factory=list)

    @property
    def login(self) -> str:
        """Empty when there is none."""
        return str(self.values.get("login", ""))

    def refuse_login(self, reason: Reason) -> None:
        """The account cannot be this one."""
        self.wrong.append((_LOGIN, reason))

    def told(self) -> list[dict[str, str]]:
        """What is wrong as it is kept."""
        return [{"field_zh": f.zh, "field_en": f.en, "zh": r.zh, "en": r.en} for f, r in self.wrong]


async def known(db: AsyncConnection, tenant: str) -> Known:
    """The institution's enabled roles and its departments, these by name and by number."""
    r, d = roles.c, departments.c
    usable = sa.select(r.name, r.id).where(r.tenant == tenant, r.enabled, r.deleted_at.is_(None))
    held: dict[str, str | None] = {row.name: row.id for row in await db.execute(usable)}
    there = sa.select(d.name, d.number, d.id).where(d.tenant == tenant, d.deleted_at.is_(None))
    rows = list(await db.execute(there))
    named: dict[str, str | None] = {}
    for row in rows:
        named[row.name] = None if row.name in named else row.id
    return Known(held, {**named, **{row.number: row.id for row in rows}})


def person(line: Line, places: Mapping[str, int], among: Known) -> Person:
    """The row by itself: every cell within the limits of an account, its roles and department there."""
    found = Person(line, {})
    for one in FIELDS:
        place = places.get(one.name)
        cell = None if place is None or place >= len(line.cells) else line.cells[place]
        value = one.tidy(str(read(one, cell, {})))
        reason = problem(one, value)
        if reason is None:
            found.values[one.name] = value
        else:
            found.wrong.append((one, reason))
    _settle_roles(found, among)
    _settle_department(found, among)
    return found


def _settle_roles(found: Person, among: Known) -> None:
    named = [part.strip() for part in re.split(_SEPARATORS, found.values.get("roles", "")) if part.strip()]
    missing = [name for name in named if among.roles.get(name) is None]
    if missing:
        names = "、".join(missing)
        found.wrong.append((_ROLES, Reason(f"没有角色“{names}”，或已禁用", f"no role “{names}”, or it is disabled")))
    found.values["roles"] = list(dict.fromkeys(among.roles[name] for name in named if name not in missing))


def _settle_department(found: Person, among: Known) -> None:
    name = found.values.pop("department", "")
    found.values["department_id"] = among.departments.get(name) if name else None
    if name and name not in among.departments:
        found.wrong.append((_DEPARTMENT, Reason(f"没有科室“{name}”", f"no department “{name}”")))
    elif name and among.departments[name] is None:
        several = Reason(f"有多个科室“{name}”，请填写科室编号", f"several departments “{name}”, give the number")
        found.wrong.append((_DEPARTMENT, several))


@answers(AccountTemplate)
async def account_template(caller: Caller, query: AccountTemplate, look: Look) -> FilledTemplate:
    """Departments are picked from a list; the note on the roles' heading names those that there are."""
    among, language = await known(look.db, caller.tenant), query.language
    file = io.BytesIO()
    book = Workbook(file, "医生" if language == "zh" else "Doctors")
    book.heading([title(one, language) for one in FIELDS])
    for place, one in enumerate(FIELDS):
        note = told(one, language)
        if one is _ROLES:
            note += ("：" if language == "zh" else " ") + "、".join(sorted(among.roles))
        book.note(place, note)
    book.choices(FIELDS.index(_DEPARTMENT), sorted(among.departments))
    book.close()
    name = "医生导入模板.xlsx" if language == "zh" else "doctors template.xlsx"
    return FilledTemplate(name, file.getvalue())
