"""What the walks over the registry need to know of the audit."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(_: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Whose log is asked for."""
    return {"institution": tenant, "page": "accounts", "seconds": 1}
