"""Both halves of an upload: the row before the blob, and after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.files import permissions, store
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from hub.errors import NotFound
from hub.files.errors import TooManyUploads
from hub.files.keeping import KeptFile, kept
from hub.ids import new_id

KEPT: Final = timedelta(hours=24)
"""How long an upload waits for something to keep it."""
MOST_UPLOADS: Final = 200

Size = Annotated[int, Meta(ge=1)]


class BegunUpload(msgspec.Struct, frozen=True):
    """Where the blob is to go."""

    file_id: str


class BeginUpload(Command, frozen=True):
    """Note that a file is about to be stored."""

    needs: ClassVar[Permission] = permissions.UPLOAD
    exposed: ClassVar[frozenset[str]] = INSIDE
    private: ClassVar[frozenset[str]] = frozenset({"name"})
    name: str
    size: Size
    media_type: str
    sha256: str
    width: int | None = None
    height: int | None = None


class FinishUpload(Command, frozen=True):
    """Note that the blob is stored whole."""

    needs: ClassVar[Permission] = permissions.UPLOAD
    exposed: ClassVar[frozenset[str]] = INSIDE
    file_id: str


@handles(BeginUpload)
async def begin_upload(cmd: BeginUpload, tx: Tx) -> BegunUpload:
    """Raises ``TooManyUploads``."""
    tenant, actor = tx.caller.tenant, tx.caller.actor
    if await store.count_unclaimed(tx.db, tenant, actor) >= MOST_UPLOADS:
        raise TooManyUploads(most=MOST_UPLOADS)
    file_id = new_id()
    values = {"tenant": tenant, "id": file_id, "created_at": tx.now, "created_by": actor, "expires_at": tx.now + KEPT}
    await store.add(tx.db, {**msgspec.structs.asdict(cmd), **values, "whole": False})
    return BegunUpload(file_id)


@handles(FinishUpload)
async def finish_upload(cmd: FinishUpload, tx: Tx) -> KeptFile:
    """Raises ``NotFound`` for what is no upload of the caller."""
    row = await store.finish(tx.db, tx.caller.tenant, tx.caller.actor, cmd.file_id)
    if row is None:
        raise NotFound
    return kept(row)
