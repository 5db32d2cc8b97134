"""Who is signed in hears that rights may have changed, and asks for his own anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.access import permissions
from domains.access.events import AccountChanged, InstitutionChanged, RoleChanged
from domains.access.store import roles
from hub.caller import Caller


class RightsRow(msgspec.Struct, frozen=True):
    """The one row that is shown, the institution's: nothing but that it was changed."""

    version: int


def touches(fact: AccountChanged | InstitutionChanged | RoleChanged) -> Iterable[Touch]:
    """What was changed, by its id: a page that it concerns asks for its own rights anew."""
    match fact:
        case AccountChanged():
            yield Touch({}, fact.account_id)
        case RoleChanged():
            yield Touch({}, fact.role_id)
        case InstitutionChanged():
            yield Touch({}, fact.institution_id)


async def rows(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    """Accounts and roles are never listed, only told of when they have changed: as rows that are not there."""
    versions = await roles.versions(db, place.tenant, [place.tenant] if keys is None else keys)
    return [Row(key, v, RightsRow(v) if key == place.tenant else None) for key, v in versions.items()]


def _in_it(caller: Caller, place: Place) -> bool:
    return caller.tenant == place.tenant


rights = Channel(
    pattern="access-rights:{tenant}",
    needs=permissions.SIGNED_IN,
    facts=(AccountChanged, InstitutionChanged, RoleChanged),
    touches=touches,
    rows=rows,
    may_join=_in_it,
)
