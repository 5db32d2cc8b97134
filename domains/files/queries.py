"""What there is to read of a file, for those who may."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
import sqlalchemy as sa

from domains.files import permissions, store
from hub.caller import Caller, Permission
from hub.commands import INSIDE, Look, Query, answers
from hub.errors import NotFound
from hub.files.purpose import purposes


class ReadableFile(msgspec.Struct, frozen=True):
    """What is needed to hand out its content; ``personal``: opening it is audited."""

    file_id: str
    tenant: str
    name: str
    size: int
    media_type: str
    sha256: str
    personal: bool


class FindFile(Query, frozen=True):
    """A file that the caller may read."""

    needs: ClassVar[Permission] = permissions.READ
    exposed: ClassVar[frozenset[str]] = INSIDE
    file_id: str


class OpenPersonalFile(Query, frozen=True):
    """The same, and it is written down who opened it."""

    needs: ClassVar[Permission] = permissions.READ
    exposed: ClassVar[frozenset[str]] = INSIDE
    personal: ClassVar[bool] = True
    file_id: str


@answers(FindFile)
async def find_file(caller: Caller, query: FindFile, look: Look) -> ReadableFile:
    """Raises ``NotFound`` alike for what is not there, another institution's, and what the caller may not read."""
    row = await store.find(look.db, caller.tenant, query.file_id)
    if row is None:
        raise NotFound
    return _readable(caller, row, look)


@answers(OpenPersonalFile)
async def open_personal_file(caller: Caller, query: OpenPersonalFile, look: Look) -> ReadableFile:
    """As ``find_file``."""
    return await find_file.run(caller, FindFile(file_id=query.file_id), look)  # type: ignore[no-any-return]


def _readable(caller: Caller, row: sa.Row[Any], look: Look) -> ReadableFile:
    """An upload is read by who uploaded it; a kept file by who has the right of its purpose, or of his own things."""
    if row.expires_at is not None and row.expires_at <= look.now:
        raise NotFound
    purpose = None if row.purpose is None else purposes().get(row.purpose)
    own = row.created_by == caller.actor
    if purpose is None:
        may, personal = own and row.purpose is None, False
    else:
        theirs = purpose.keyed is not None and caller.may(purpose.keyed) and row.key == caller.actor
        may = theirs or (caller.may(purpose.needs) and (own or not purpose.own))
        personal = purpose.personal
    if not may:
        raise NotFound
    return ReadableFile(row.id, row.tenant, row.name, row.size, row.media_type, row.sha256, personal)
