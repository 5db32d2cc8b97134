"""How an opening stands on a day."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

Standing = Literal["in_force", "to_renew", "expired", "suspended"]
"""正常, 待续期, 已过期, 已停用 (the register has the algorithm disabled)."""

REMINDED: Final = 90
"""Days: an opening with no more than this left is to be renewed, as an application is (AI-707)."""


def days_left(ends: date | None, today: date) -> int | None:
    """Days until the end, the last one included (0: it is over); None when there is no end."""
    return None if ends is None else max(0, (ends - today).days + 1)


def standing(ends: date | None, today: date, *, enabled: bool) -> Standing:
    """Over is over, whatever the register says; what is disabled there may not be used."""
    left = days_left(ends, today)
    if left == 0:
        return "expired"
    if not enabled:
        return "suspended"
    return "in_force" if left is None or left > REMINDED else "to_renew"
