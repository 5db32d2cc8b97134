"""Which institutions let patients in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.errors import PatientDoorShut
from domains.access.rights import applications, everybodys, patients_in
from domains.access.standing import past
from domains.access.store import applications as grants
from domains.access.store import institutions

InstitutionCode = Annotated[str, Meta(min_length=1, max_length=64)]


async def admitting(db: AsyncConnection, tenant: str, now: datetime) -> Any:
    """The institution, if it lets patients in: it is open, and has something for them to do.

    Raises ``PatientDoorShut``.
    """
    there = await institutions.find(db, [tenant], tenant)
    if there is None or not there.enabled or past(there.valid_until, now):
        raise PatientDoorShut
    opened = applications() if there.kind == "platform" else await grants.opened(db, tenant, now)
    if patients_in(there.kind, there.withheld, opened) <= everybodys():
        raise PatientDoorShut
    return there
