"""Claiming and releasing: how a domain's command comes to keep what was uploaded, in its own transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import Tx
from hub.files.errors import FileTooLarge, UploadGone, WrongMedia, WrongProportion
from hub.files.purpose import FilePurpose
from hub.files.table import files


class KeptFile(msgspec.Struct, frozen=True):
    """A file as its readers see it; ``GET /api/files/{file_id}`` gives its content."""

    file_id: str
    name: str
    size: int
    media_type: str


def kept(row: sa.Row[Any]) -> KeptFile:
    """The row of a file as its readers see it."""
    return KeptFile(row.id, row.name, row.size, row.media_type)


async def claim(
    tx: Tx, file_id: str, purpose: FilePurpose, key: str, field: str = "file_id", until: datetime | None = None
) -> KeptFile:
    """From this transaction on the file is kept for ``key`` (the id of what it belongs to), for good or ``until`` then.

    Only who uploaded it can, once; again for the same purpose and key changes nothing. Raises ``UploadGone``,
    ``WrongMedia``, ``FileTooLarge`` or ``WrongProportion``, each naming ``field``.
    """
    mine = sa.and_(files.c.tenant == tx.caller.tenant, files.c.id == file_id)
    row = (await tx.db.execute(sa.select(files).where(mine, files.c.whole).with_for_update())).first()
    if row is not None and (row.purpose, row.key) == (purpose.name, key):
        return kept(row)
    if row is None or row.purpose is not None or row.created_by != tx.caller.actor or row.expires_at <= tx.now:
        raise UploadGone(field)
    check_fit(purpose, row.name, row.media_type, row.size, field)
    _check_proportion(purpose, row, field)
    await tx.db.execute(sa.update(files).where(mine).values(purpose=purpose.name, key=key, expires_at=until))
    return kept(row)


def check_fit(purpose: FilePurpose, name: str, media_type: str, size: int, field: str) -> None:
    """Raise what speaks against keeping such a file for ``purpose``."""
    if media_type not in purpose.media_types:
        raise WrongMedia(name, told(purpose.media_types), field)
    if size > purpose.max_bytes:
        raise FileTooLarge(name, purpose.max_bytes, field)


def _check_proportion(purpose: FilePurpose, row: sa.Row[Any], field: str) -> None:
    wanted = purpose.proportion
    size = (row.width or 0, row.height or 0)
    if wanted is not None and not (all(size) and wanted.fits(*size)):
        raise WrongProportion(row.name, size, (wanted.width, wanted.height), field)


def told(media_types: Collection[str]) -> str:
    """Media types in few words: ``jpeg, pdf, png``."""
    return ", ".join(sorted(_SHORT.get(kind, kind.rpartition("/")[2]) for kind in media_types))


_SHORT = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx"}


async def settle(
    tx: Tx, file_ids: Sequence[str], purpose: FilePurpose, key: str, field: str = "file_ids"
) -> list[KeptFile]:
    """Make ``file_ids`` what is kept for ``key``: claim what is new among them, release what is not among them."""
    now_kept = [await claim(tx, file_id, purpose, key, field) for file_id in dict.fromkeys(file_ids)]
    others = sa.and_(_of(tx, purpose, key), files.c.id.not_in(list(file_ids)))
    await tx.db.execute(sa.update(files).where(others).values(expires_at=tx.now, purpose=None, key=None))
    return now_kept


async def release(tx: Tx, purpose: FilePurpose, key: str) -> None:
    """Nothing is kept for ``key`` any more; the sweep deletes the files after this transaction."""
    await settle(tx, (), purpose, key)


def _of(tx: Tx, purpose: FilePurpose, key: str) -> sa.ColumnElement[bool]:
    return sa.and_(files.c.tenant == tx.caller.tenant, files.c.purpose == purpose.name, files.c.key == key)


async def files_of(
    db: AsyncConnection, tenant: str, purpose: FilePurpose, keys: Collection[str]
) -> dict[str, tuple[KeptFile, ...]]:
    """What is kept, by key, the oldest first; keys without files are left out."""
    mine = sa.and_(files.c.tenant == tenant, files.c.purpose == purpose.name, files.c.key.in_(list(keys)))
    found: dict[str, tuple[KeptFile, ...]] = {}
    for row in await db.execute(sa.select(files).where(mine).order_by(files.c.id)):
        found[row.key] = (*found.get(row.key, ()), kept(row))
    return found
