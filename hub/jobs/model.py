"""What a job may become: pure rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

State = Literal["queued", "running", "done", "failed", "cancelled", "expired"]

OPEN: Final[frozenset[State]] = frozenset({"queued", "running"})
REPEATABLE: Final[frozenset[State]] = frozenset({"failed", "cancelled"})
"""What can be started anew; it goes on after its last step."""
ENDED: Final[frozenset[State]] = frozenset({"done", "failed", "cancelled"})
"""What is shown until it expires."""

KEPT: Final = timedelta(days=7)
"""How long an ended job and its result are kept."""
