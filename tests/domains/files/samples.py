"""What the walks over the registry need to know of files."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """No file is part of the demo; the tests of this room upload their own."""
    del db, tenant
    return {"file_id": "01900000-0000-7000-8000-000000000000"}
