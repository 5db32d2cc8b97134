"""The rights of this room."""

from __future__ import annotations

from typing import Final

from hub.caller import Permission

READ: Final = Permission("reports.read", "查看诊断报告", "See reports", ("admin", "head", "doctor", "reviewer"))
WRITE: Final = Permission("reports.write", "报告权限", "Write reports", ("admin", "head", "doctor"))
REVIEW: Final = Permission("reports.review", "终审权限", "Final review of reports", ("admin", "head", "reviewer"))
PRINT: Final = Permission(
    "reports.print", "打印诊断报告", "Print reports", ("admin", "head", "doctor", "reviewer", "registrar")
)
RELAY: Final = Permission("reports.relay", "机构间报告传递", "Carry reports between institutions")

ALL: Final = (READ, WRITE, REVIEW, PRINT)
"""Those that people hold."""
