"""Who is signed in hears that rights may have changed, and asks for his own anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.access import permissions
from domains.access.events import (
    AccountChanged,
    AccountCreated,
    DepartmentChanged,
    InstitutionChanged,
    MenusChanged,
    RoleChanged,
)
from domains.access.store import roles
from hub.caller import Caller


class RightsRow(msgspec.Struct, frozen=True):
    """The one row that is shown, the institution's: nothing but that it was changed."""

    version: int


Told = AccountCreated | AccountChanged | DepartmentChanged | InstitutionChanged | MenusChanged | RoleChanged


def touches(fact: Told) -> Iterable[Touch]:
    """What was changed, by its id: a page that it concerns asks for its own rights anew, and lists for their rows."""
    match fact:
        case AccountCreated() | AccountChanged():
            yield Touch({}, fact.account_id)
        case DepartmentChanged():
            yield Touch({}, fact.department_id)
        case MenusChanged():
            yield Touch({}, roles.MENUS)
        case RoleChanged():
            yield Touch({}, fact.role_id)
        case InstitutionChanged():
            yield Touch({}, fact.institution_id)


async def rows(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    """Nobody is listed here, only told of when something of him has changed: as a row that is not there."""
    versions = await roles.versions(db, place.tenant, [place.tenant] if keys is None else keys)
    return [Row(key, v, RightsRow(v) if key == place.tenant else None) for key, v in versions.items()]


def _in_it(caller: Caller, place: Place) -> bool:
    return caller.tenant == place.tenant


rights = Channel(
    pattern="access-rights:{tenant}",
    needs=permissions.STAFF,
    facts=(AccountCreated, AccountChanged, DepartmentChanged, InstitutionChanged, MenusChanged, RoleChanged),
    touches=touches,
    rows=rows,
    may_join=_in_it,
)
