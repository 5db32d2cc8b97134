"""What the ids of people in facts are called."""

from __future__ import annotations

from typing import Final

from domains.access.store.accounts import names
from realtime_rules.ports import Called

CALLED: Final = tuple(Called(field, names) for field in ("account_id", "doctor_id"))
