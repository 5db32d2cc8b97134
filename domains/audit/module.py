"""The audit room's declaration."""

from domains.audit import commands, menus, permissions, queries, sealing
from hub.module import Module

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
        sealing.role,
        sealing.trail,
    ),
)
