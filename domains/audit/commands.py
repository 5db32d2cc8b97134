"""What pages tell of their use."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from domains.access.public import STAFF
from domains.audit import store
from hub.caller import Permission
from hub.commands import REST, RPC, Command, Tx, handles
from hub.ids import new_id


class NoteVisit(Command, frozen=True):
    """Say that a page was looked at, and for how many seconds (OP-706); sent when it is left."""

    needs: ClassVar[Permission] = STAFF
    exposed: ClassVar[frozenset[str]] = frozenset({REST, RPC})
    page: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_./-]+$")]
    seconds: Annotated[int, Meta(ge=0, le=86_400)]


@handles(NoteVisit)
async def note_visit(cmd: NoteVisit, tx: Tx) -> None:
    """The page's name has no room for personal data."""
    values = {
        "tenant": tx.caller.tenant,
        "id": new_id(),
        "actor": tx.caller.actor,
        "page": cmd.page,
        "address": tx.caller.address,
        "at": tx.now,
        "seconds": cmd.seconds,
    }
    await store.add_visit(tx.db, values)
