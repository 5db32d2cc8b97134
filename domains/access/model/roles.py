"""Roles: what a preset holds, and how a role that was changed differs from it.

A role that comes from a preset follows it: a right that a later release gives to the preset reaches the role, unless
an administrator has taken it away. So only the differences are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from hub.caller import Extent, Permission

EVERYBODY: Final = "*"


class Preset(msgspec.Struct, frozen=True):
    """A role that comes with the house; ``id`` is what permissions name in their ``roles``."""

    id: str
    zh: str
    description: str
    extent: Extent = "institution"


ADMIN: Final = "admin"
PATIENT: Final = "patient"
"""The role of a patient's account, the same in every institution. It is no role of the staff: nobody sees it in a list,
gives it or changes it, and none of those rights is to be had by another.
"""
PRESETS: Final = {
    p.id: p
    for p in (
        Preset(ADMIN, "超级管理员", "全部业务与配置", "descendants"),
        Preset("head", "科室主任", "业务、数据、统计与应用"),
        Preset("doctor", "临床医生", "业务与数据"),
        Preset("manager", "机构管理员", "机构、科室、账号与基础数据"),
        Preset("operations", "运营人员", "预约、服务推广与统计"),
        Preset("reviewer", "审核医生", "诊断报告审核"),
        Preset("technician", "技师", "叫号与检查"),
        Preset("registrar", "登记员", "登记与签到"),
        Preset("operator", "系统运维", "实时通道与系统监控"),
    )
}
DEFAULTS: Final = (ADMIN, "head", "doctor")
"""The roles that a new institution starts with (AI-721)."""


class Difference(msgspec.Struct, frozen=True):
    """How a role differs from its preset."""

    granted: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()


def preset_rights(preset: str | None, permissions: Iterable[Permission]) -> frozenset[str]:
    """The rights that a preset holds by the permissions' own word."""
    return frozenset(p.name for p in permissions if preset is not None and preset in p.roles)


def held(base: frozenset[str], difference: Difference) -> frozenset[str]:
    """What a role holds."""
    return (base - difference.withheld) | difference.granted


def difference(base: frozenset[str], wanted: frozenset[str]) -> Difference:
    """What has to be kept so that a role holds just ``wanted``."""
    return Difference(wanted - base, base - wanted)
