"""How ``up`` shares the roles behind the scenes out to two processes."""

from __future__ import annotations

from typing import Final

LIVE: Final = ("relay", "feed", "revocation")
"""What stands between a commit and the pages of those who look: by itself it waits for nobody's computing."""
SHARES: Final = (
    tuple(word for role in LIVE for word in ("--only", role)),
    tuple(word for role in LIVE for word in ("--except", role)),
)
"""The options of each ``work`` that ``up`` keeps; together they run every role once."""
