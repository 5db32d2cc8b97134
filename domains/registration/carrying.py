"""Carries what one side of a referral has to know to the other: facts here become commands there.

Each command is idempotent by the version that it tells of, so that a fact that comes twice does no harm.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Final, cast

import msgspec

from domains.patients.public import Kind, Shelf
from domains.registration import permissions, store
from domains.registration.commands.form import Request
from domains.registration.commands.referring import FollowReferral, TakeReferral
from domains.registration.events import REGISTRATION_EVENTS, RegistrationEvent
from domains.registration.model import Clinical, class_of
from hub.caller import Caller
from hub.consumers import Group, Handle, Source
from hub.events import Fact, tag_of
from hub.house import House

_KINDS: Final = {tag_of(kind): kind for kind in REGISTRATION_EVENTS}
_TOLD: Final = frozenset({"registration.submitted", "registration.edited"})


class Carrier:
    """Takes facts about referrals across."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def handle(self, facts: Sequence[Fact]) -> None:
        """One after the other; what fails is tried again, and parked in the end."""
        for fact in facts:
            kind = _KINDS.get(fact.envelope.type)
            if kind is None:
                continue
            event: RegistrationEvent = msgspec.json.decode(fact.envelope.body, type=kind)
            if event.direction == "sent" and fact.envelope.type in _TOLD:
                await self._there(fact.envelope.tenant, event.registration_id, fact.envelope.trace)
            elif event.direction == "received":
                await self._back(fact.envelope.tenant, event.registration_id, fact.envelope.trace)

    async def _there(self, tenant: str, registration_id: str, trace: str) -> None:
        async with self._house.dispatch.reads.connect() as db:
            row = await store.load(db, tenant, registration_id)
            shelf = Shelf(db, tenant, self._house.settings.secret)
            patient = await shelf.patient(await shelf.survivor(row.patient_id))
        told = TakeReferral(
            origin=tenant,
            origin_id=row.id,
            origin_v=row.v,
            details=patient.details,
            # Cards and visits are numbered by each institution for itself: there they may be somebody else's.
            numbers={kind: text for kind, text in patient.numbers if kind is Kind.IDENTITY},
            campus=row.campus,
            exam_type=row.exam_type,
            items=store.items_of(row),
            request=Request(
                patient_class=class_of(row.rank),
                requesting_department=row.requesting_department,
                requesting_doctor=row.requesting_doctor,
                requested_at=row.requested_at,
            ),
            clinical=Clinical(**{name: getattr(row, name) for name in Clinical.__struct_fields__}),
            requesting_campus=row.requesting_campus,
        )
        await self._house.dispatch(_carrier(tenant, row.other_tenant), told, trace=trace)

    async def _back(self, tenant: str, registration_id: str, trace: str) -> None:
        async with self._house.dispatch.reads.connect() as db:
            row = await store.load(db, tenant, registration_id)
        names = ("state", "ticket_state", "number", "exam_no", "image_no")
        told = FollowReferral(
            registration_id=row.other_id,
            other_id=row.id,
            other_v=row.v,
            **{name: getattr(row, name) for name in names},
        )
        await self._house.dispatch(_carrier(tenant, row.other_tenant), told, trace=trace)


def _carrier(tenant: str, target: str) -> Caller:
    """Who acts at the other institution: this one, and for nothing but referrals."""
    return Caller(target, f"institution:{tenant}", frozenset({permissions.RELAY.name}), frozenset({target}))


@contextlib.asynccontextmanager
async def _open(source: Source) -> AsyncIterator[Handle]:
    yield Carrier(cast("House", source.house)).handle


group = Group("referrals", _open, rest=0.05)
