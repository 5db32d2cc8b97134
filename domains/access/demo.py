"""The demo hospital's institutions and accounts (CONTRACT.md, "Demo hospital"). All people are invented."""

from __future__ import annotations

from typing import Final

from domains.access.commands.departments import AddDepartment
from domains.access.commands.founding import CreateAccount, CreateInstitution
from domains.access.commands.patients import CreatePatient
from domains.access.errors import LoginTaken, NameTaken, PhoneRegistered
from domains.access.model.roles import PRESETS
from hub.demo import DemoSeed, founder
from hub.house import House

ROLES: Final = tuple(PRESETS)
INSTITUTIONS: Final = {
    "demo": CreateInstitution(name="示范医院", kind="platform", roles=ROLES),
    "branch": CreateInstitution(name="示范医院东院区", parent="demo", roles=ROLES),
}
DEPARTMENTS: Final = (("放射科", "FS"), ("信息科", "XX"))

ACCOUNTS: Final = (
    ("demo", "admin", "系统管理员", ("admin",)),
    ("demo", "registrar", "登记员小林", ("registrar",)),
    ("demo", "technician", "技师小周", ("technician",)),
    ("demo", "doctor", "诊断医生小吴", ("doctor",)),
    ("demo", "doctor2", "诊断医生小郑", ("doctor",)),
    ("demo", "reviewer", "审核医生小何", ("reviewer",)),
    ("demo", "head", "科室主任老马", ("head",)),
    ("demo", "operator", "运维小唐", ("operator",)),
    ("branch", "branch-admin", "东院管理员", ("admin",)),
)


PATIENTS: Final = (("13800000001", "患者小林"), ("13800000002", "患者老何"))
"""Of the demo institution; they sign in by their phones."""


async def _seed(house: House, password: str) -> None:
    for tenant, institution in INSTITUTIONS.items():
        await house.dispatch(founder(house, tenant), institution)
        await _departments(house, tenant)
    for tenant, login, name, roles in ACCOUNTS:
        account = CreateAccount(login=login, name=name, password=password, roles=roles)
        try:
            await house.dispatch(founder(house, tenant), account)
        except LoginTaken:
            continue  # there since an earlier start, with the password of then
    await _patients(house, password)


async def _patients(house: House, password: str) -> None:
    for phone, name in PATIENTS:
        try:
            await house.dispatch(founder(house, "demo"), CreatePatient(phone=phone, name=name, password=password))
        except PhoneRegistered:
            continue


async def _departments(house: House, tenant: str) -> None:
    for name, number in DEPARTMENTS:
        try:
            await house.dispatch(founder(house, tenant), AddDepartment(name=name, number=number))
        except NameTaken:
            continue


seed = DemoSeed(0, _seed)
