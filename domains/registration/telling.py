"""How another domain keeps step with examinations that are done, and with what is corrected in them after that.

It hears of each within the transaction of the change, so that a report is never behind its examination; a change that
the follower cannot go along with does not happen.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.registration import store
from domains.registration.model import names_of
from hub.commands import Tx
from hub.module import discover


class Exam(msgspec.Struct, frozen=True, kw_only=True):
    """An examination as its registration tells of it; ``rank``: 0 emergency, 1 VIP, 2 normal.

    ``direction`` is that of a referral: what was ``sent`` is examined at another institution, ``other_tenant``, whose
    registration of it is ``other_id``.
    """

    id: str
    state: str
    direction: str
    other_tenant: str
    other_id: str
    patient_id: str
    name: str
    sex: str
    birth_date: date | None
    rank: int
    exam_type: str
    items: tuple[str, ...]
    parts: tuple[str, ...]
    exam_no: str
    image_no: str
    room_id: str | None
    campus: str
    registered_by: str
    requesting_doctor: str
    requesting_department: str
    requested_at: datetime | None


@dataclass(frozen=True, slots=True)
class Follower:
    """``take`` is called with an examination that is done as it is after a change, while the registration is locked."""

    take: Callable[[Exam, Tx], Awaitable[None]]


async def tell(tx: Tx, registration_id: str) -> None:
    """Tell all followers of an examination that is done, after it has been written."""
    exam = await exam_of(tx.db, tx.caller.tenant, registration_id)
    for follower in discover().of(Follower):
        await follower.take(exam, tx)


async def exam_of(db: AsyncConnection, tenant: str, registration_id: str) -> Exam:
    """The examination of a registration. Raises ``NotFound``."""
    row = await store.load(db, tenant, registration_id)
    known = {name: getattr(row, name) for name in Exam.__struct_fields__}
    return Exam(**{**known, "items": names_of(store.items_of(row)), "parts": tuple(row.parts)})
