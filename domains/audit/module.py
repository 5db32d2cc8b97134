"""The audit room's declaration."""

from domains.audit import commands, gaps, keeping, looks, menus, permissions, queries, rules, sealing
from hub.module import Module
from hub.refusals import AccessRefused

MODULE = Module(
    "audit",
    provides=(
        permissions.SIGN_INS,
        permissions.OPERATIONS,
        permissions.VISITS,
        commands.note_visit,
        queries.list_sign_ins,
        queries.list_operations,
        queries.list_visits,
        *menus.MENUS,
        keeping.role,
        sealing.trail,
        AccessRefused,
        gaps.measure,
        looks.measure,
        rules.PACK,
        rules.CALLED,
    ),
)
