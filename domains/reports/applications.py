"""What of this room is opened for an institution, or not (租户应用)."""

from __future__ import annotations

from typing import Final

from domains.reports import permissions as p
from hub.applications import Application

READING: Final = Application("reading", "诊断报告", "Reading and reports", p.ALL, 35)
