"""Files that the house makes itself: stored first, claimed in the transaction that needs them."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Caller
from hub.files.keeping import check_fit
from hub.files.purpose import FilePurpose
from hub.files.storage import Storage, blob_path
from hub.files.table import files
from hub.house import House
from hub.ids import new_id

UNCLAIMED: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A stored file that nothing keeps yet; like an upload it expires unless somebody keeps it."""

    file_id: str
    tenant: str
    purpose: FilePurpose


def storage_of(house: House) -> Storage:
    """The storage of this process."""
    storage = house.dispatch.tools[Storage]
    if not isinstance(storage, Storage):
        raise TypeError("the storage is not a storage")
    return storage


async def store(
    house: House, owner: tuple[str, str], name: str, media_type: str, content: IO[bytes], purpose: FilePurpose
) -> MadeFile:
    """Store ``content`` for ``owner`` (tenant, account); raises ``FileTooLarge`` and ``Unavailable``."""
    tenant, actor = owner
    digest = await asyncio.to_thread(lambda: hashlib.file_digest(content, "sha256").hexdigest())  # type: ignore[arg-type]
    size = content.seek(0, 2)
    content.seek(0)
    check_fit(purpose, name, media_type, size, "file")
    now, file_id = house.clock(), new_id()
    row = {"tenant": tenant, "id": file_id, "name": name, "size": size, "media_type": media_type, "sha256": digest}
    made = {"whole": False, "created_at": now, "created_by": actor, "expires_at": now + UNCLAIMED}
    async with house.engine.begin() as db:
        await db.execute(sa.insert(files).values({**row, **made}))
    await storage_of(house).put(blob_path(tenant, file_id), content)
    return MadeFile(file_id, tenant, purpose)


async def upload(house: House, who: Caller, name: str, media_type: str, content: bytes) -> str:
    """Store ``content`` as if ``who`` had uploaded it, for demos; gives the file's id."""
    file_id, now = new_id(), house.clock()
    row = {"tenant": who.tenant, "id": file_id, "name": name, "size": len(content), "media_type": media_type}
    made = {"whole": True, "created_at": now, "created_by": who.actor, "expires_at": now + UNCLAIMED}
    async with house.engine.begin() as db:
        digest = hashlib.sha256(content).hexdigest()
        await db.execute(sa.insert(files).values({**row, **made, "sha256": digest}))
    await storage_of(house).put(blob_path(who.tenant, file_id), content)
    return file_id


async def keep(db: AsyncConnection, made: MadeFile, key: str, until: datetime) -> None:
    """From this transaction on the file is kept for ``key``, ``until`` then."""
    mine = sa.and_(files.c.tenant == made.tenant, files.c.id == made.file_id)
    values = {"whole": True, "purpose": made.purpose.name, "key": key, "expires_at": until}
    await db.execute(sa.update(files).where(mine).values(values))
