"""How a module says that it keeps the audit trustworthy; the ``audit`` verb asks it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import msgspec

from hub.house import House


class Verdict(msgspec.Struct, frozen=True):
    """What came out of checking the chain: entries sealed and not sealed yet, and the first link that is broken.

    ``head`` is the newest link (hexadecimal): who wrote down an earlier one elsewhere can tell that nothing is cut off.
    """

    sealed: int
    unsealed: int
    head: str
    broken: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing that was sealed has been changed."""
        return not self.broken


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """Exactly one module provides one."""

    verify: Callable[[House], Coroutine[Any, Any, Verdict]]
    export: Callable[[House], AsyncIterator[bytes]]
    """The entries with their links, one JSON object a line, oldest first."""
