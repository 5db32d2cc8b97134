"""How urgent something is, for everybody who warns, tells or shows."""

from __future__ import annotations

import enum
from typing import Final


class Level(enum.StrEnum):
    """Priority after IEC 60601-1-8; the requirements' 一般, 重要, 紧急, and 提示 for what is only told."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


RANK: Final = {Level.INFO: 0, Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}
"""The higher, the more urgent."""
