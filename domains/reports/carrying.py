"""Carries the report of a referred patient back to the institution that referred him, once it has passed.

The command there is idempotent: a fact that comes twice does no harm.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Final, cast

import msgspec

from domains.access.public import institution
from domains.registration.public import exam_of
from domains.reports import permissions, store
from domains.reports.commands.taking import TakeReport
from domains.reports.content import content_of
from domains.reports.events import ReportReviewed
from hub.caller import Caller
from hub.consumers import Group, Handle, Source
from hub.events import Fact, tag_of
from hub.house import House

_PASSED: Final = tag_of(ReportReviewed)


class ReportCarrier:
    """Takes reports that have passed across."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def handle(self, facts: Sequence[Fact]) -> None:
        """One after the other; what fails is tried again, and parked in the end."""
        for fact in facts:
            if fact.envelope.type == _PASSED:
                event = msgspec.json.decode(fact.envelope.body, type=ReportReviewed)
                await self._back(fact.envelope.tenant, event.report_id, fact.envelope.trace)

    async def _back(self, tenant: str, report_id: str, trace: str) -> None:
        async with self._house.dispatch.reads.connect() as db:
            exam = await exam_of(db, tenant, report_id)
            if exam.direction != "received":
                return
            row = await store.one(db, tenant, report_id)
            here = await institution(db, tenant)
        same = ("room", "exam_no", "image_no", "exam_at", "submitted_at", "reviewed_at")
        told = TakeReport(
            report_id=exam.other_id,
            origin=tenant,
            origin_name=here.name,
            content=content_of(row.content),
            writer=row.writer_name,
            reviewer=row.reviewer_name,
            **{name: getattr(row, name) for name in same},
        )
        target = exam.other_tenant
        carrier = Caller(target, f"institution:{tenant}", frozenset({permissions.RELAY.name}), frozenset({target}))
        await self._house.dispatch(carrier, told, trace=trace)


@contextlib.asynccontextmanager
async def _open(source: Source) -> AsyncIterator[Handle]:
    yield ReportCarrier(cast("House", source.house)).handle


group = Group("reports", _open, rest=0.05)
