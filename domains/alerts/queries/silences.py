"""What is kept from people, by whom, until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal

import msgspec

from domains.access.public import names
from domains.alerts import permissions, store
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers

PAST: Final = timedelta(days=30)
MOST: Final = 500


class SilenceRow(msgspec.Struct, frozen=True):
    """A silence; ``rules`` empty: all rules, ``about`` empty: everything; ``by`` is the author's name."""

    id: str
    v: int
    kind: str
    rules: tuple[str, ...]
    about: str
    starts_at: datetime
    ends_at: datetime
    by: str
    comment: str
    state: Literal["pending", "active", "over"]


class Silences(msgspec.Struct, frozen=True):
    """The last to end first."""

    silences: tuple[SilenceRow, ...]


class ListSilences(Query, frozen=True, kw_only=True):
    """What is in force, what will be, and what has ended in the last 30 days."""

    needs: ClassVar[Permission] = permissions.VIEW


@answers(ListSilences)
async def list_silences(caller: Caller, _: ListSilences, look: Look) -> Silences:
    """At most 500."""
    rows = await store.silences_lately(look.db, caller.tenant, look.now - PAST, MOST)
    who = await names(look.db, caller.tenant, {row.by for row in rows})
    return Silences(
        tuple(
            SilenceRow(
                id=row.id,
                v=row.v,
                kind=row.kind,
                rules=tuple(row.rules),
                about=row.key,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                by=who.get(row.by, row.by),
                comment=row.comment,
                state=_state(row.starts_at, row.ends_at, look.now),
            )
            for row in rows
        )
    )


def _state(starts_at: datetime, ends_at: datetime, now: datetime) -> Literal["pending", "active", "over"]:
    if ends_at <= now:
        return "over"
    return "active" if starts_at <= now else "pending"
