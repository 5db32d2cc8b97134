"""What an institution may give its people at this moment, read from the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.rights import closed
from domains.access.store import applications


async def shut(db: AsyncConnection, institution: Any, now: datetime) -> frozenset[str]:
    """The rights of applications that this institution (a row) does not have now."""
    if institution.kind == "platform":
        return frozenset()
    return closed(institution.kind, await applications.opened(db, institution.id, now))
